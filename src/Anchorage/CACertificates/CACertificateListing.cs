using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>One line of a list of CA certificates.</summary>
internal sealed record CACertificateLine(string CertificateId, string Status, DateTimeOffset CreatedAt);

/// <summary>Pages through CA certificates by creation: the cost of a page does not depend on how many there are or where it lies.</summary>
internal static class CACertificateListing
{
    /// <summary>At most <paramref name="count"/> lines after a place, oldest first or newest first.</summary>
    public static Task<List<CACertificateLine>> PageAsync(
        Session session, Caller caller, PagePlace? after, bool ascending, string? templateName, int count, CancellationToken cancellationToken)
    {
        var from = after ?? PagePlace.Before(ascending);
        var statement = session.Sql((ascending, templateName) switch
        {
            (true, null) => Sql(">", "ASC", string.Empty),
            (false, null) => Sql("<", "DESC", string.Empty),
            (true, _) => Sql(">", "ASC", "AND template_name = @template"),
            (false, _) => Sql("<", "DESC", "AND template_name = @template"),
        })
            .With("@account", caller.AccountId).With("@region", caller.Region)
            .With("@at", from.UnixMilliseconds).With("@id", from.Id).With("@count", (long)count);
        return (templateName is null ? statement : statement.With("@template", templateName))
            .AllAsync(row => new CACertificateLine(row.GetString(0), row.GetString(1), row.Time(2)), cancellationToken);
    }

    /// <summary>Tells the status and the end of the validity of at most so many, of every account and region, and gives where to go on; null at the end.</summary>
    public static async Task<RegistryPlace?> WalkAsync(
        Session session, RegistryPlace after, int count, Action<string, DateTimeOffset> tell, CancellationToken cancellationToken)
    {
        var told = 0;
        var places = await session.Sql("""
            SELECT account_id, region, created_at_ms, certificate_id, status, not_after_ms FROM ca_certificate
            WHERE (account_id, region, created_at_ms, certificate_id) > (@account, @region, @at, @id)
            ORDER BY account_id, region, created_at_ms, certificate_id LIMIT @count
            """)
            .With("@account", after.AccountId).With("@region", after.Region).With("@at", after.UnixMilliseconds).With("@id", after.Id).With("@count", (long)count)
            .AllAsync(
                row =>
                {
                    tell(row.GetString(4), row.Time(5));
                    return ++told < count ? null : new RegistryPlace(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetString(3));
                },
                cancellationToken);
        return told < count ? null : places[^1];
    }

    private static string Sql(string beyond, string order, string filter) => $"""
        SELECT certificate_id, status, created_at_ms FROM ca_certificate
        WHERE account_id = @account AND region = @region AND (created_at_ms, certificate_id) {beyond} (@at, @id) {filter}
        ORDER BY created_at_ms {order}, certificate_id {order} LIMIT @count
        """;
}
