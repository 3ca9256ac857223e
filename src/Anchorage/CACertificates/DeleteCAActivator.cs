using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>Removes the activator of a CA: what registers itself waits for its activation again. What it has activated stays so.</summary>
internal static class DeleteCAActivator
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteCAActivator", "DELETE", GetCAActivator.Path, changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var id = CACertificateId.Read(call.Path[0]);
        return id.IsSuccess
            ? await database.WriteAsync(
                async session => await CAActivatorTable.TryDeleteAsync(session, call.Caller, id.Value, call.Cancelled)
                    ? Write.Keep<Result<Nothing>>(Nothing.Value)
                    : Write.Undo<Result<Nothing>>(await GetCAActivator.NotFoundAsync(session, call, id.Value)),
                call.Cancelled)
            : id.Error;
    }
}
