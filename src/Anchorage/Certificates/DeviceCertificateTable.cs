using System.Data.Common;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>Device certificates, with the small tables that say who holds one in DEFAULT mode and what was revoked and deleted.</summary>
internal static class DeviceCertificateTable
{
    private const string Columns = """
        certificate_id, der, subject, status, certificate_mode, ca_certificate_id, owned_by, previous_owned_by,
        transferred_to, transfer_message, transferred_at_ms, accepted_at_ms, rejected_at_ms, reject_reason,
        not_before_ms, not_after_ms, customer_version, generation_id, created_at_ms, modified_at_ms
        """;

    /// <summary>Writes it if the account does not have it and no other account holds it: judged in this order.</summary>
    /// <returns>Anything but <see cref="CertificateRegistration.Done"/> must be undone by the caller's transaction.</returns>
    public static async Task<CertificateRegistration> InsertAsync(
        Session session, Caller caller, DeviceCertificate certificate, CancellationToken cancellationToken)
    {
        if (!await TryWriteAsync(session, caller, certificate, cancellationToken))
        {
            return CertificateRegistration.AlreadyRegistered;
        }

        return certificate.CertificateMode != DeviceCertificate.DefaultMode || await TryHoldDefaultAsync(session, caller, certificate.CertificateId, cancellationToken)
            ? CertificateRegistration.Done
            : CertificateRegistration.HeldByAnotherAccount;
    }

    /// <summary>Writes the row alone; false when the account has it already.</summary>
    public static async Task<bool> TryWriteAsync(Session session, Caller caller, DeviceCertificate certificate, CancellationToken cancellationToken) =>
        await session.Sql($"""
            INSERT INTO device_certificate (account_id, region, {Columns})
            VALUES (@account, @region, @id, @der, @subject, @status, @mode, @ca, @owner, @previous, @to, @message, @transferred, @accepted, @rejected, @reason,
                @before, @after, @version, @generation, @created, @modified)
            ON CONFLICT (account_id, region, certificate_id) DO NOTHING
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .With("@id", certificate.CertificateId).With("@der", certificate.Der).With("@subject", certificate.Subject)
            .With("@status", certificate.Status).With("@mode", certificate.CertificateMode).With("@ca", certificate.CACertificateId)
            .With("@owner", certificate.OwnedBy).With("@previous", certificate.PreviousOwnedBy)
            .With("@to", certificate.Transfer.TransferredTo).With("@message", certificate.Transfer.Message)
            .With("@transferred", certificate.Transfer.TransferredAt?.ToUnixTimeMilliseconds())
            .With("@accepted", certificate.Transfer.AcceptedAt?.ToUnixTimeMilliseconds())
            .With("@rejected", certificate.Transfer.RejectedAt?.ToUnixTimeMilliseconds()).With("@reason", certificate.Transfer.RejectReason)
            .With("@before", certificate.NotBefore.ToUnixTimeMilliseconds()).With("@after", certificate.NotAfter.ToUnixTimeMilliseconds())
            .With("@version", certificate.CustomerVersion).With("@generation", certificate.GenerationId)
            .With("@created", certificate.CreatedAt.ToUnixTimeMilliseconds()).With("@modified", certificate.ModifiedAt.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken) == 1;

    public static Task<DeviceCertificate?> FindAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        session.Sql($"SELECT {Columns} FROM device_certificate WHERE account_id = @account AND region = @region AND certificate_id = @id")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .FirstAsync(Read, cancellationToken);

    /// <summary>The account that holds a certificate in DEFAULT mode; null when none does.</summary>
    public static Task<string?> FindHolderAsync(Session session, string region, string certificateId, CancellationToken cancellationToken) =>
        session.Sql("SELECT account_id FROM device_default_holder WHERE region = @region AND certificate_id = @id")
            .With("@region", region).With("@id", certificateId)
            .FirstAsync(row => row.GetString(0), cancellationToken);

    public static Task<string?> FindStatusAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        session.Sql("SELECT status FROM device_certificate WHERE account_id = @account AND region = @region AND certificate_id = @id")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .FirstAsync(row => row.GetString(0), cancellationToken);

    /// <summary>Which of some certificates are ACTIVE, each with its CA.</summary>
    /// <param name="certificateIds">At most <see cref="FixedList.Length"/>.</param>
    public static Task<List<(string CertificateId, string? CACertificateId)>> FindActiveAsync(
        Session session, Caller caller, IReadOnlyList<string> certificateIds, CancellationToken cancellationToken) =>
        session.Sql($"""
            SELECT certificate_id, ca_certificate_id FROM device_certificate
            WHERE account_id = @account AND region = @region AND certificate_id IN ({FixedList.Names}) AND status = 'ACTIVE'
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).WithList(certificateIds)
            .AllAsync(row => (row.GetString(0), row.TextOrNull(1)), cancellationToken);

    /// <summary>Moves it from one state to another; false when it is not in the first.</summary>
    public static async Task<bool> TrySetStatusAsync(
        Session session, Caller caller, string certificateId, string from, string to, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.Sql("""
            UPDATE device_certificate SET status = @to, customer_version = customer_version + 1, modified_at_ms = @now
            WHERE account_id = @account AND region = @region AND certificate_id = @id AND status = @from
            """)
            .With("@to", to).With("@now", now.ToUnixTimeMilliseconds())
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId).With("@from", from)
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Moves it to a state that a caller may ask for; false when it is not there, is there already, or is in a state that it does not leave.</summary>
    public static async Task<bool> TryUpdateStatusAsync(
        Session session, Caller caller, string certificateId, string to, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.Sql("""
            UPDATE device_certificate SET status = @to, customer_version = customer_version + 1, modified_at_ms = @now
            WHERE account_id = @account AND region = @region AND certificate_id = @id
                AND status IN ('ACTIVE', 'INACTIVE', 'PENDING_ACTIVATION') AND status <> @to
            """)
            .With("@to", to).With("@now", now.ToUnixTimeMilliseconds())
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Deletes it, and leaves word of one that was revoked; false when it is not there, or is ACTIVE or PENDING_TRANSFER.</summary>
    public static async Task<bool> TryDeleteAsync(
        Session session, Caller caller, string certificateId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var status = await session.Sql("""
            DELETE FROM device_certificate WHERE account_id = @account AND region = @region AND certificate_id = @id
                AND status IN ('INACTIVE', 'REVOKED', 'PENDING_ACTIVATION') RETURNING status
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .FirstAsync(row => row.GetString(0), cancellationToken);
        if (status is null)
        {
            return false;
        }

        await session.Sql("DELETE FROM device_default_holder WHERE region = @region AND certificate_id = @id AND account_id = @account")
            .With("@region", caller.Region).With("@id", certificateId).With("@account", caller.AccountId)
            .ExecuteAsync(cancellationToken);
        if (status == CertificateStatus.Revoked)
        {
            await session.Sql("""
                INSERT INTO revoked_certificate (account_id, region, certificate_id, deleted_at_ms) VALUES (@account, @region, @id, @now)
                ON CONFLICT (account_id, region, certificate_id) DO UPDATE SET deleted_at_ms = excluded.deleted_at_ms
                """)
                .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
                .With("@now", now.ToUnixTimeMilliseconds())
                .ExecuteAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>Keeps it from being deleted or transferred until the transaction ends; false when there is none that may be attached to.</summary>
    public static async Task<bool> TryKeepAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        await session.Sql("""
            UPDATE device_certificate SET customer_version = customer_version
            WHERE account_id = @account AND region = @region AND certificate_id = @id AND status <> 'PENDING_TRANSFER'
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .ExecuteAsync(cancellationToken) == 1;

    /// <summary>Whether it was revoked in this account and then deleted.</summary>
    public static async Task<bool> WasRevokedAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        await session.Sql("SELECT certificate_id FROM revoked_certificate WHERE account_id = @account AND region = @region AND certificate_id = @id")
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId)
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    private static async Task<bool> TryHoldDefaultAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        await session.Sql("""
            INSERT INTO device_default_holder (region, certificate_id, account_id) VALUES (@region, @id, @account)
            ON CONFLICT (region, certificate_id) DO NOTHING
            """)
            .With("@region", caller.Region).With("@id", certificateId).With("@account", caller.AccountId)
            .ExecuteAsync(cancellationToken) == 1;

    private static DeviceCertificate Read(DbDataReader row) => new(
        row.GetString(0), row.Bytes(1), row.GetString(2), row.GetString(3), row.GetString(4), row.TextOrNull(5), row.GetString(6), row.TextOrNull(7),
        new CertificateTransfer(row.TextOrNull(8), row.TextOrNull(9), row.TimeOrNull(10), row.TimeOrNull(11), row.TimeOrNull(12), row.TextOrNull(13)),
        row.Time(14), row.Time(15), row.GetInt64(16), row.GetString(17), row.Time(18), row.Time(19));
}
