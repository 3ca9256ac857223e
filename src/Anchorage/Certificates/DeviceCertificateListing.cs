using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>One line of a list of device certificates.</summary>
internal sealed record DeviceCertificateLine(string CertificateId, string Status, string CertificateMode, DateTimeOffset CreatedAt);

/// <summary>Pages through device certificates by creation: the cost of a page does not depend on how many there are or where it lies.</summary>
internal static class DeviceCertificateListing
{
    /// <summary>At most <paramref name="count"/> lines after a place, oldest first or newest first; those of one CA only, when it is given.</summary>
    public static Task<List<DeviceCertificateLine>> PageAsync(
        Session session, Caller caller, PagePlace? after, bool ascending, string? caCertificateId, int count, CancellationToken cancellationToken)
    {
        var from = after ?? PagePlace.Before(ascending);
        var statement = session.Sql((ascending, caCertificateId) switch
        {
            (true, null) => Sql(">", "ASC", string.Empty),
            (false, null) => Sql("<", "DESC", string.Empty),
            (true, _) => Sql(">", "ASC", "AND ca_certificate_id = @ca"),
            (false, _) => Sql("<", "DESC", "AND ca_certificate_id = @ca"),
        })
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .With("@at", from.UnixMilliseconds).With("@id", from.Id).With("@count", (long)count);
        return (caCertificateId is null ? statement : statement.With("@ca", caCertificateId))
            .AllAsync(row => new DeviceCertificateLine(row.GetString(0), row.GetString(1), row.GetString(2), row.Time(3)), cancellationToken);
    }

    /// <summary>Tells the status of at most so many, of every account and region, and gives where to go on; null at the end.</summary>
    public static async Task<RegistryPlace?> WalkAsync(Session session, RegistryPlace after, int count, Action<string> tell, CancellationToken cancellationToken)
    {
        var told = 0;
        var places = await session.Sql("""
            SELECT account_id, region, created_at_ms, certificate_id, status FROM device_certificate
            WHERE (account_id, region, created_at_ms, certificate_id) > (@account, @region, @at, @id)
            ORDER BY account_id, region, created_at_ms, certificate_id LIMIT @count
            """)
            .With("@account", after.AccountId).With("@region", after.Region).With("@at", after.UnixMilliseconds).With("@id", after.Id).With("@count", (long)count)
            .AllAsync(
                row =>
                {
                    tell(row.GetString(4));
                    return ++told < count ? null : new RegistryPlace(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3));
                },
                cancellationToken);
        return told < count ? null : places[^1];
    }

    private static string Sql(string beyond, string order, string filter) => $"""
        SELECT certificate_id, status, certificate_mode, created_at_ms FROM device_certificate
        WHERE account_id = @account AND region = @region AND (created_at_ms, certificate_id) {beyond} (@at, @id) {filter}
        ORDER BY created_at_ms {order}, certificate_id {order} LIMIT @count
        """;
}
