using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Anchorage.Accounts;
using Anchorage.Storage;

namespace Anchorage.Gateway.Tls;

/// <summary>The installation's own root, which devices are given to trust when the operator has no server certificate.</summary>
/// <param name="Certificate">P-256, with its private key.</param>
internal sealed record ServerRoot(X509Certificate2 Certificate) : IDisposable
{
    /// <summary>What a sealed key is sealed to.</summary>
    private const string Context = "server root";

    /// <summary>Devices carry it for their life, and cannot be given another easily.</summary>
    private const int Years = 30;

    /// <summary>The certificate alone, in PEM with a newline at its end.</summary>
    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>Reads it from the store, or makes it; nodes that start at once all get the same.</summary>
    /// <exception cref="InvalidDataException">Its key was sealed with another master key.</exception>
    public static async Task<ServerRoot> FindOrMakeAsync(Installation installation, CancellationToken cancellationToken)
    {
        var stored = await installation.Database.ReadAsync(session => ServerRootTable.FindAsync(session, cancellationToken), cancellationToken)
            ?? await KeepAsync(installation, cancellationToken);
        var key = Open(stored, installation.MasterKey);
        using var certificate = X509CertificateLoader.LoadCertificate(stored.Der);
        using var privateKey = ECDsa.Create();
        privateKey.ImportPkcs8PrivateKey(Convert.FromBase64String(key), out _);
        return new ServerRoot(certificate.CopyWithPrivateKey(privateKey));
    }

    /// <summary>Whether the root in the store, if there is one, belongs to this master key.</summary>
    /// <exception cref="InvalidDataException">Its key was sealed with another.</exception>
    public static async Task CheckAsync(Session session, MasterKey masterKey, CancellationToken cancellationToken)
    {
        if (await ServerRootTable.FindAsync(session, cancellationToken) is { } stored)
        {
            _ = Open(stored, masterKey);
        }
    }

    public void Dispose() => Certificate.Dispose();

    private static string Open(StoredServerRoot stored, MasterKey masterKey) => masterKey.Open(stored.SealedKey, Context) ?? throw new InvalidDataException(
        "the master key does not open the key of the device endpoint's root in the store. Restore the master key that belongs to this store. If it is lost, delete the row of the table server_root: a new root is then made, which devices must be given.");

    private static async Task<StoredServerRoot> KeepAsync(Installation installation, CancellationToken cancellationToken)
    {
        var now = installation.Clock.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            $"CN=Anchorage device endpoint root {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        var root = new StoredServerRoot(made.RawData, installation.MasterKey.Seal(Convert.ToBase64String(key.ExportPkcs8PrivateKey()), Context));
        return await installation.Database.WriteAsync(
            async session => Write.Keep(await ServerRootTable.FindOrInsertAsync(session, root, now, cancellationToken)), cancellationToken);
    }
}
