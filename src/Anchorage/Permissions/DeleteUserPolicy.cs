using Anchorage.Accounts;
using Anchorage.Policies;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>Takes a policy from a principal, from its next request on.</summary>
internal static class DeleteUserPolicy
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteUserPolicy", "DELETE", PutUserPolicy.Path, changes: true, [WireErrorKind.ResourceNotFound],
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<Nothing>> RunAsync(Call call, Installation on)
    {
        var named = NamedPrincipal.Read(call, on);
        var name = PolicyName.Read(call.Path[2]);
        if ((named.Error ?? name.Error) is { } malformed)
        {
            return malformed;
        }

        var principal = named.Value!;
        return await on.Database.WriteAsync(
            async session => await AccountPrincipal.ChangePoliciesAsync(session, principal.AccountId, principal.Name, call.Cancelled)
                && await IdentityPolicyTable.DeleteAsync(session, principal.AccountId, principal.Name, name.Value!, call.Cancelled)
                ? Write.Keep(true)
                : Write.Undo(false),
            call.Cancelled)
            ? Nothing.Value
            : GetUserPolicy.NotFound(principal, name.Value!);
    }
}
