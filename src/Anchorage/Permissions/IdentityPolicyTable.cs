using Anchorage.Storage;

namespace Anchorage.Permissions;

/// <summary>A policy of a principal, as its author wrote it.</summary>
internal sealed record IdentityPolicy(string PolicyName, string Document, DateTimeOffset ModifiedAt);

/// <summary>The policies of principals; each has at most <see cref="Most"/>.</summary>
internal static class IdentityPolicyTable
{
    /// <summary>Each document has at most 6,144 characters, so that this bounds what one decision looks at.</summary>
    public const int Most = 10;

    private const string Columns = "policy_name, document, modified_at_ms";

    /// <summary>All policies of a principal, by name.</summary>
    public static Task<List<IdentityPolicy>> ListAsync(Session session, string accountId, string principal, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM identity_policy WHERE account_id = @account AND principal_name = @principal ORDER BY policy_name")
            .With("@account", accountId).With("@principal", principal)
            .AllAsync(row => new IdentityPolicy(row.GetString(0), row.GetString(1), row.Time(2)), cancellationToken);

    public static Task PutAsync(Session session, string accountId, string principal, IdentityPolicy policy, CancellationToken cancellationToken) =>
        session.Sql("""
            INSERT INTO identity_policy (account_id, principal_name, policy_name, document, modified_at_ms)
            VALUES (@account, @principal, @name, @document, @modified)
            ON CONFLICT (account_id, principal_name, policy_name) DO UPDATE SET document = excluded.document, modified_at_ms = excluded.modified_at_ms
            """)
            .With("@account", accountId).With("@principal", principal).With("@name", policy.PolicyName)
            .With("@document", policy.Document).With("@modified", policy.ModifiedAt.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);

    /// <summary>False when there was none of this name.</summary>
    public static async Task<bool> DeleteAsync(Session session, string accountId, string principal, string policyName, CancellationToken cancellationToken) =>
        await session.Sql("DELETE FROM identity_policy WHERE account_id = @account AND principal_name = @principal AND policy_name = @name")
            .With("@account", accountId).With("@principal", principal).With("@name", policyName)
            .ExecuteAsync(cancellationToken) == 1;
}
