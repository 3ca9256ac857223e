using System.Data.Common;
using Anchorage.Storage;

namespace Anchorage.Onboarding;

/// <summary>Events that subscribers are still to have.</summary>
internal static class RegistrationEventTable
{
    /// <summary>How many are taken up at once.</summary>
    private const int Most = 100;

    /// <summary>Writes one, in the place of one of its kind for the same certificate that nobody has had yet.</summary>
    /// <param name="due">When it is to be taken up, unless whoever wrote it has delivered it by then.</param>
    public static Task PutAsync(Session session, RegistrationEvent one, DateTimeOffset due, CancellationToken cancellationToken) =>
        session.Sql("""
            INSERT INTO registration_event (account_id, region, certificate_id, is_first, ca_certificate_id, registered_at_ms, occurred_at_ms, due_at_ms)
            VALUES (@account, @region, @id, @first, @ca, @registered, @occurred, @due)
            ON CONFLICT (account_id, region, certificate_id, is_first) DO UPDATE SET
                ca_certificate_id = excluded.ca_certificate_id, registered_at_ms = excluded.registered_at_ms,
                occurred_at_ms = excluded.occurred_at_ms, due_at_ms = excluded.due_at_ms
            """)
            .With("@account", one.AccountId).With("@region", one.Region).With("@id", one.CertificateId).With("@first", FirstOf(one))
            .With("@ca", one.CACertificateId).With("@registered", (one.RegisteredAt ?? one.OccurredAt).ToUnixTimeMilliseconds())
            .With("@occurred", one.OccurredAt.ToUnixTimeMilliseconds()).With("@due", due.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);

    /// <summary>Deletes one that was delivered; a later one in its place stays.</summary>
    public static Task<int> DeleteAsync(Session session, RegistrationEvent one, CancellationToken cancellationToken) =>
        session.Sql("""
            DELETE FROM registration_event
            WHERE account_id = @account AND region = @region AND certificate_id = @id AND is_first = @first AND occurred_at_ms = @occurred
            """)
            .With("@account", one.AccountId).With("@region", one.Region).With("@id", one.CertificateId).With("@first", FirstOf(one))
            .With("@occurred", one.OccurredAt.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);

    /// <summary>Whether any is due.</summary>
    public static async Task<bool> IsAnyDueAsync(Session session, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.Sql("SELECT certificate_id FROM registration_event WHERE due_at_ms <= @now LIMIT 1")
            .With("@now", now.ToUnixTimeMilliseconds())
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    /// <summary>Takes up some that are due. Each is due again later, and later each time: half a minute, and as long again as it has waited.</summary>
    public static Task<List<RegistrationEvent>> TakeDueAsync(Session session, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.Sql("""
            UPDATE registration_event SET due_at_ms = @now + 30000 + (@now - occurred_at_ms)
            WHERE due_at_ms <= @now AND (account_id, region, certificate_id, is_first) IN (
                SELECT account_id, region, certificate_id, is_first FROM registration_event WHERE due_at_ms <= @now ORDER BY due_at_ms LIMIT @most)
            RETURNING account_id, region, certificate_id, ca_certificate_id, occurred_at_ms, is_first, registered_at_ms
            """)
            .With("@now", now.ToUnixTimeMilliseconds()).With("@most", (long)Most)
            .AllAsync(Read, cancellationToken);

    private static long FirstOf(RegistrationEvent one) => one.RegisteredAt is null ? 1 : 0;

    private static RegistrationEvent Read(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Time(4), row.GetInt64(5) == 1 ? null : row.Time(6));
}
