using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Certificates;

/// <summary>What both Create operations do with a certificate once it is issued.</summary>
internal static class IssuedCertificate
{
    /// <summary>The DER of the subject of a certificate whose request has none, as AWS names it.</summary>
    public static readonly ReadOnlyMemory<byte> DefaultSubject = UnsignedCertificate.NameOf("AWS IoT Certificate");

    /// <summary>Registers it in DEFAULT mode.</summary>
    public static async Task<DeviceCertificate> StoreAsync(Call call, Database database, Certificate certificate, bool active, TimeProvider clock)
    {
        var record = DeviceCertificate.Of(
            certificate,
            active ? CertificateStatus.Active : CertificateStatus.Inactive,
            DeviceCertificate.DefaultMode,
            caCertificateId: null,
            call.Caller.AccountId,
            clock.GetUtcNow());
        call.Audit.Concern(call.Caller.Arn(record.Resource));
        var outcome = await database.WriteAsync(
            async session => await DeviceCertificateTable.InsertAsync(session, call.Caller, record, call.Cancelled) is var done
                && done is CertificateRegistration.Done ? Write.Keep(done) : Write.Undo(done),
            call.Cancelled);

        // Its serial number has 158 random bits, so that no other certificate is the same.
        return outcome is CertificateRegistration.Done ? record : throw new System.Diagnostics.UnreachableException();
    }
}
