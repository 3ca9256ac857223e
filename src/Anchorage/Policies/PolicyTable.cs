using System.Data.Common;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Policies.</summary>
internal static class PolicyTable
{
    /// <summary>Writes a policy with its first version; false when there is one of its name.</summary>
    public static async Task<bool> TryInsertAsync(Session session, Caller caller, IotPolicy policy, CancellationToken cancellationToken)
    {
        if (await session.Sql("""
            INSERT INTO policy (account_id, region, policy_name, generation_id, default_version_id, last_version_id, version_count, created_at_ms, modified_at_ms)
            VALUES (@account, @region, @name, @generation, @version, @version, 1, @now, @now)
            ON CONFLICT (account_id, region, policy_name) DO NOTHING
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policy.PolicyName)
            .With("@generation", policy.GenerationId).With("@version", policy.DefaultVersionId).With("@now", policy.CreatedAt.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        await PolicyVersionTable.InsertAsync(session, caller, policy.PolicyName, policy.DefaultVersionId, policy.Document, policy.CreatedAt, cancellationToken);
        return true;
    }

    /// <summary>The versions that count of some policies, in no order.</summary>
    /// <param name="policyNames">At most <see cref="FixedList.Length"/>.</param>
    public static Task<List<PolicyVersionKey>> KeysAsync(
        Session session, Caller caller, IReadOnlyList<string> policyNames, CancellationToken cancellationToken) =>
        session.Sql($"""
            SELECT policy_name, generation_id, default_version_id FROM policy
            WHERE account_id = @account AND region = @region AND policy_name IN ({FixedList.Names})
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).WithList(policyNames)
            .AllAsync(row => new PolicyVersionKey(caller.AccountId, caller.Region, row.GetString(0), row.GetString(1), row.GetInt64(2)), cancellationToken);

    public static async Task<bool> ExistsAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        await session.Sql("SELECT policy_name FROM policy WHERE account_id = @account AND region = @region AND policy_name = @name")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    /// <summary>Whether it is there; if so, nobody else changes or deletes it until this unit of work ends.</summary>
    public static async Task<bool> HoldAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        await session.Sql("UPDATE policy SET version_count = version_count WHERE account_id = @account AND region = @region AND policy_name = @name")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .ExecuteAsync(cancellationToken) == 1;

    public static Task<IotPolicy?> FindAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT p.policy_name, p.generation_id, p.default_version_id, v.policy_document, p.created_at_ms, p.modified_at_ms
            FROM policy p JOIN policy_version v
                ON v.account_id = p.account_id AND v.region = p.region AND v.policy_name = p.policy_name AND v.version_id = p.default_version_id
            WHERE p.account_id = @account AND p.region = @region AND p.policy_name = @name
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .FirstAsync(Read, cancellationToken);

    /// <summary>Deletes a policy that has one version and is attached to nothing and named by no activator; false when it is not there or not so.</summary>
    public static async Task<bool> TryDeleteAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken)
    {
        if (await session.Sql("""
            DELETE FROM policy
            WHERE account_id = @account AND region = @region AND policy_name = @name AND version_count = 1
                AND NOT EXISTS (SELECT a.target FROM policy_attachment a
                    WHERE a.account_id = @account AND a.region = @region AND a.policy_name = @name)
                AND NOT EXISTS (SELECT c.ca_certificate_id FROM ca_activator c
                    WHERE c.account_id = @account AND c.region = @region AND c.policy_name = @name)
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        await PolicyVersionTable.DeleteAllAsync(session, caller, policyName, cancellationToken);
        return true;
    }

    /// <summary>At most <paramref name="count"/> names after a place, by creation.</summary>
    public static Task<List<PolicyLine>> PageAsync(
        Session session, Caller caller, PagePlace? after, bool ascending, int count, CancellationToken cancellationToken)
    {
        var from = after ?? PagePlace.Before(ascending);
        return session.Sql(ascending ? Sql(">", "ASC") : Sql("<", "DESC"))
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .With("@at", from.UnixMilliseconds).With("@id", from.Id).With("@count", (long)count)
            .AllAsync(row => new PolicyLine(row.GetString(0), row.Time(1)), cancellationToken);

        static string Sql(string beyond, string order) => $"""
            SELECT policy_name, created_at_ms FROM policy
            WHERE account_id = @account AND region = @region AND (created_at_ms, policy_name) {beyond} (@at, @id)
            ORDER BY created_at_ms {order}, policy_name {order} LIMIT @count
            """;
    }

    private static IotPolicy Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.Time(4), row.Time(5));
}

/// <summary>One line of a list of policies: its name, and the time the list is ordered by.</summary>
internal sealed record PolicyLine(string PolicyName, DateTimeOffset At);
