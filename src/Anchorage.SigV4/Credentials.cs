namespace Anchorage.SigV4;

/// <summary>What a client signs with; prints neither of its secrets.</summary>
/// <param name="AccessKeyId">The access key's public name, such as <c>AKIA...</c>.</param>
/// <param name="SecretAccessKey">The key itself.</param>
/// <param name="SessionToken">The token that belongs to temporary credentials; null for lasting ones.</param>
public sealed record Credentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    public override string ToString() =>
        $"{nameof(Credentials)} {{ {nameof(AccessKeyId)} = {AccessKeyId}, {nameof(SecretAccessKey)} = <redacted>, "
        + $"{nameof(SessionToken)} = {(SessionToken is null ? "" : "<redacted>")} }}";
}
