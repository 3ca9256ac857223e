using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>A transfer that the caller has to answer: who offers the certificate.</summary>
internal static class PendingTransfer
{
    /// <summary>The account that offers this certificate to the caller, or why there is nothing to answer.</summary>
    /// <param name="answer">What the caller wants to do, for messages: <c>accept</c> or <c>reject</c>.</param>
    public static async Task<Result<string>> FindSourceAsync(Session session, Call call, string certificateId, string answer)
    {
        var certificate = await DeviceCertificateTable.FindAsync(session, call.Caller, certificateId, call.Cancelled);
        return certificate switch
        {
            null => NoneFor(certificateId, call.Caller),
            { Status: CertificateStatus.PendingTransfer } when certificate.OwnedBy != call.Caller.AccountId => certificate.OwnedBy,
            { Status: CertificateStatus.PendingTransfer } => WireError.InvalidRequest(
                $"The certificate {certificateId} is offered by this account, and only the account it is offered to can {answer} it. cancel-certificate-transfer takes it back."),
            { Transfer.AcceptedAt: not null } => Completed(certificateId),
            _ => WireError.InvalidRequest($"The certificate {certificateId} is {certificate.Status} and is not being transferred; there is nothing to {answer}."),
        };
    }

    /// <summary>The same whether the certificate is unknown, was never offered to the caller, or is not offered any more.</summary>
    public static WireError NoneFor(string certificateId, Caller caller) => WireError.ResourceNotFound(
        $"No certificate {certificateId} is being transferred to account {caller.AccountId} in region {caller.Region}. list-certificates shows those that are, as PENDING_TRANSFER.");

    public static WireError Completed(string certificateId) => new(
        WireErrorKind.TransferAlreadyCompleted,
        $"The transfer of certificate {certificateId} is already complete: it was accepted. The account that has it now can transfer it anew.");
}
