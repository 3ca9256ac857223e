using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>Deletes an account with its keys, principals and policies. What it has registered stays, for an account of the same id.</summary>
internal static class DeleteAccount
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteAccount", "DELETE", "/-/accounts/{accountId}", changes: true, [WireErrorKind.ResourceNotFound],
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<Nothing>> RunAsync(Call call, Installation on)
    {
        var account = AdministeredAccount.Read(call, on.Options);
        if ((AdministeredAccount.RefuseOthers(call, on.Options) ?? account.Error ?? UpdateAccount.RefuseOwn(account.Value!, on)) is { } refused)
        {
            return refused;
        }

        return await on.Database.WriteAsync(
            async session => await AccountTable.DeleteAsync(session, account.Value!, call.Cancelled) ? Write.Keep(true) : Write.Undo(false), call.Cancelled)
            ? Nothing.Value
            : AdministeredAccount.NotFound(account.Value!);
    }
}
