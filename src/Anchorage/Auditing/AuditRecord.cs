namespace Anchorage.Auditing;

/// <summary>One line of the trail: who did what, or was refused. Its texts are of bounded length; it holds no body, no query and no secret.</summary>
/// <param name="AccountId">Whose trail it is in: the account of who called.</param>
/// <param name="RecordedAt">When it was written, to the millisecond.</param>
/// <param name="Sequence">Tells records of one millisecond apart, in the order in which a node wrote them.</param>
/// <param name="Region">The region that was called.</param>
/// <param name="Principal">The ARN of who called: a user, an account's root, or the certificate of a device; <see cref="Anonymous"/> under <c>--auth none</c>.</param>
/// <param name="AccessKeyId">The key it was signed with; empty without one.</param>
/// <param name="SourceAddress">The IP address as the service sees it; empty when it is not known.</param>
/// <param name="UserAgent">What the caller says of itself; at most <see cref="MostUserAgent"/> characters.</param>
/// <param name="Operation">AWS's name or one of ours; see <see cref="AuditedOperations"/>.</param>
/// <param name="Resources">ARNs, parted by blanks; at most <see cref="MostResources"/>.</param>
/// <param name="Outcome"><see cref="Success"/>, or the name of the error that was answered.</param>
/// <param name="RequestId">That of the answer; empty for a device.</param>
internal sealed record AuditRecord(
    string AccountId,
    DateTimeOffset RecordedAt,
    long Sequence,
    string Region,
    string Principal,
    string AccessKeyId,
    string SourceAddress,
    string UserAgent,
    string Operation,
    string Resources,
    string Outcome,
    string RequestId)
{
    public const string Success = "Success";

    /// <summary>Any outcome but <see cref="Success"/>, in a search.</summary>
    public const string Refused = "Refused";

    /// <summary>Whoever reached the port: nothing was proven.</summary>
    public const string Anonymous = "anonymous";

    public const int MostUserAgent = 256;

    /// <summary>Most resources of one record; a template can touch many.</summary>
    public const int MostResources = 20;

    /// <summary>Unique in an account; decimal.</summary>
    public string Id => $"{RecordedAt.ToUnixTimeMilliseconds()}-{Sequence}";
}
