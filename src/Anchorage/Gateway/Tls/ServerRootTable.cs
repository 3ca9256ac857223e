using Anchorage.Storage;

namespace Anchorage.Gateway.Tls;

/// <summary>The one row of the server's root. It belongs to the installation and to no account.</summary>
internal static class ServerRootTable
{
    private const string Name = "device endpoint";

    public static Task<StoredServerRoot?> FindAsync(Session session, CancellationToken cancellationToken) =>
        session.Sql("SELECT der, sealed_key FROM server_root WHERE name = @name")
            .With("@name", Name)
            .FirstAsync(row => new StoredServerRoot(row.Bytes(0), row.Bytes(1)), cancellationToken);

    /// <summary>The root that is there, or this one: of nodes that start at once, one is first.</summary>
    public static async Task<StoredServerRoot> FindOrInsertAsync(
        Session session, StoredServerRoot root, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await session.Sql("""
            INSERT INTO server_root (name, der, sealed_key, created_at_ms) VALUES (@name, @der, @key, @now)
            ON CONFLICT (name) DO NOTHING
            """)
            .With("@name", Name).With("@der", root.Der).With("@key", root.SealedKey).With("@now", now.ToUnixTimeMilliseconds())
            .ExecuteAsync(cancellationToken);
        return (await FindAsync(session, cancellationToken))!;
    }
}

/// <summary>The root as it is stored.</summary>
/// <param name="Der">The certificate.</param>
/// <param name="SealedKey">Its PKCS #8 private key in base64, sealed with the master key.</param>
internal sealed record StoredServerRoot(byte[] Der, byte[] SealedKey);
