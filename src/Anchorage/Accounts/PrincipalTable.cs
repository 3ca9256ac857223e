using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>Principals, and how many keys each has.</summary>
internal static class PrincipalTable
{
    /// <summary>Makes a principal unless there is one of its name.</summary>
    public static Task InsertAsync(Session session, string accountId, string name, bool administrator, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.Sql("""
            INSERT INTO principal (account_id, principal_name, administrator, key_count, policies_version, created_at_ms)
            VALUES (@account, @name, @administrator, 0, @version, @created)
            ON CONFLICT (account_id, principal_name) DO NOTHING
            """)
            .With("@account", accountId).With("@name", name).With("@administrator", administrator ? 1L : 0L)
            .With("@version", Uuid.Next()).With("@created", now.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);

    public static Task<CallerPrincipal?> FindAsync(Session session, string accountId, string name, CancellationToken cancellationToken) =>
        session.Sql("SELECT principal_name, administrator, policies_version FROM principal WHERE account_id = @account AND principal_name = @name")
            .With("@account", accountId).With("@name", name)
            .FirstAsync(row => new CallerPrincipal(row.GetString(0), row.GetInt64(1) == 1, row.GetString(2)), cancellationToken);

    /// <summary>At most so many principals of an account after a place, by name.</summary>
    public static Task<List<PrincipalDescription>> PageAsync(Session session, string accountId, string after, int limit, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT principal_name, administrator, key_count, created_at_ms FROM principal
            WHERE account_id = @account AND principal_name > @after ORDER BY principal_name LIMIT @limit
            """)
            .With("@account", accountId).With("@after", after).With("@limit", limit)
            .AllAsync(row => new PrincipalDescription(row.GetString(0), row.GetInt64(1) == 1, row.GetInt64(2), Timestamp.Of(row.Time(3))), cancellationToken);

    /// <summary>Deletes a principal that has no key; false when it has one, or was gone.</summary>
    public static async Task<bool> TryDeleteAsync(Session session, string accountId, string name, CancellationToken cancellationToken) =>
        await session.Sql("DELETE FROM principal WHERE account_id = @account AND principal_name = @name AND key_count = 0")
            .With("@account", accountId).With("@name", name)
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Counts one more key; false when the principal has as many as it may, and nothing was written.</summary>
    public static async Task<bool> TryCountKeyAsync(Session session, string accountId, string name, int most, CancellationToken cancellationToken) =>
        await session.Sql("UPDATE principal SET key_count = key_count + 1 WHERE account_id = @account AND principal_name = @name AND key_count < @most")
            .With("@account", accountId).With("@name", name).With("@most", most)
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Counts so many keys less.</summary>
    public static Task ReleaseKeysAsync(Session session, string accountId, string name, int count, CancellationToken cancellationToken) =>
        session.Sql("UPDATE principal SET key_count = key_count - @count WHERE account_id = @account AND principal_name = @name")
            .With("@count", count).With("@account", accountId).With("@name", name)
            .ExecuteAsync(cancellationToken);

    /// <summary>Says that its policies are about to be others; false when there is no such principal. Nobody else changes them until this unit of work ends.</summary>
    public static async Task<bool> ChangePoliciesAsync(Session session, string accountId, string name, CancellationToken cancellationToken) =>
        await session.Sql("UPDATE principal SET policies_version = @version WHERE account_id = @account AND principal_name = @name")
            .With("@version", Uuid.Next()).With("@account", accountId).With("@name", name)
            .ExecuteAsync(cancellationToken) == 1;
}
