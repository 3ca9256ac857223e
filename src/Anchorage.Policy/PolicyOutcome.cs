namespace Anchorage.Policy;

/// <summary>How policies judge a request. Deny by default, and an explicit deny wins.</summary>
public enum PolicyOutcome
{
    /// <summary>No statement speaks of the request: <c>IMPLICIT_DENY</c>.</summary>
    ImplicitDeny,

    /// <summary>A statement allows it and none denies it: <c>ALLOWED</c>.</summary>
    Allowed,

    /// <summary>A statement denies it: <c>EXPLICIT_DENY</c>.</summary>
    ExplicitDeny,
}
