using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Certificates;

internal sealed record CreateCertificateFromCsrResponse(string CertificateArn, string CertificateId, string CertificatePem);

/// <summary>Issues a certificate for a key that its owner keeps: the same request twice gives two certificates.</summary>
internal static class CreateCertificateFromCsr
{
    public static readonly Operation Operation = Operation.Of(
        "CreateCertificateFromCsr", "POST", "/certificates", changes: true, [],
        static () => CertificateShapes.Wire.CreateCertificateFromCsrResponse,
        (call, on) => RunAsync(call, on.Database, on.ServiceCA, on.Clock));

    private static async Task<Result<CreateCertificateFromCsrResponse>> RunAsync(Call call, Database database, ServiceCA issuer, TimeProvider clock)
    {
        var faults = new Faults();
        var active = new QueryShape(call.Query, faults).Flag("setAsActive") ?? false;
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with certificateSigningRequest, the PEM of a PKCS #10 request", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var pem = body.Text("certificateSigningRequest", 1, CertificationRequest.MaxCharacters);
        if (body.Member("certificateSigningRequest") is null)
        {
            faults.Add("certificateSigningRequest is missing; wanted the PEM of a PKCS #10 request.");
        }

        if (faults.Any)
        {
            return faults.AsError();
        }

        var reading = CertificationRequest.Read(pem!);
        if (reading.Value is not { } request)
        {
            return WireError.InvalidRequest(reading.Fault!.Message);
        }

        if (CertificationRequestRules.Judge(request, clock.GetUtcNow()) is { IsEmpty: false } breaches)
        {
            return WireError.InvalidRequest(string.Join(' ', breaches.Select(breach => breach.Message)));
        }

        using var certificate = await issuer.IssueAsync(
            request.Subject.IsEmpty ? IssuedCertificate.DefaultSubject : request.Subject.Der, request.PublicKey.Der, call.Cancelled);
        var record = await IssuedCertificate.StoreAsync(call, database, certificate, active, clock);
        return new CreateCertificateFromCsrResponse(call.Caller.Arn(record.Resource), record.CertificateId, CertificatePem.Write(record.Der));
    }
}
