using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>Deletes a key of a principal.</summary>
internal static class DeleteAccessKey
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteAccessKey", "DELETE", "/-/accounts/{accountId}/keys/{accessKeyId}", changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => NamedAccessKey.ChangeAsync<Nothing>(call, on, async (session, key) =>
        {
            if (!await AccessKeyTable.DeleteAsync(session, key.AccountId, key.AccessKeyId, call.Cancelled))
            {
                return NamedAccessKey.NotFound(call);
            }

            await PrincipalTable.ReleaseKeysAsync(session, key.AccountId, key.PrincipalName!, 1, call.Cancelled);
            return Nothing.Value;
        })) with
    { Demand = Demand.Administrator };
}
