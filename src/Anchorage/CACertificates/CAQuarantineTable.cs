using System.Data.Common;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>The CAs that are quarantined.</summary>
internal static class CAQuarantineTable
{
    /// <summary>Writes that a CA is quarantined, with its status of now as the one it gets back; a CA that is so already stays as it is.</summary>
    public static Task<int> InsertAsync(Session session, Caller caller, string caCertificateId, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.Sql("""
            INSERT INTO ca_quarantine (account_id, region, ca_certificate_id, status_after, quarantined_at_ms)
            SELECT c.account_id, c.region, c.certificate_id, c.status, @now FROM ca_certificate c
            WHERE c.account_id = @account AND c.region = @region AND c.certificate_id = @ca
            ON CONFLICT (account_id, region, ca_certificate_id) DO NOTHING
            """)
            .With("@now", now.ToUnixTimeMilliseconds()).With("@account", caller.AccountId).With("@region", caller.Region).With("@ca", caCertificateId)
            .ExecuteAsync(cancellationToken);

    public static Task<CAQuarantine?> FindAsync(Session session, Caller caller, string caCertificateId, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT ca_certificate_id, status_after, quarantined_at_ms FROM ca_quarantine
            WHERE account_id = @account AND region = @region AND ca_certificate_id = @ca
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@ca", caCertificateId)
            .FirstAsync(Read, cancellationToken);

    /// <summary>Which of some CAs are quarantined.</summary>
    /// <param name="caCertificateIds">At most <see cref="FixedList.Length"/>.</param>
    public static Task<List<string>> AmongAsync(Session session, Caller caller, IReadOnlyList<string> caCertificateIds, CancellationToken cancellationToken) =>
        session.Sql($"""
            SELECT ca_certificate_id FROM ca_quarantine
            WHERE account_id = @account AND region = @region AND ca_certificate_id IN ({FixedList.Names})
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).WithList(caCertificateIds)
            .AllAsync(row => row.GetString(0), cancellationToken);

    /// <summary>Has a CA that is released be INACTIVE then.</summary>
    public static Task<int> StayInactiveAsync(Session session, Caller caller, string caCertificateId, CancellationToken cancellationToken) =>
        session.Sql("UPDATE ca_quarantine SET status_after = 'INACTIVE' WHERE account_id = @account AND region = @region AND ca_certificate_id = @ca")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@ca", caCertificateId)
            .ExecuteAsync(cancellationToken);

    /// <summary>Ends it, and tells what it was; null when the CA was not quarantined.</summary>
    public static Task<CAQuarantine?> DeleteAsync(Session session, Caller caller, string caCertificateId, CancellationToken cancellationToken) =>
        session.Sql("""
            DELETE FROM ca_quarantine WHERE account_id = @account AND region = @region AND ca_certificate_id = @ca
            RETURNING ca_certificate_id, status_after, quarantined_at_ms
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@ca", caCertificateId)
            .FirstAsync(Read, cancellationToken);

    private static CAQuarantine Read(DbDataReader row) => new(row.GetString(0), row.GetString(1), row.Time(2));
}
