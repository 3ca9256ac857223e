using System.Data.Common;
using Anchorage.Storage;

namespace Anchorage.Accounts;

/// <summary>Accounts. They are not regional.</summary>
internal static class AccountTable
{
    private const string Columns = "account_id, account_name, status, created_at_ms";

    public static Task<Account?> FindAsync(Session session, string accountId, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM account WHERE account_id = @account").With("@account", accountId).FirstAsync(Read, cancellationToken);

    /// <summary>At most so many accounts after a place, by id.</summary>
    public static Task<List<Account>> PageAsync(Session session, string after, int limit, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM account WHERE account_id > @after ORDER BY account_id LIMIT @limit")
            .With("@after", after).With("@limit", limit)
            .AllAsync(Read, cancellationToken);

    /// <summary>False when there is one of this id, and nothing was written.</summary>
    public static async Task<bool> TryInsertAsync(Session session, Account account, CancellationToken cancellationToken) =>
        await session.Sql("""
            INSERT INTO account (account_id, account_name, status, created_at_ms) VALUES (@account, @name, @status, @created)
            ON CONFLICT (account_id) DO NOTHING
            """)
            .With("@account", account.AccountId).With("@name", account.Name).With("@status", account.Status)
            .With("@created", account.CreatedAt.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Whether it is there; if so, nobody deletes it until this unit of work ends.</summary>
    public static async Task<bool> HoldAsync(Session session, string accountId, CancellationToken cancellationToken) =>
        await session.Sql("UPDATE account SET status = status WHERE account_id = @account")
            .With("@account", accountId)
            .ExecuteAsync(cancellationToken) == 1;

    public static async Task<bool> SetStatusAsync(Session session, string accountId, string status, CancellationToken cancellationToken) =>
        await session.Sql("UPDATE account SET status = @status WHERE account_id = @account")
            .With("@status", status).With("@account", accountId)
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Deletes an account with its keys, principals and their policies. What it has registered stays.</summary>
    public static async Task<bool> DeleteAsync(Session session, string accountId, CancellationToken cancellationToken)
    {
        if (await session.Sql("DELETE FROM account WHERE account_id = @account").With("@account", accountId).ExecuteAsync(cancellationToken) != 1)
        {
            return false;
        }

        await session.Sql("DELETE FROM access_key WHERE account_id = @account").With("@account", accountId).ExecuteAsync(cancellationToken);
        await session.Sql("DELETE FROM identity_policy WHERE account_id = @account").With("@account", accountId).ExecuteAsync(cancellationToken);
        await session.Sql("DELETE FROM principal WHERE account_id = @account").With("@account", accountId).ExecuteAsync(cancellationToken);
        return true;
    }

    private static Account Read(DbDataReader row) => new(row.GetString(0), row.TextOrNull(1), row.GetString(2), row.Time(3));
}
