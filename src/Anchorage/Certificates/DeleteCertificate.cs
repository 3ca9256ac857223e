using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>Deletes a device certificate that is not in use and to which nothing is attached.</summary>
internal static class DeleteCertificate
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteCertificate", "DELETE", "/certificates/{certificateId}", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.CertificateState, WireErrorKind.DeleteConflict],
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var read = CertificateId.Read(call.Path[0]);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var faults = new Faults();
        var force = new QueryShape(call.Query, faults).Flag("forceDelete") ?? false;
        if (faults.Any)
        {
            return faults.AsError();
        }

        var refusal = await database.WriteAsync(session => DeleteAsync(session, call, read.Value, force, clock.GetUtcNow()), call.Cancelled);
        return refusal is null ? Nothing.Value : refusal;
    }

    private static async Task<Write<WireError?>> DeleteAsync(Session session, Call call, string id, bool force, DateTimeOffset now)
    {
        // Deleted first, so that nothing can be attached to it any more, and then looked at: whatever speaks against it takes it back.
        if (!await DeviceCertificateTable.TryDeleteAsync(session, call.Caller, id, now, call.Cancelled))
        {
            return Write.Undo<WireError?>(await DeviceCertificateTable.FindStatusAsync(session, call.Caller, id, call.Cancelled) switch
            {
                null => CertificateId.NotFound(id, call.Caller),
                CertificateStatus.PendingTransfer => WireError.CertificateState(
                    $"Certificate must not be PENDING_TRANSFER for deletion. Id: {id}. Have the transfer cancelled or rejected first."),
                _ => WireError.CertificateState(
                    $"Certificate must be deactivated (not ACTIVE) before deletion. Id: {id}. Deactivate it with update-certificate --new-status INACTIVE."),
            });
        }

        var arn = call.Caller.Arn(DeviceCertificate.ResourceOf(id));
        if (await CertificateAttachments.HasThingsAsync(session, call.Caller, id, call.Cancelled))
        {
            return Write.Undo<WireError?>(new WireError(
                WireErrorKind.DeleteConflict, $"Things must be detached before deletion (arn: {arn}). Detach them with detach-thing-principal; forceDelete does not."));
        }

        if (force)
        {
            await CertificateAttachments.DetachPoliciesAsync(session, call.Caller, id, call.Cancelled);
        }
        else if (await CertificateAttachments.HasPoliciesAsync(session, call.Caller, id, call.Cancelled))
        {
            return Write.Undo<WireError?>(new WireError(
                WireErrorKind.DeleteConflict, $"Certificate policies must be detached before deletion (arn: {arn}). Detach them with detach-policy, or delete with forceDelete."));
        }

        return Write.Keep<WireError?>(null);
    }
}
