using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>Declines a device certificate that another account offers, and gives it back there, INACTIVE.</summary>
internal static class RejectCertificateTransfer
{
    public static readonly Operation Operation = Operation.OfNothing(
        "RejectCertificateTransfer", "PATCH", "/reject-certificate-transfer/{certificateId}", changes: true,
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
        var reason = TransferMessage.Read(call, "rejectReason", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var refusal = await database.WriteAsync(
            session => RejectAsync(session, call, read.Value, reason, clock.GetUtcNow()), call.Cancelled);
        return refusal is null ? Nothing.Value : refusal;
    }

    private static async Task<Write<WireError?>> RejectAsync(Session session, Call call, string id, string? reason, DateTimeOffset now)
    {
        var source = await PendingTransfer.FindSourceAsync(session, call, id, "reject");
        return !source.IsSuccess ? Write.Undo<WireError?>(source.Error)
            : await CertificateTransferTable.TryRejectAsync(session, call.Caller, id, source.Value, reason, now, call.Cancelled) ? Write.Keep<WireError?>(null)
            : Write.Undo<WireError?>(PendingTransfer.NoneFor(id, call.Caller));
    }
}
