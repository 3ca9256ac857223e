using System.Security.Cryptography;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.RegistrationCodes;

/// <summary>The registration code of each account and region: 32 random bytes as 64 lower-case hexadecimal digits.</summary>
internal static class RegistrationCode
{
    public static Task<string?> FindAsync(Session session, Caller caller, CancellationToken cancellationToken) =>
        session.Sql("SELECT registration_code FROM registration_code WHERE account_id = @account AND region = @region")
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .FirstAsync(row => row.GetString(0), cancellationToken);

    /// <summary>The code that is there, or the one just made: two callers at once get the same.</summary>
    public static async Task<string> FindOrMakeAsync(Session session, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.Sql("""
            INSERT INTO registration_code (account_id, region, registration_code, created_at_ms) VALUES (@account, @region, @code, @now)
            ON CONFLICT (account_id, region) DO NOTHING
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .With("@code", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))).With("@now", now.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);
        return (await FindAsync(session, caller, cancellationToken))!;
    }

    /// <summary>Discards the code; false when there was none.</summary>
    public static async Task<bool> TryDeleteAsync(Session session, Caller caller, CancellationToken cancellationToken) =>
        await session.Sql("DELETE FROM registration_code WHERE account_id = @account AND region = @region")
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .ExecuteAsync(cancellationToken) == 1;
}
