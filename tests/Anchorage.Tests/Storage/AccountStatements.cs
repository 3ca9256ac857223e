using Anchorage.Accounts;
using Anchorage.Permissions;
using Anchorage.Storage;

namespace Anchorage.Tests.Storage;

/// <summary>Every statement of accounts, keys, principals and their policies, to have their plans looked at.</summary>
internal static class AccountStatements
{
    /// <summary>How many of them are pages: accounts, and the keys and the principals of one.</summary>
    public const int Pages = 3;

    public static async Task RunAsync(Session session, string account, CancellationToken cancelled)
    {
        Assert.True(await AccountTable.TryInsertAsync(session, new Account(account, null, Account.Active, Rows.Noon), cancelled));
        Assert.True(await AccountTable.HoldAsync(session, account, cancelled));
        Assert.True(await AccountTable.SetStatusAsync(session, account, Account.Active, cancelled));
        Assert.NotNull(await AccountTable.FindAsync(session, account, cancelled));
        await AccountTable.PageAsync(session, "1", 26, cancelled);

        await PrincipalTable.InsertAsync(session, account, "ci", false, Rows.Noon, cancelled);
        Assert.True(await PrincipalTable.TryCountKeyAsync(session, account, "ci", 1, cancelled));
        Assert.False(await PrincipalTable.TryCountKeyAsync(session, account, "ci", 1, cancelled));
        var key = new AccessKey("KEY", account, "ci", [1], null, null, Enabled: true, Rows.Noon);
        await AccessKeyTable.InsertAsync(session, key, cancelled);
        Assert.Equal("ci", (await AccessKeyTable.FindLiveAsync(session, "KEY", cancelled))!.Principal.Name);
        Assert.NotNull(await AccessKeyTable.FindAsync(session, account, "KEY", cancelled));
        await AccessKeyTable.PageAsync(session, account, "x", 26, cancelled);
        await AccessKeyTable.EnableAsync(session, "KEY", false, cancelled);
        Assert.Null(await AccessKeyTable.FindLiveAsync(session, "KEY", cancelled));
        Assert.Equal(0, await AccessKeyTable.DeleteExpiredAsync(session, account, "ci", Rows.Noon, cancelled));
        Assert.True(await AccessKeyTable.DeleteAsync(session, account, "KEY", cancelled));
        await PrincipalTable.ReleaseKeysAsync(session, account, "ci", 1, cancelled);

        Assert.True(await PrincipalTable.ChangePoliciesAsync(session, account, "ci", cancelled));
        await IdentityPolicyTable.PutAsync(session, account, "ci", new IdentityPolicy("p", "{}", Rows.Noon), cancelled);
        Assert.Single(await IdentityPolicyTable.ListAsync(session, account, "ci", cancelled));
        Assert.True(await IdentityPolicyTable.DeleteAsync(session, account, "ci", "p", cancelled));
        Assert.NotNull(await PrincipalTable.FindAsync(session, account, "ci", cancelled));
        await PrincipalTable.PageAsync(session, account, "a", 26, cancelled);
        Assert.True(await AccountPrincipal.HoldAsync(session, account, "ci", cancelled));
        Assert.True(await AccountPrincipal.TryDeleteAsync(session, account, "ci", Rows.Noon, cancelled));
        Assert.True(await AccountTable.DeleteAsync(session, account, cancelled));
    }
}
