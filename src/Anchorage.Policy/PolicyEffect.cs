namespace Anchorage.Policy;

/// <summary>What a statement does with the requests it covers.</summary>
public enum PolicyEffect
{
    Allow,
    Deny,
}
