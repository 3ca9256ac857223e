using Anchorage.Storage;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>Forgets a CA certificate that is INACTIVE, with its tags and its activator. Device certificates that it signed stay registered.</summary>
internal static class DeleteCACertificate
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteCACertificate", "DELETE", "/cacertificate/{caCertificateId}", changes: true,
        [WireErrorKind.CertificateState, WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var read = CACertificateId.Read(call.Path[0]);
        return read.IsSuccess
            ? await database.WriteAsync(session => StoreAsync(session, call, read.Value), call.Cancelled)
            : read.Error;
    }

    private static async Task<Write<Result<Nothing>>> StoreAsync(Session session, Call call, string id)
    {
        if (!await CACertificateTable.HoldAsync(session, call.Caller, id, call.Cancelled))
        {
            return Write.Undo<Result<Nothing>>(CACertificateId.NotFound(id, call.Caller));
        }

        // Its devices would be let in again, without anybody having said so.
        if (await CAQuarantineTable.FindAsync(session, call.Caller, id, call.Cancelled) is not null)
        {
            return Write.Undo<Result<Nothing>>(WireError.CertificateState(
                $"The CA certificate {id} is quarantined, and is not deleted before it is released: its devices would be let in again. Release it with: anchorage ca release {id}"));
        }

        if (!await CACertificateTable.TryDeleteAsync(session, call.Caller, id, call.Cancelled))
        {
            return Write.Undo<Result<Nothing>>(WireError.CertificateState(
                $"Certificate must be deactivated (not ACTIVE) before deletion. Id: {id}. Deactivate it with: aws iot update-ca-certificate --certificate-id {id} --new-status INACTIVE"));
        }

        await CAActivatorTable.TryDeleteAsync(session, call.Caller, id, call.Cancelled);
        await ResourceTags.RemoveAllAsync(session, call.Caller, CACertificate.ResourceOf(id), call.Cancelled);
        return Write.Keep<Result<Nothing>>(Nothing.Value);
    }
}
