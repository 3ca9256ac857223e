using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>Takes back a device certificate that the caller offered and nobody has accepted yet.</summary>
internal static class CancelCertificateTransfer
{
    public static readonly Operation Operation = Operation.OfNothing(
        "CancelCertificateTransfer", "PATCH", "/cancel-certificate-transfer/{certificateId}", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.TransferAlreadyCompleted],
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var read = CertificateId.Read(call.Path[0]);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var refusal = await database.WriteAsync(session => CancelAsync(session, call, read.Value, clock.GetUtcNow()), call.Cancelled);
        return refusal is null ? Nothing.Value : refusal;
    }

    private static async Task<Write<WireError?>> CancelAsync(Session session, Call call, string id, DateTimeOffset now)
    {
        var certificate = await DeviceCertificateTable.FindAsync(session, call.Caller, id, call.Cancelled);
        if (certificate?.Transfer.TransferredTo is { } target
            && await CertificateTransferTable.TryCancelAsync(session, call.Caller, id, target, now, call.Cancelled))
        {
            return Write.Keep<WireError?>(null);
        }

        // It may have been accepted just now, so it is asked for anew.
        certificate = await DeviceCertificateTable.FindAsync(session, call.Caller, id, call.Cancelled);
        return Write.Undo<WireError?>(certificate switch
        {
            null => await CertificateTransferTable.WasAcceptedAsync(session, call.Caller, id, call.Cancelled)
                ? PendingTransfer.Completed(id)
                : CertificateId.NotFound(id, call.Caller),
            { Status: CertificateStatus.PendingTransfer } when certificate.OwnedBy != call.Caller.AccountId => WireError.InvalidRequest(
                $"The certificate {id} is offered to this account, and only the account that offers it can cancel. reject-certificate-transfer gives it back."),
            _ => WireError.InvalidRequest($"The certificate {id} is {certificate.Status} and is not being transferred; there is nothing to cancel."),
        });
    }
}
