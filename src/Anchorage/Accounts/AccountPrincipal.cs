using Anchorage.Storage;

namespace Anchorage.Accounts;

/// <summary>What other folders may ask about a principal, and do with it in a unit of work of their own.</summary>
internal static class AccountPrincipal
{
    public static Task<CallerPrincipal?> FindAsync(Session session, string accountId, string name, CancellationToken cancellationToken) =>
        PrincipalTable.FindAsync(session, accountId, name, cancellationToken);

    /// <summary>Says that its policies are about to be others; false when there is no such principal. Nobody else changes them until this unit of work ends.</summary>
    public static Task<bool> ChangePoliciesAsync(Session session, string accountId, string name, CancellationToken cancellationToken) =>
        PrincipalTable.ChangePoliciesAsync(session, accountId, name, cancellationToken);

    /// <summary>Whether it is there; if so, nobody gives it keys or policies until this unit of work ends.</summary>
    public static async Task<bool> HoldAsync(Session session, string accountId, string name, CancellationToken cancellationToken)
    {
        // Who makes a key holds the account, and the principal only then.
        await AccountTable.HoldAsync(session, accountId, cancellationToken);
        return await PrincipalTable.ChangePoliciesAsync(session, accountId, name, cancellationToken);
    }

    /// <summary>Deletes it with the keys that have expired; false when it has others.</summary>
    public static async Task<bool> TryDeleteAsync(Session session, string accountId, string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await DropExpiredKeysAsync(session, accountId, name, now, cancellationToken);
        return await PrincipalTable.TryDeleteAsync(session, accountId, name, cancellationToken);
    }

    /// <summary>What has expired takes no place among its keys.</summary>
    public static async Task DropExpiredKeysAsync(Session session, string accountId, string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await AccessKeyTable.DeleteExpiredAsync(session, accountId, name, now, cancellationToken) is > 0 and var expired)
        {
            await PrincipalTable.ReleaseKeysAsync(session, accountId, name, expired, cancellationToken);
        }
    }
}
