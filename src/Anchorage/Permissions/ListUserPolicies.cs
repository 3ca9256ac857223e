using Anchorage.Accounts;
using Anchorage.Wire;

namespace Anchorage.Permissions;

internal sealed record ListUserPoliciesResponse(bool Administrator, IReadOnlyList<string> PolicyNames);

/// <summary>Lists the policies of a principal by name; there are at most ten.</summary>
internal static class ListUserPolicies
{
    public static readonly Operation Operation = Operation.Of(
        "ListUserPolicies", "GET", "/-/accounts/{accountId}/principals/{principalName}/policies", changes: false, [WireErrorKind.ResourceNotFound],
        static () => UserPolicyShapes.Wire.ListUserPoliciesResponse,
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<ListUserPoliciesResponse>> RunAsync(Call call, Installation on)
    {
        var named = NamedPrincipal.Read(call, on);
        if (!named.IsSuccess)
        {
            return named.Error;
        }

        var (account, name) = (named.Value.AccountId, named.Value.Name);
        return await on.Database.ReadAsync(
            async session => await AccountPrincipal.FindAsync(session, account, name, call.Cancelled) is { } principal
                ? new ListUserPoliciesResponse(
                    principal.IsAdministrator, [.. (await IdentityPolicyTable.ListAsync(session, account, name, call.Cancelled)).Select(policy => policy.PolicyName)])
                : null,
            call.Cancelled) is { } found
            ? found
            : named.Value.NotFound();
    }
}
