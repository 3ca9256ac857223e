using System.Collections.Immutable;
using Anchorage.Accounts;
using Anchorage.Permissions;
using Anchorage.Wire;

namespace Anchorage;

/// <summary>What is offered beside AWS's operations, under <c>/-/</c>: signed, and each account's own, as those are.</summary>
internal static class OwnOperations
{
    public static readonly ImmutableArray<Operation> All =
    [
        CreateAccessKey.Operation,
        CreateAccount.Operation,
        DeleteAccessKey.Operation,
        DeleteAccount.Operation,
        DeleteUserPolicy.Operation,
        GetUserPolicy.Operation,
        ListAccessKeys.Operation,
        ListAccounts.Operation,
        ListUserPolicies.Operation,
        PutUserPolicy.Operation,
        RotateAccessKey.Operation,
        SimulatePrincipalPolicy.Operation,
        UpdateAccessKey.Operation,
        UpdateAccount.Operation,
    ];
}
