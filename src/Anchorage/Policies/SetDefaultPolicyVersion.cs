using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Makes a version of a policy the one that counts, at once for everything it is attached to.</summary>
internal static class SetDefaultPolicyVersion
{
    public static readonly Operation Operation = Operation.OfNothing(
        "SetDefaultPolicyVersion", "PATCH", "/policies/{policyName}/version/{policyVersionId}", changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var (name, id) = (PolicyName.Read(call.Path[0]), PolicyVersionId.Read(call.Path[1]));
        if (!name.IsSuccess || !id.IsSuccess)
        {
            return name.Error ?? id.Error!;
        }

        return await database.WriteAsync(
            async session => await PolicyVersionTable.TrySetDefaultAsync(
                session, call.Caller, name.Value, PolicyVersionId.Number(id.Value), clock.GetUtcNow(), call.Cancelled) ? Write.Keep(true) : Write.Undo(false),
            call.Cancelled)
            ? Nothing.Value
            : PolicyVersionId.NotFound(name.Value, id.Value, call.Caller);
    }
}
