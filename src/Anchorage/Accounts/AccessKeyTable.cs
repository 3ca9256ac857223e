using System.Data.Common;
using Anchorage.Storage;

namespace Anchorage.Accounts;

/// <summary>Access keys. They are not regional, so their key is their own id.</summary>
internal static class AccessKeyTable
{
    private const string Columns = "k.access_key_id, k.account_id, k.principal_name, k.sealed_secret, k.session_token_digest, k.expires_at_ms, k.enabled, k.created_at_ms";

    /// <summary>An enabled key of an account that is not disabled, with who signs with it; null for any other.</summary>
    public static Task<LiveKey?> FindLiveAsync(Session session, string accessKeyId, CancellationToken cancellationToken) =>
        session.Sql($"""
            SELECT {Columns}, k.root, p.administrator, p.policies_version FROM access_key k
            JOIN account a ON a.account_id = k.account_id
            LEFT JOIN principal p ON p.account_id = k.account_id AND p.principal_name = k.principal_name
            WHERE k.access_key_id = @id AND k.enabled = 1 AND a.status = 'ACTIVE' AND (k.root = 1 OR p.administrator IS NOT NULL)
            """)
            .With("@id", accessKeyId)
            .FirstAsync(row => new LiveKey(Read(row), PrincipalOf(row)), cancellationToken);

    /// <summary>The account's key of this id, whatever its state.</summary>
    public static Task<AccessKey?> FindAsync(Session session, string accountId, string accessKeyId, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM access_key k WHERE k.access_key_id = @id AND k.account_id = @account")
            .With("@id", accessKeyId).With("@account", accountId)
            .FirstAsync(Read, cancellationToken);

    /// <summary>Some enabled key, of whichever account; null when there is none.</summary>
    public static Task<AccessKey?> FindAnyAsync(Session session, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM access_key k WHERE k.enabled = 1 ORDER BY k.access_key_id LIMIT 1").FirstAsync(Read, cancellationToken);

    /// <summary>The id of the account's enabled root key, or null when it has none.</summary>
    public static Task<string?> FindRootAsync(Session session, string accountId, CancellationToken cancellationToken) =>
        session.Sql("SELECT access_key_id FROM access_key WHERE account_id = @account AND root = 1 AND enabled = 1")
            .With("@account", accountId)
            .FirstAsync(row => row.GetString(0), cancellationToken);

    /// <summary>At most so many keys of an account after a place, by id.</summary>
    public static Task<List<AccessKey>> PageAsync(Session session, string accountId, string after, int limit, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM access_key k WHERE k.account_id = @account AND k.access_key_id > @after ORDER BY k.access_key_id LIMIT @limit")
            .With("@account", accountId).With("@after", after).With("@limit", limit)
            .AllAsync(Read, cancellationToken);

    /// <summary>Makes this the account's one enabled root key. False when the id belongs to another account or is not a root key.</summary>
    public static async Task<bool> TrySetRootAsync(Session session, AccessKey key, CancellationToken cancellationToken)
    {
        await AccountTable.TryInsertAsync(session, new Account(key.AccountId, null, Account.Active, key.CreatedAt), cancellationToken);
        await session.Sql("UPDATE access_key SET enabled = 0 WHERE account_id = @account AND root = 1 AND access_key_id <> @id")
            .With("@account", key.AccountId).With("@id", key.AccessKeyId).ExecuteAsync(cancellationToken);
        return await session.Sql("""
            INSERT INTO access_key (access_key_id, account_id, principal_name, sealed_secret, session_token_digest, expires_at_ms, root, enabled, created_at_ms)
            VALUES (@id, @account, NULL, @secret, NULL, NULL, 1, 1, @created)
            ON CONFLICT (access_key_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, enabled = 1
            WHERE access_key.account_id = excluded.account_id AND access_key.root = 1
            """)
            .With("@id", key.AccessKeyId).With("@account", key.AccountId).With("@secret", key.SealedSecret)
            .With("@created", key.CreatedAt.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken) == 1;
    }

    /// <summary>Adds a key of a principal. That there are not too many is the caller's to see to in the same transaction.</summary>
    public static Task InsertAsync(Session session, AccessKey key, CancellationToken cancellationToken) =>
        session.Sql("""
            INSERT INTO access_key (access_key_id, account_id, principal_name, sealed_secret, session_token_digest, expires_at_ms, root, enabled, created_at_ms)
            VALUES (@id, @account, @principal, @secret, @token, @expires, 0, 1, @created)
            """)
            .With("@id", key.AccessKeyId).With("@account", key.AccountId).With("@principal", key.PrincipalName).With("@secret", key.SealedSecret)
            .With("@token", key.SessionTokenDigest).With("@expires", key.ExpiresAt?.ToUnixTimeMilliseconds())
            .With("@created", key.CreatedAt.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);

    public static Task EnableAsync(Session session, string accessKeyId, bool enabled, CancellationToken cancellationToken) =>
        session.Sql("UPDATE access_key SET enabled = @enabled WHERE access_key_id = @id AND root = 0")
            .With("@enabled", enabled ? 1L : 0L).With("@id", accessKeyId)
            .ExecuteAsync(cancellationToken);

    /// <summary>Deletes a principal's key; false when it was gone.</summary>
    public static async Task<bool> DeleteAsync(Session session, string accountId, string accessKeyId, CancellationToken cancellationToken) =>
        await session.Sql("DELETE FROM access_key WHERE access_key_id = @id AND account_id = @account AND root = 0")
            .With("@id", accessKeyId).With("@account", accountId)
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Deletes the keys of a principal that have expired, and tells how many.</summary>
    public static Task<int> DeleteExpiredAsync(Session session, string accountId, string principal, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.Sql("DELETE FROM access_key WHERE account_id = @account AND principal_name = @principal AND expires_at_ms <= @now")
            .With("@account", accountId).With("@principal", principal).With("@now", now.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);

    private static AccessKey Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.TextOrNull(2), row.Bytes(3), row.BytesOrNull(4), row.TimeOrNull(5), row.GetInt64(6) == 1, row.Time(7));

    private static CallerPrincipal PrincipalOf(DbDataReader row) =>
        row.GetInt64(8) == 1 ? CallerPrincipal.Root
        : row.GetInt64(9) == 1 ? new CallerPrincipal(row.GetString(2), IsAdministrator: true, string.Empty)
        : new CallerPrincipal(row.GetString(2), IsAdministrator: false, row.GetString(10));
}
