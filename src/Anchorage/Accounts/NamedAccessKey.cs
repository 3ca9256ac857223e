using Anchorage.Auditing;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>The key of a principal that a path names, to be changed.</summary>
internal static class NamedAccessKey
{
    /// <summary>Runs a change on it in a unit of work; the key is there as long as the account is held, unless it was just deleted.</summary>
    public static async Task<Result<T>> ChangeAsync<T>(Call call, Installation on, Func<Session, AccessKey, Task<Result<T>>> change)
        where T : class
    {
        var account = AdministeredAccount.Read(call, on.Options);
        if (!account.IsSuccess)
        {
            return account.Error;
        }

        return await on.Database.WriteAsync(
            async session =>
            {
                var result = !await AccountTable.HoldAsync(session, account.Value, call.Cancelled) ? NotFound(call)
                    : await AccessKeyTable.FindAsync(session, account.Value, call.Path[1], call.Cancelled) switch
                    {
                        null => NotFound(call),
                        { PrincipalName: null } => WireError.InvalidRequest(
                            $"{call.Path[1]} is the key of the account's root, which the operator sets: {Configuration.Setting.RootAccessKeyId.Variable} and {Configuration.Setting.RootSecretAccessKey.Variable}."),
                        var key => await change(session, Concerned(call, key)),
                    };
                return result.IsSuccess ? Write.Keep(result) : Write.Undo(result);
            },
            call.Cancelled);
    }

    private static AccessKey Concerned(Call call, AccessKey key)
    {
        call.Audit.Concern(AuditedResources.User(key.AccountId, key.PrincipalName!));
        return key;
    }

    public static WireError NotFound(Call call) =>
        WireError.ResourceNotFound($"There is no access key {Printable.Quoted(call.Path[1])} in account {call.Path[0]}. anchorage key list shows those there are.");
}
