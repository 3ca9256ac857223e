using Anchorage.CACertificates;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Certificates;

/// <summary>Registers a device certificate that a registered CA signed; it takes that CA's mode.</summary>
internal static class RegisterCertificate
{
    public static readonly Operation Operation = Operation.Of(
        "RegisterCertificate", "POST", "/certificate/register", changes: true,
        [
            WireErrorKind.ResourceAlreadyExists, WireErrorKind.CertificateValidation, WireErrorKind.CertificateState,
            WireErrorKind.CertificateConflict,
        ],
        static () => CertificateShapes.Wire.RegisterCertificateResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<RegisterCertificateResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var read = RegisterCertificateRequest.Read(call);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var request = read.Value;
        if (CertificateStatus.RefuseToRegister(request.Status) is { } refused)
        {
            return refused;
        }

        var reading = CertificatePem.Read(request.CertificatePem, RegisterCertificateRequest.Role);
        if (reading.Value is null)
        {
            return RegisterCertificateRequest.Invalid([reading.Fault!]);
        }

        using var certificate = reading.Value;
        var now = clock.GetUtcNow();
        var found = await SigningCA.FindAsync(call, database, certificate, request.CACertificatePem, now);
        if (!found.IsSuccess)
        {
            return found.Error;
        }

        using var ca = found.Value;
        if (DeviceCertificateRules.Judge(certificate, ca.Certificate, [], now) is { IsEmpty: false } faults)
        {
            return RegisterCertificateRequest.Invalid(faults);
        }

        return await RegisterCertificateResponse.StoreAsync(
            call,
            database,
            DeviceCertificate.Of(certificate, request.Status, ca.Record.CertificateMode, ca.Record.CertificateId, call.Caller.AccountId, now),
            async session => await RegisteredCACertificate.FindAsync(session, call.Caller, ca.Record.CertificateId, call.Cancelled)
                is { Status: CACertificate.Active });
    }
}
