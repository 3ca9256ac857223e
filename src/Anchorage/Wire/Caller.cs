using Anchorage.Accounts;

namespace Anchorage.Wire;

/// <summary>Who signed a request, and the region it was meant for.</summary>
/// <param name="AccountId">Twelve digits.</param>
/// <param name="Region">A region that this installation serves, such as <c>us-east-1</c>.</param>
/// <param name="AccessKeyId">The key it was signed with; null for an unsigned request under <c>--auth none</c>.</param>
internal sealed record Caller(string AccountId, string Region, string? AccessKeyId)
{
    /// <summary>Who of the account it is; null for what no request is behind, which no operation may be called with.</summary>
    public CallerPrincipal? Principal { get; init; }

    /// <summary>The ARN of a resource of this account and region, such as <c>arn:aws:iot:us-east-1:123456789012:cacert/…</c>.</summary>
    public string Arn(string resource) => $"arn:aws:iot:{Region}:{AccountId}:{resource}";
}
