using System.Data.Common;
using Anchorage.Storage;

namespace Anchorage.Accounts;

/// <summary>Access keys. They are not regional, so their key is their own id.</summary>
internal static class AccessKeyTable
{
    private const string Columns = "access_key_id, account_id, sealed_secret, session_token_digest, expires_at_ms, enabled";

    public static Task<AccessKey?> FindAsync(Session session, string accessKeyId, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM access_key WHERE access_key_id = @id")
            .With("@id", accessKeyId)
            .FirstAsync(Read, cancellationToken);

    /// <summary>Some enabled key, of whichever account; null when there is none.</summary>
    public static Task<AccessKey?> FindAnyAsync(Session session, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM access_key WHERE enabled = 1 ORDER BY access_key_id LIMIT 1").FirstAsync(Read, cancellationToken);

    /// <summary>The id of the account's enabled root key, or null when it has none.</summary>
    public static Task<string?> FindRootAsync(Session session, string accountId, CancellationToken cancellationToken) =>
        session.Sql("SELECT access_key_id FROM access_key WHERE account_id = @account AND root = 1 AND enabled = 1")
            .With("@account", accountId)
            .FirstAsync(row => row.GetString(0), cancellationToken);

    /// <summary>Whether an account has an enabled key.</summary>
    public static async Task<bool> HasAccountAsync(Session session, string accountId, CancellationToken cancellationToken) =>
        await session.Sql("SELECT access_key_id FROM access_key WHERE account_id = @account AND enabled = 1 LIMIT 1")
            .With("@account", accountId)
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    /// <summary>Makes this the account's one enabled root key. False when the id belongs to another account or is not a root key.</summary>
    public static async Task<bool> TrySetRootAsync(Session session, AccessKey key, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.Sql("UPDATE access_key SET enabled = 0 WHERE account_id = @account AND root = 1 AND access_key_id <> @id")
            .With("@account", key.AccountId).With("@id", key.AccessKeyId).ExecuteAsync(cancellationToken);
        return await session.Sql("""
            INSERT INTO access_key (access_key_id, account_id, sealed_secret, session_token_digest, expires_at_ms, root, enabled, created_at_ms)
            VALUES (@id, @account, @secret, NULL, NULL, 1, 1, @now)
            ON CONFLICT (access_key_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, enabled = 1
            WHERE access_key.account_id = excluded.account_id AND access_key.root = 1
            """)
            .With("@id", key.AccessKeyId).With("@account", key.AccountId).With("@secret", key.SealedSecret).With("@now", now.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken) == 1;
    }

    private static AccessKey Read(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.Bytes(2),
        row.BytesOrNull(3),
        row.IntegerOrNull(4) is { } expires ? DateTimeOffset.FromUnixTimeMilliseconds(expires) : null,
        row.GetInt64(5) == 1);
}
