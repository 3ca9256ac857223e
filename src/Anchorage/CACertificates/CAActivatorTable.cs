using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>The activators of CAs.</summary>
internal static class CAActivatorTable
{
    /// <summary>Sets it, in place of the one that is there; false when there is no such policy. The CA is the caller's to hold.</summary>
    public static async Task<bool> TrySetAsync(Session session, Caller caller, CAActivator activator, CancellationToken cancellationToken) =>
        await session.Sql("""
            INSERT INTO ca_activator (account_id, region, ca_certificate_id, policy_name, modified_at_ms)
            SELECT p.account_id, p.region, @ca, p.policy_name, @now FROM policy p
            WHERE p.account_id = @account AND p.region = @region AND p.policy_name = @name
            ON CONFLICT (account_id, region, ca_certificate_id) DO UPDATE SET
                policy_name = excluded.policy_name, modified_at_ms = excluded.modified_at_ms
            """)
            .With("@ca", activator.CACertificateId).With("@now", activator.ModifiedAt.ToUnixTimeMilliseconds())
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", activator.PolicyName)
            .ExecuteAsync(cancellationToken) == 1;

    public static Task<CAActivator?> FindAsync(Session session, Caller caller, string caCertificateId, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT ca_certificate_id, policy_name, modified_at_ms FROM ca_activator
            WHERE account_id = @account AND region = @region AND ca_certificate_id = @ca
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@ca", caCertificateId)
            .FirstAsync(row => new CAActivator(row.GetString(0), row.GetString(1), row.Time(2)), cancellationToken);

    /// <summary>A CA whose activator names a policy; null when none does.</summary>
    public static Task<string?> FindByPolicyAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        session.Sql("SELECT ca_certificate_id FROM ca_activator WHERE account_id = @account AND region = @region AND policy_name = @name LIMIT 1")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", policyName)
            .FirstAsync(row => row.GetString(0), cancellationToken);

    /// <summary>Removes it; false when there was none.</summary>
    public static async Task<bool> TryDeleteAsync(Session session, Caller caller, string caCertificateId, CancellationToken cancellationToken) =>
        await session.Sql("DELETE FROM ca_activator WHERE account_id = @account AND region = @region AND ca_certificate_id = @ca")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@ca", caCertificateId)
            .ExecuteAsync(cancellationToken) == 1;
}
