using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>Pages through the certificates of a thing, and the things of a certificate.</summary>
internal static class ThingPrincipalListing
{
    /// <summary>At most <paramref name="count"/> after a certificate id, in the order of ids; of one type or of both.</summary>
    public static Task<List<ThingPrincipal>> OfThingAsync(
        Session session, Caller caller, string thingName, string after, bool? exclusive, int count, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT thing_name, certificate_id, exclusive FROM thing_principal
            WHERE account_id = @account AND region = @region AND thing_name = @name AND certificate_id > @after AND (@either = 1 OR exclusive = @exclusive)
            ORDER BY certificate_id LIMIT @count
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@name", thingName).With("@after", after)
            .With("@either", exclusive is null ? 1L : 0L).With("@exclusive", exclusive is true ? 1L : 0L).With("@count", (long)count)
            .AllAsync(row => new ThingPrincipal(row.GetString(0), row.GetString(1), row.GetInt64(2) == 1), cancellationToken);

    /// <summary>At most <paramref name="count"/> after a thing's name, in the order of names; of one type or of both.</summary>
    public static Task<List<ThingPrincipal>> OfCertificateAsync(
        Session session, Caller caller, string certificateId, string after, bool? exclusive, int count, CancellationToken cancellationToken) =>
        session.Sql("""
            SELECT thing_name, certificate_id, exclusive FROM thing_principal
            WHERE account_id = @account AND region = @region AND certificate_id = @id AND thing_name > @after AND (@either = 1 OR exclusive = @exclusive)
            ORDER BY thing_name LIMIT @count
            """)
            .With("@account", caller.AccountId).With("@region", caller.Region).With("@id", certificateId).With("@after", after)
            .With("@either", exclusive is null ? 1L : 0L).With("@exclusive", exclusive is true ? 1L : 0L).With("@count", (long)count)
            .AllAsync(row => new ThingPrincipal(row.GetString(0), row.GetString(1), row.GetInt64(2) == 1), cancellationToken);
}
