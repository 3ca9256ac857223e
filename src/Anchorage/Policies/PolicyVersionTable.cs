using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>The versions of policies; which one counts stands with the policy.</summary>
internal static class PolicyVersionTable
{
    /// <summary>AWS's quota: versions of one policy.</summary>
    public const int MostPerPolicy = 5;

    public static Task InsertAsync(
        Session session, Caller caller, string policyName, long versionId, string document, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.Sql("""
            INSERT INTO policy_version (account_id, region, policy_name, version_id, policy_document, created_at_ms)
            VALUES (@account, @region, @name, @version, @document, @now)
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName).With("@version", versionId)
            .With("@document", document).With("@now", now.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);

    /// <summary>Adds the next version if there are fewer than five; its number, or null when the policy is not there or full.</summary>
    public static async Task<string?> TryAddAsync(
        Session session, Caller caller, string policyName, string document, bool asDefault, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = await session.Sql("""
            UPDATE policy SET last_version_id = last_version_id + 1, version_count = version_count + 1, modified_at_ms = @now,
                default_version_id = CASE WHEN @default = 1 THEN last_version_id + 1 ELSE default_version_id END
            WHERE account_id = @account AND region = @region AND policy_name = @name AND version_count < @most
            RETURNING last_version_id
            """)
            .With("@now", now.ToUnixTimeMilliseconds()).With("@default", asDefault ? 1L : 0L)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName).With("@most", (long)MostPerPolicy)
            .FirstAsync(row => PolicyVersionId.Text(row.GetInt64(0)), cancellationToken);
        if (id is not null)
        {
            await InsertAsync(session, caller, policyName, PolicyVersionId.Number(id), document, now, cancellationToken);
        }

        return id;
    }

    public static Task<IotPolicyVersion?> FindAsync(Session session, Caller caller, string policyName, long versionId, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT v.version_id, v.policy_document, p.default_version_id, v.created_at_ms, p.generation_id
            FROM policy_version v JOIN policy p ON p.account_id = v.account_id AND p.region = v.region AND p.policy_name = v.policy_name
            WHERE v.account_id = @account AND v.region = @region AND v.policy_name = @name AND v.version_id = @version
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName).With("@version", versionId)
            .FirstAsync(row => new IotPolicyVersion(row.GetInt64(0), row.GetString(1), row.GetInt64(2) == row.GetInt64(0), row.Time(3), row.GetString(4)), cancellationToken);

    /// <summary>All versions, newest first; at most five.</summary>
    public static Task<List<IotPolicyVersion>> ListAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT v.version_id, v.policy_document, p.default_version_id, v.created_at_ms, p.generation_id
            FROM policy_version v JOIN policy p ON p.account_id = v.account_id AND p.region = v.region AND p.policy_name = v.policy_name
            WHERE v.account_id = @account AND v.region = @region AND v.policy_name = @name ORDER BY v.version_id DESC
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .AllAsync(row => new IotPolicyVersion(row.GetInt64(0), row.GetString(1), row.GetInt64(2) == row.GetInt64(0), row.Time(3), row.GetString(4)), cancellationToken);

    /// <summary>Makes a version the one that counts; false when it is not there.</summary>
    public static async Task<bool> TrySetDefaultAsync(
        Session session, Caller caller, string policyName, long versionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.Sql("""
            UPDATE policy SET default_version_id = @version, modified_at_ms = @now
            WHERE account_id = @account AND region = @region AND policy_name = @name
                AND EXISTS (SELECT v.version_id FROM policy_version v
                    WHERE v.account_id = @account AND v.region = @region AND v.policy_name = @name AND v.version_id = @version)
            """)
            .With("@version", versionId).With("@now", now.ToUnixTimeMilliseconds())
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Deletes a version that does not count; false when it is not there or does. What was written then must be undone.</summary>
    public static async Task<bool> TryDeleteAsync(
        Session session, Caller caller, string policyName, long versionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.Sql("""
            UPDATE policy SET version_count = version_count - 1, modified_at_ms = @now
            WHERE account_id = @account AND region = @region AND policy_name = @name AND default_version_id <> @version
            """)
            .With("@now", now.ToUnixTimeMilliseconds())
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName).With("@version", versionId)
            .ExecuteAsync(cancellationToken) == 1
        && await session.Sql("""
            DELETE FROM policy_version WHERE account_id = @account AND region = @region AND policy_name = @name AND version_id = @version
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName).With("@version", versionId)
            .ExecuteAsync(cancellationToken) == 1;

    public static Task DeleteAllAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        session.Sql("DELETE FROM policy_version WHERE account_id = @account AND region = @region AND policy_name = @name")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .ExecuteAsync(cancellationToken);
}
