using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>Takes a device certificate that another account offers: from then on it is the caller's, and of the other nothing is left.</summary>
internal static class AcceptCertificateTransfer
{
    public static readonly Operation Operation = Operation.OfNothing(
        "AcceptCertificateTransfer", "PATCH", "/accept-certificate-transfer/{certificateId}", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.TransferAlreadyCompleted],
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var read = CertificateId.Read(call.Path[0]);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var faults = new Faults();
        var active = new QueryShape(call.Query, faults).Flag("setAsActive") ?? false;
        if (faults.Any)
        {
            return faults.AsError();
        }

        var status = active ? CertificateStatus.Active : CertificateStatus.Inactive;
        var refusal = await database.WriteAsync(
            session => AcceptAsync(session, call, read.Value, status, clock.GetUtcNow()), call.Cancelled);
        return refusal is null ? Nothing.Value : refusal;
    }

    private static async Task<Write<WireError?>> AcceptAsync(Session session, Call call, string id, string status, DateTimeOffset now)
    {
        var source = await PendingTransfer.FindSourceAsync(session, call, id, "accept");
        return !source.IsSuccess ? Write.Undo<WireError?>(source.Error)
            : await CertificateTransferTable.TryAcceptAsync(session, call.Caller, id, source.Value, status, now, call.Cancelled) ? Write.Keep<WireError?>(null)
            : Write.Undo<WireError?>(PendingTransfer.NoneFor(id, call.Caller));
    }
}
