using Anchorage.Auditing;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>Makes a key for a principal, and the principal when there is none of its name. The secret is told this once.</summary>
internal static class CreateAccessKey
{
    /// <summary>Keys of one principal, disabled ones among them.</summary>
    public const int MostKeys = 5;

    /// <summary>Seconds that a temporary key may live: a minute to 36 hours, the longest of AWS STS (GetSessionToken).</summary>
    private const int ShortestLife = 60;
    private const int LongestLife = 129_600;

    public static readonly Operation Operation = Operation.Of(
        "CreateAccessKey", "POST", "/-/accounts/{accountId}/keys", changes: true, [WireErrorKind.ResourceNotFound, WireErrorKind.LimitExceeded],
        static () => AccountShapes.Wire.CreateAccessKeyResponse,
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<CreateAccessKeyResponse>> RunAsync(Call call, Installation on)
    {
        var account = AdministeredAccount.Read(call, on.Options);
        if (!account.IsSuccess)
        {
            return account.Error;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.ReadOptional(call.Body, "wanted a JSON object with principalName, administrator and expiresInSeconds, or none", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var administrator = body.Flag("administrator") ?? false;
        var name = PrincipalName.Read(body.Text("principalName", 0, int.MaxValue) ?? (administrator ? "administrator" : "default"), faults);
        var life = body.Integer("expiresInSeconds");
        if (life is < ShortestLife or > LongestLife)
        {
            faults.Add($"expiresInSeconds is {life}; wanted {ShortestLife} to {LongestLife}, or none for a key that lasts.");
        }

        if (faults.Any)
        {
            return faults.AsError();
        }

        var now = on.Clock.GetUtcNow();
        var made = MadeAccessKey.For(account.Value, name, life is { } seconds ? TimeSpan.FromSeconds(seconds) : null, on.MasterKey, now);
        call.Audit.Concern(AuditedResources.User(account.Value, name));
        call.Audit.Concern(AuditedResources.AccessKey(account.Value, made.Stored.AccessKeyId));
        return await on.Database.WriteAsync(
            async session => await StoreAsync(session, made, administrator, now, on, call.Cancelled) is { } refused
                ? Write.Undo<Result<CreateAccessKeyResponse>>(refused)
                : Write.Keep<Result<CreateAccessKeyResponse>>(made.Told),
            call.Cancelled);
    }

    private static async Task<WireError?> StoreAsync(
        Session session, MadeAccessKey made, bool administrator, DateTimeOffset now, Installation on, CancellationToken cancellationToken)
    {
        var (account, name) = (made.Told.AccountId, made.Told.PrincipalName);
        if (!await AdministeredAccount.HoldAsync(session, account, on, cancellationToken))
        {
            return AdministeredAccount.NotFound(account);
        }

        await PrincipalTable.InsertAsync(session, account, name, administrator, now, cancellationToken);
        if (administrator && await PrincipalTable.FindAsync(session, account, name, cancellationToken) is not { IsAdministrator: true })
        {
            return WireError.InvalidRequest($"The principal {name} of account {account} is no administrator, and does not become one. Make the key for another principal.");
        }

        await AccountPrincipal.DropExpiredKeysAsync(session, account, name, now, cancellationToken);
        if (!await PrincipalTable.TryCountKeyAsync(session, account, name, MostKeys, cancellationToken))
        {
            return WireError.LimitExceeded(
                $"Cannot exceed quota for AccessKeysPerUser: {MostKeys}. Delete a key of the principal {name} first, or rotate one; anchorage key list shows them.");
        }

        await AccessKeyTable.InsertAsync(session, made.Stored, cancellationToken);
        return null;
    }
}
