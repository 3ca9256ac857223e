using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>What both Register operations answer.</summary>
internal sealed record RegisterCertificateResponse(string CertificateArn, string CertificateId)
{
    /// <summary>Stores a certificate that was found in order, and answers with it or says what stands in the way.</summary>
    /// <param name="mayStore">Asked in the same unit of work, before anything is written.</param>
    public static async Task<Result<RegisterCertificateResponse>> StoreAsync(
        Call call, Database database, DeviceCertificate certificate, Func<Session, Task<bool>> mayStore)
    {
        var arn = call.Caller.Arn(certificate.Resource);
        call.Audit.Concern(arn);
        var outcome = await database.WriteAsync(
            async session =>
            {
                var outcome = await mayStore(session)
                    ? await DeviceCertificateTable.InsertAsync(session, call.Caller, certificate, call.Cancelled)
                    : CertificateRegistration.CANotActive;
                return outcome is CertificateRegistration.Done ? Write.Keep(outcome) : Write.Undo(outcome);
            },
            call.Cancelled);
        return outcome switch
        {
            CertificateRegistration.Done => new RegisterCertificateResponse(arn, certificate.CertificateId),
            CertificateRegistration.AlreadyRegistered => WireError.ResourceAlreadyExists(
                $"The certificate is already registered in this account and region as {arn}. describe-certificate shows it.", certificate.CertificateId, arn),
            CertificateRegistration.HeldByAnotherAccount => WireError.InvalidRequest(
                "This request is not valid. Another account holds this certificate in DEFAULT mode in this region, and only one may. Register the CA, and by it the certificate, with certificateMode SNI_ONLY, or have that account transfer or delete the certificate."),
            CertificateRegistration.CANotActive => WireError.CertificateState(
                $"The CA certificate {certificate.CACertificateId} was deactivated or deleted while the certificate was registered. Nothing was registered; activate the CA with update-ca-certificate --new-status ACTIVE and try again."),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
