using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>Changes the status of a device certificate: between ACTIVE and INACTIVE as often as wanted, and to REVOKED for good.</summary>
internal static class UpdateCertificate
{
    public static readonly Operation Operation = Operation.OfNothing(
        "UpdateCertificate", "PUT", "/certificates/{certificateId}", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.CertificateState],
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var read = CertificateId.Read(call.Path[0]);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var id = read.Value;
        var faults = new Faults();
        var status = new QueryShape(call.Query, faults).Text("newStatus");
        if (status is null && !faults.Any)
        {
            faults.Add("The query parameter newStatus is missing; wanted ACTIVE, INACTIVE or REVOKED.");
        }

        status = CertificateStatus.Read(status, "newStatus", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        if (!CertificateStatus.IsForCallers(status!))
        {
            return WireError.CertificateState($"The status of a certificate cannot be set to {status}, which is the service's own. Wanted ACTIVE, INACTIVE or REVOKED.");
        }

        var now = clock.GetUtcNow();
        var (changed, found) = await database.WriteAsync(
            async session => await DeviceCertificateTable.TryUpdateStatusAsync(session, call.Caller, id, status!, now, call.Cancelled)
                ? Write.Keep((true, status))
                : Write.Undo((false, await DeviceCertificateTable.FindStatusAsync(session, call.Caller, id, call.Cancelled))),
            call.Cancelled);
        return changed || found == status ? Nothing.Value
            : found is null ? CertificateId.NotFound(id, call.Caller)
            : WireError.CertificateState(found switch
            {
                CertificateStatus.Revoked => $"The certificate {id} is REVOKED, which is final: it cannot be {status} again. Issue and register another.",
                CertificateStatus.PendingTransfer => $"The certificate {id} is PENDING_TRANSFER: its status cannot be changed until the transfer is accepted, rejected or cancelled.",
                _ => $"The status of certificate {id} was changed by another request at the same time; it is {found} now. Try again.",
            });
    }
}
