using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>The principal of a request: a device certificate, named by its ARN in the header <c>x-amzn-principal</c>.</summary>
/// <param name="CertificateId">64 lower-case hexadecimal digits.</param>
internal sealed record CertificatePrincipal(string CertificateId)
{
    private const string Header = "x-amzn-principal";

    /// <summary>Reads the header; an ARN of another account or region reads as a certificate that is not there.</summary>
    public static Result<CertificatePrincipal> Read(Call call)
    {
        var values = call.Headers[Header];
        if (values.Count != 1 || values[0] is not { Length: > 0 } text)
        {
            return WireError.InvalidRequest($"The header {Header} is given {values.Count} times, or is empty; wanted once, with the ARN of a certificate.");
        }

        if (ResourceArn.Read(text) is { Type: "cert" } arn && CACertificateId.Form().IsMatch(arn.Id))
        {
            var id = arn.Id.ToLowerInvariant();
            return arn.AccountId == call.Caller.AccountId && arn.Region == call.Caller.Region ? new CertificatePrincipal(id) : Unknown(call.Caller, id);
        }

        return WireError.InvalidRequest(
            $"The principal is {Printable.Quoted(text)}; wanted the ARN of a certificate, such as {call.Caller.Arn("cert/<certificateId>")}. Amazon Cognito identities are not offered.");
    }

    /// <summary>The error for a certificate that is not there, or is another account's.</summary>
    public static WireError Unknown(Caller caller, string certificateId) => Certificates.CertificateId.NotFound(certificateId, caller);

    public static Task<bool> ExistsAsync(Session session, Call call, string certificateId) =>
        RegisteredCertificate.ExistsAsync(session, call.Caller, certificateId, call.Cancelled);

    public static string Arn(Caller caller, ThingPrincipal principal) => caller.Arn(DeviceCertificate.ResourceOf(principal.CertificateId));
}
