using Anchorage.Storage;

namespace Anchorage.Certificates;

/// <summary>The installation's own CA as it is stored, its private key sealed.</summary>
internal sealed record StoredServiceCA(byte[] Der, byte[] SealedKey);

/// <summary>The one row of the installation's own CA, which all nodes share.</summary>
internal static class ServiceCATable
{
    /// <summary>Its name, which the key is sealed to.</summary>
    public const string Name = "device certificates";

    public static Task<StoredServiceCA?> FindAsync(Session session, CancellationToken cancellationToken) =>
        session.Sql("SELECT der, sealed_key FROM service_ca WHERE name = @name")
            .With("@name", Name)
            .FirstAsync(row => new StoredServiceCA(row.Bytes(0), row.Bytes(1)), cancellationToken);

    /// <summary>The one that is there, or this one: of those who make one at once, all get the same.</summary>
    public static async Task<StoredServiceCA> FindOrAddAsync(Session session, StoredServiceCA made, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.Sql("""
            INSERT INTO service_ca (name, der, sealed_key, created_at_ms) VALUES (@name, @der, @key, @now)
            ON CONFLICT (name) DO NOTHING
            """)
            .With("@name", Name).With("@der", made.Der).With("@key", made.SealedKey).With("@now", now.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);
        return (await FindAsync(session, cancellationToken))!;
    }
}
