using Anchorage.Policies;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>Tells a policy of a principal, as its author wrote it.</summary>
internal static class GetUserPolicy
{
    public static readonly Operation Operation = Operation.Of(
        "GetUserPolicy", "GET", PutUserPolicy.Path, changes: false, [WireErrorKind.ResourceNotFound],
        static () => UserPolicyShapes.Wire.UserPolicyDescription,
        RunAsync) with
    { Demand = Demand.Administrator };

    public static WireError NotFound(NamedPrincipal principal, string policyName) => WireError.ResourceNotFound(
        $"The principal {principal.Name} of account {principal.AccountId} has no policy {Printable.Quoted(policyName)}; letter case counts. anchorage policy show lists those it has.");

    private static async Task<Result<UserPolicyDescription>> RunAsync(Call call, Installation on)
    {
        var named = NamedPrincipal.Read(call, on);
        var name = PolicyName.Read(call.Path[2]);
        if ((named.Error ?? name.Error) is { } malformed)
        {
            return malformed;
        }

        var found = await on.Database.ReadAsync(
            session => IdentityPolicyTable.ListAsync(session, named.Value!.AccountId, named.Value.Name, call.Cancelled), call.Cancelled);
        return found.Find(policy => policy.PolicyName == name.Value) is { } policy
            ? new UserPolicyDescription(named.Value!.Name, policy.PolicyName, policy.Document, Timestamp.Of(policy.ModifiedAt))
            : NotFound(named.Value!, name.Value!);
    }
}
