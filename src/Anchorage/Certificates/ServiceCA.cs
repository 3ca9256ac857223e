using System.Security.Cryptography;
using Anchorage.Accounts;
using Anchorage.Storage;
using Anchorage.X509;

namespace Anchorage.Certificates;

/// <summary>
/// The installation's own CA, which issues the certificates that are not brought but asked for. Made when it is first used and then
/// stored, its key sealed, so that all nodes issue by the same one.
/// </summary>
internal sealed class ServiceCA(Database database, MasterKey masterKey, TimeProvider clock) : IDisposable
{
    // 128 bits of strength, since what it issues is valid until 2049.
    private const int KeyBits = 3072;

    /// <summary>Its subject.</summary>
    private const string Name = "Anchorage Device CA";

    /// <summary>The last second of everything that is issued, as AWS has it.</summary>
    private static readonly DateTimeOffset End = new(2049, 12, 31, 23, 59, 59, TimeSpan.Zero);

    /// <summary>How far back a certificate's validity begins, as AWS has it: clocks of devices run slow.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _opening = new(1);
    private (RSA Key, Certificate Certificate)? _opened;

    /// <summary>Issues a certificate for a device's key.</summary>
    /// <param name="subject">The DER of its Name.</param>
    /// <param name="publicKey">The DER of its SubjectPublicKeyInfo, judged already.</param>
    public async Task<Certificate> IssueAsync(ReadOnlyMemory<byte> subject, ReadOnlyMemory<byte> publicKey, CancellationToken cancellationToken)
    {
        var (key, ca) = await OpenAsync(cancellationToken);
        var der = new UnsignedCertificate
        {
            Issuer = ca.Subject.Der,
            Subject = subject,
            PublicKey = publicKey,
            AuthorityKeyIdentifier = ca.SubjectKeyIdentifier!.Value,
            NotBefore = clock.GetUtcNow() - Lead,
            NotAfter = End,
            IsCA = false,
        }.Sign(key);
        return Certificate.Read(der, "issued certificate").Value!;
    }

    /// <summary>Whether the CA in the store, if there is one, belongs to this master key.</summary>
    /// <exception cref="InvalidDataException">Its key was sealed with another.</exception>
    public static async Task CheckAsync(Session session, MasterKey masterKey, CancellationToken cancellationToken)
    {
        if (await ServiceCATable.FindAsync(session, cancellationToken) is { } stored)
        {
            _ = KeyOf(stored, masterKey);
        }
    }

    public void Dispose()
    {
        _opened?.Key.Dispose();
        _opened?.Certificate.Dispose();
        _opening.Dispose();
    }

    private async Task<(RSA Key, Certificate Certificate)> OpenAsync(CancellationToken cancellationToken)
    {
        if (_opened is { } already)
        {
            return already;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            _opened ??= Open(
                await database.ReadAsync(session => ServiceCATable.FindAsync(session, cancellationToken), cancellationToken)
                ?? await MakeAsync(cancellationToken));
            return _opened.Value;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<StoredServiceCA> MakeAsync(CancellationToken cancellationToken)
    {
        using var key = RSA.Create(KeyBits);
        var name = UnsignedCertificate.NameOf(Name);
        var now = clock.GetUtcNow();
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var der = new UnsignedCertificate
        {
            Issuer = name,
            Subject = name,
            PublicKey = publicKey,
            AuthorityKeyIdentifier = UnsignedCertificate.KeyIdentifierOf(publicKey),
            NotBefore = now - Lead,
            NotAfter = End,
            IsCA = true,
        }.Sign(key);
        var made = new StoredServiceCA(der, masterKey.Seal(Convert.ToBase64String(key.ExportPkcs8PrivateKey()), ServiceCATable.Name));
        return await database.WriteAsync(
            async session => Write.Keep(await ServiceCATable.FindOrAddAsync(session, made, now, cancellationToken)), cancellationToken);
    }

    private (RSA Key, Certificate Certificate) Open(StoredServiceCA stored)
    {
        var key = RSA.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(KeyOf(stored, masterKey)), out _);
        return (key, Certificate.Read(stored.Der, "CA certificate").Value!);
    }

    private static string KeyOf(StoredServiceCA stored, MasterKey masterKey) => masterKey.Open(stored.SealedKey, ServiceCATable.Name) ?? throw new InvalidDataException(
        "the master key does not open the key of the installation's own CA in the store. Restore the master key that belongs to this store. If it is lost, delete the row of the table service_ca: a new CA is then made, and the certificates issued by the old one stay as they are.");
}
