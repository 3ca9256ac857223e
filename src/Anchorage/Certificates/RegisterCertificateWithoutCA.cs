using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Certificates;

/// <summary>Registers a device certificate for itself, whoever signed it: such a device must name the account in SNI.</summary>
internal static class RegisterCertificateWithoutCA
{
    public static readonly Operation Operation = Operation.Of(
        "RegisterCertificateWithoutCA", "POST", "/certificate/register-no-ca", changes: true,
        [WireErrorKind.ResourceAlreadyExists, WireErrorKind.CertificateState, WireErrorKind.CertificateValidation],
        static () => CertificateShapes.Wire.RegisterCertificateResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<RegisterCertificateResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with certificatePem, the PEM of the device's certificate", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var pem = RegisterCertificateRequest.Pem(body, faults);
        var status = CertificateStatus.Read(body.Text("status", 0, 256), "status", faults) ?? CertificateStatus.Inactive;
        if (faults.Any)
        {
            return faults.AsError();
        }

        if (CertificateStatus.RefuseToRegister(status) is { } refused)
        {
            return refused;
        }

        var reading = CertificatePem.Read(pem!, RegisterCertificateRequest.Role);
        if (reading.Value is null)
        {
            return RegisterCertificateRequest.Invalid([reading.Fault!]);
        }

        using var certificate = reading.Value;
        var now = clock.GetUtcNow();
        return DeviceCertificateRules.JudgeAlone(certificate, now) is { IsEmpty: false } breaches
            ? RegisterCertificateRequest.Invalid(breaches)
            : await RegisterCertificateResponse.StoreAsync(
                call,
                database,
                DeviceCertificate.Of(certificate, status, DeviceCertificate.SniOnly, null, call.Caller.AccountId, now),
                _ => Task.FromResult(true));
    }
}
