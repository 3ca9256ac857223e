using System.Collections.Immutable;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Certificates;

/// <summary>The request of RegisterCertificate, in its shape; whether its values hold is judged afterwards.</summary>
/// <param name="CertificatePem">1 to 65,536 characters.</param>
/// <param name="CACertificatePem">The CA that signed it; null when it is to be found.</param>
/// <param name="Status">One of <see cref="CertificateStatus"/>, INACTIVE unless said.</param>
internal sealed record RegisterCertificateRequest(string CertificatePem, string? CACertificatePem, string Status)
{
    /// <summary>How messages call the certificate.</summary>
    public const string Role = "device certificate";

    private const string SetAsActiveName = "setAsActive";

    /// <summary>Reads query and body, and tells everything that is not of its shape at once.</summary>
    public static Result<RegisterCertificateRequest> Read(Call call)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with certificatePem, the PEM of the device's certificate", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var pem = Pem(body, faults);
        var caPem = body.Text("caCertificatePem", 1, X509.CertificatePem.MaxCharacters);
        var status = CertificateStatus.Read(body.Text("status", 0, 256), "status", faults);
        var setAsActive = SetAsActive(call, faults);
        if (status is not null && setAsActive is { } active && active != (status is CertificateStatus.Active))
        {
            faults.Add($"status is {status} and setAsActive is {(active ? "true" : "false")}, which contradict each other; give status alone, since setAsActive is deprecated.");
        }

        return faults.Any
            ? faults.AsError()
            : new RegisterCertificateRequest(
                pem!, caPem, status ?? (setAsActive is true ? CertificateStatus.Active : CertificateStatus.Inactive));
    }

    /// <summary>The certificate's PEM, which both Register operations demand.</summary>
    public static string? Pem(RequestBody body, Faults faults)
    {
        if (body.Member("certificatePem") is null)
        {
            faults.Add("certificatePem is missing; wanted the PEM of the device's certificate.");
        }

        return body.Text("certificatePem", 1, X509.CertificatePem.MaxCharacters);
    }

    /// <summary>The certificate does not hold; the message tells all that is wrong with it.</summary>
    public static WireError Invalid(ImmutableArray<Fault> faults) =>
        new(WireErrorKind.CertificateValidation, string.Join(' ', faults.Select(fault => fault.Message)));

    /// <summary>The deprecated switch. Its documentation gives it the values of a status, so these are taken too.</summary>
    private static bool? SetAsActive(Call call, Faults faults)
    {
        var text = new QueryShape(call.Query, faults).Text(SetAsActiveName);
        switch (text?.ToUpperInvariant())
        {
            case null:
                return null;
            case "TRUE" or "ACTIVE":
                return true;
            case "FALSE" or "INACTIVE":
                return false;
            default:
                faults.Add($"{SetAsActiveName} is {Printable.Quoted(text)}; wanted true or false, or ACTIVE or INACTIVE.");
                return null;
        }
    }
}
