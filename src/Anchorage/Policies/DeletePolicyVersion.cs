using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Deletes a version of a policy that does not count. Its number is not used again.</summary>
internal static class DeletePolicyVersion
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeletePolicyVersion", "DELETE", "/policies/{policyName}/version/{policyVersionId}", changes: true,
        [WireErrorKind.DeleteConflict, WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var (name, id) = (PolicyName.Read(call.Path[0]), PolicyVersionId.Read(call.Path[1]));
        if (!name.IsSuccess || !id.IsSuccess)
        {
            return name.Error ?? id.Error!;
        }

        var number = PolicyVersionId.Number(id.Value);
        var refusal = await database.WriteAsync(
            async session => await PolicyVersionTable.TryDeleteAsync(session, call.Caller, name.Value, number, clock.GetUtcNow(), call.Cancelled)
                ? Write.Keep<WireError?>(null)
                : Write.Undo<WireError?>(await PolicyVersionTable.FindAsync(session, call.Caller, name.Value, number, call.Cancelled) is null
                    ? PolicyVersionId.NotFound(name.Value, id.Value, call.Caller)
                    : new WireError(
                        WireErrorKind.DeleteConflict,
                        $"Cannot delete the default version of a policy (name={name.Value}, version={id.Value}). Make another the default with set-default-policy-version, or delete the policy.")),
            call.Cancelled);
        return refusal is null ? Nothing.Value : refusal;
    }
}
