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
}
