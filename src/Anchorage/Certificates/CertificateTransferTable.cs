using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>One line of the list of certificates that are offered to other accounts.</summary>
internal sealed record OutgoingLine(string CertificateId, string TransferredTo, DateTimeOffset TransferredAt, string? Message, DateTimeOffset CreatedAt);

/// <summary>
/// Transfers of device certificates. A pending one stands with both accounts; the row of the one that offers it decides every race:
/// whoever changes it first has answered.
/// </summary>
internal static class CertificateTransferTable
{
    /// <summary>Offers an INACTIVE certificate to another account; false when it is not there or not INACTIVE.</summary>
    public static async Task<bool> TryOfferAsync(
        Session session, Caller source, string certificateId, string target, string? message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await session.Sql("""
            UPDATE device_certificate SET status = 'PENDING_TRANSFER', transferred_to = @to, transfer_message = @message, transferred_at_ms = @now,
                accepted_at_ms = NULL, rejected_at_ms = NULL, reject_reason = NULL, customer_version = customer_version + 1, modified_at_ms = @now
            WHERE account_id = @account AND region = @region AND certificate_id = @id AND status = 'INACTIVE'
            """)
            .With("@to", target).With("@message", message).With("@now", now.ToUnixTimeMilliseconds())
            .With("@account", source.AccountId).With("@region", source.Region).With("@id", certificateId)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        // An account that has the certificate already is not offered it again, and whoever offers it is not told so.
        var offered = (await DeviceCertificateTable.FindAsync(session, source, certificateId, cancellationToken))!;
        await DeviceCertificateTable.TryWriteAsync(
            session,
            source with { AccountId = target },
            offered with { PreviousOwnedBy = null, Transfer = offered.Transfer with { TransferredTo = null } },
            cancellationToken);
        return true;
    }

    /// <summary>Moves a certificate that was offered to its new owner; false when the offer is no more.</summary>
    public static async Task<bool> TryAcceptAsync(
        Session session, Caller target, string certificateId, string source, string status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await session.Sql("""
            DELETE FROM device_certificate WHERE account_id = @source AND region = @region AND certificate_id = @id
                AND status = 'PENDING_TRANSFER' AND transferred_to = @account
            """)
            .With("@source", source).With("@region", target.Region).With("@id", certificateId).With("@account", target.AccountId)
            .ExecuteAsync(cancellationToken) == 0)
        {
            return false;
        }

        await session.Sql("UPDATE device_default_holder SET account_id = @account WHERE region = @region AND certificate_id = @id AND account_id = @source")
            .With("@account", target.AccountId).With("@region", target.Region).With("@id", certificateId).With("@source", source)
            .ExecuteAsync(cancellationToken);
        return await session.Sql("""
            UPDATE device_certificate SET status = @status, owned_by = @account, previous_owned_by = @source, accepted_at_ms = @now,
                customer_version = customer_version + 1, modified_at_ms = @now
            WHERE account_id = @account AND region = @region AND certificate_id = @id AND status = 'PENDING_TRANSFER' AND owned_by = @source
            """)
            .With("@status", status).With("@account", target.AccountId).With("@source", source).With("@now", now.ToUnixTimeMilliseconds())
            .With("@region", target.Region).With("@id", certificateId)
            .ExecuteAsync(cancellationToken) == 1;
    }

    /// <summary>Gives a certificate back to the account that offered it, with the reason; false when the offer is no more.</summary>
    public static async Task<bool> TryRejectAsync(
        Session session, Caller target, string certificateId, string source, string? reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.Sql("""
            UPDATE device_certificate SET status = 'INACTIVE', transferred_to = NULL, rejected_at_ms = @now, reject_reason = @reason,
                customer_version = customer_version + 1, modified_at_ms = @now
            WHERE account_id = @source AND region = @region AND certificate_id = @id AND status = 'PENDING_TRANSFER' AND transferred_to = @account
            """)
            .With("@now", now.ToUnixTimeMilliseconds()).With("@reason", reason)
            .With("@source", source).With("@region", target.Region).With("@id", certificateId).With("@account", target.AccountId)
            .ExecuteAsync(cancellationToken) == 1
        && await TakeBackAsync(session, target, certificateId, source, cancellationToken);

    /// <summary>Takes an offer back; false when it is no more. Nothing of the transfer is kept.</summary>
    public static async Task<bool> TryCancelAsync(
        Session session, Caller source, string certificateId, string target, DateTimeOffset now, CancellationToken cancellationToken) =>
        await session.Sql("""
            UPDATE device_certificate SET status = 'INACTIVE', transferred_to = NULL, transfer_message = NULL, transferred_at_ms = NULL,
                customer_version = customer_version + 1, modified_at_ms = @now
            WHERE account_id = @account AND region = @region AND certificate_id = @id AND status = 'PENDING_TRANSFER' AND transferred_to = @to
            """)
            .With("@now", now.ToUnixTimeMilliseconds())
            .With("@account", source.AccountId).With("@region", source.Region).With("@id", certificateId).With("@to", target)
            .ExecuteAsync(cancellationToken) == 1
        && await TakeBackAsync(session, source with { AccountId = target }, certificateId, source.AccountId, cancellationToken);

    /// <summary>Whether another account has accepted this certificate from the caller.</summary>
    public static async Task<bool> WasAcceptedAsync(Session session, Caller source, string certificateId, CancellationToken cancellationToken) =>
        await session.Sql("SELECT certificate_id FROM device_certificate WHERE previous_owned_by = @source AND region = @region AND certificate_id = @id LIMIT 1")
            .With("@source", source.AccountId).With("@region", source.Region).With("@id", certificateId)
            .FirstAsync(row => row.GetString(0), cancellationToken) is not null;

    /// <summary>At most <paramref name="count"/> lines after a place, oldest certificate first or newest first.</summary>
    public static Task<List<OutgoingLine>> PageAsync(
        Session session, Caller caller, PagePlace? after, bool ascending, int count, CancellationToken cancellationToken)
    {
        var from = after ?? PagePlace.Before(ascending);
        return session.Sql(ascending ? Sql(">", "ASC", "AND transferred_to IS NOT NULL") : Sql("<", "DESC", "AND transferred_to IS NOT NULL"))
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .With("@at", from.UnixMilliseconds).With("@id", from.Id).With("@count", (long)count)
            .AllAsync(row => new OutgoingLine(row.GetString(0), row.GetString(1), row.Time(2), row.TextOrNull(3), row.Time(4)), cancellationToken);
    }

    // The account it was offered to loses sight of it. That account may have had it all along, and then there is nothing to take back.
    private static async Task<bool> TakeBackAsync(Session session, Caller target, string certificateId, string source, CancellationToken cancellationToken)
    {
        await session.Sql("""
            DELETE FROM device_certificate WHERE account_id = @account AND region = @region AND certificate_id = @id
                AND status = 'PENDING_TRANSFER' AND owned_by = @source
            """)
            .With("@account", target.AccountId).With("@region", target.Region).With("@id", certificateId).With("@source", source)
            .ExecuteAsync(cancellationToken);
        return true;
    }

    private static string Sql(string beyond, string order, string filter) => $"""
        SELECT certificate_id, transferred_to, transferred_at_ms, transfer_message, created_at_ms FROM device_certificate
        WHERE account_id = @account AND region = @region AND (created_at_ms, certificate_id) {beyond} (@at, @id) {filter}
        ORDER BY created_at_ms {order}, certificate_id {order} LIMIT @count
        """;
}
