using Anchorage.Certificates;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>What a policy is attached to: a device certificate, named by its ARN.</summary>
/// <param name="Arn">As the request names it.</param>
/// <param name="CertificateId">Lower-case hexadecimal; null when the ARN is of another account or region, so that nothing here can be meant.</param>
internal sealed record PolicyTarget(string Arn, string? CertificateId)
{
    private const string Wanted = "wanted the ARN of a certificate, arn:aws:iot:REGION:ACCOUNT:cert/ID";

    /// <summary>What follows the account in its ARN.</summary>
    public string Resource => DeviceCertificate.ResourceOf(CertificateId ?? string.Empty);

    /// <summary>Reads the ARN of a target; the error for one that is not of a kind that has policies here.</summary>
    /// <param name="text">The ARN; null or empty when it was not given.</param>
    /// <param name="member">What the request calls it.</param>
    public static Result<PolicyTarget> Read(string? text, string member, Caller caller)
    {
        if (string.IsNullOrEmpty(text))
        {
            return WireError.InvalidRequest($"{member} is missing; {Wanted}.");
        }

        return ResourceArn.Read(text) switch
        {
            { Type: "cert" } arn => CertificateTarget(text, arn, caller),
            { Type: "thinggroup" } => WireError.InvalidRequest($"{member} is a thing group, and policies of thing groups are not offered; {Wanted}."),
            null when IsCognitoIdentity(text) => WireError.InvalidRequest($"{member} is an Amazon Cognito identity, and these are not offered; {Wanted}."),
            _ => WireError.InvalidRequest($"{member} is {Printable.Quoted(text)}; {Wanted}."),
        };
    }

    /// <summary>Whether the caller's account has it.</summary>
    public async Task<bool> ExistsAsync(Session session, Caller caller, CancellationToken cancellationToken) =>
        CertificateId is not null && await RegisteredCertificate.ExistsAsync(session, caller, CertificateId, cancellationToken);

    /// <summary>Keeps it from being deleted or transferred until this transaction ends; false when it is not there, or being transferred.</summary>
    public async Task<bool> TryKeepAsync(Session session, Caller caller, CancellationToken cancellationToken) =>
        CertificateId is not null && await RegisteredCertificate.TryKeepAsync(session, caller, CertificateId, cancellationToken);

    /// <summary>One answer for what is unknown, another account's or another region's: nothing tells them apart.</summary>
    public WireError NotFound(Caller caller) => WireError.ResourceNotFound(
        $"There is no certificate {Printable.Quoted(Arn)} in account {caller.AccountId}, region {caller.Region}. list-certificates lists those there are.");

    private static Result<PolicyTarget> CertificateTarget(string text, ResourceArn arn, Caller caller)
    {
        var id = Certificates.CertificateId.Read(arn.Id);
        return id.IsSuccess
            ? new PolicyTarget(text, arn.AccountId == caller.AccountId && arn.Region == caller.Region ? id.Value : null)
            : id.Error;
    }

    // REGION:UUID
    private static bool IsCognitoIdentity(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && !text.StartsWith("arn:", StringComparison.Ordinal) && Guid.TryParse(text.AsSpan(colon + 1), out _);
}
