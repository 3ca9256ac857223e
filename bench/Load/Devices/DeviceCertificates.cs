using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Anchorage.Bench;

/// <summary>A device, ready to connect: its name, and the certificate and key that it shows.</summary>
internal sealed record MadeDevice(string Name, SslStreamCertificateContext Shown);

/// <summary>A P-256 CA and the devices it signs, all made before anything is measured.</summary>
internal sealed class DeviceCertificates : IDisposable
{
    /// <summary>Keys are shared: making one for each device would take longest of all, and tells the server nothing new.</summary>
    private const int Keys = 8;

    private readonly ECDsa _caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _ca;
    private readonly ECDsa[] _keys = [.. Enumerable.Range(0, Keys).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256))];
    private readonly DateTimeOffset _now;
    private int _made;

    public DeviceCertificates(DateTimeOffset now)
    {
        _now = now;
        var request = new CertificateRequest($"CN=Fleet {RandomNumberGenerator.GetHexString(8)},O=Anchorage bench", _caKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        _ca = request.CreateSelfSigned(now.AddDays(-2), now.AddYears(10));
    }

    public string CAPem => _ca.ExportCertificatePem();

    /// <summary>So many devices that nobody has seen.</summary>
    public List<MadeDevice> Make(int count, CancellationToken cancellationToken)
    {
        var first = Interlocked.Add(ref _made, count) - count;
        return [.. Enumerable.Range(first, count).AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(Make)];
    }

    /// <summary>Writes a server certificate for the floor, of the kind that Anchorage makes for itself.</summary>
    public static (string Certificate, string Key) WriteServer(string folder, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        var (certificateFile, keyFile) = (Path.Combine(folder, "floor.pem"), Path.Combine(folder, "floor.key"));
        File.WriteAllText(certificateFile, made.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile);
    }

    public void Dispose()
    {
        _ca.Dispose();
        _caKey.Dispose();
        Array.ForEach(_keys, key => key.Dispose());
    }

    private MadeDevice Make(int number)
    {
        var key = _keys[number % Keys];
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        using var signed = new CertificateRequest($"CN=device-{number}", key, HashAlgorithmName.SHA256)
            .Create(_ca.SubjectName, X509SignatureGenerator.CreateForECDsa(_caKey), _now.AddDays(-1), _now.AddYears(1), serial);
        return new MadeDevice($"device-{number}", SslStreamCertificateContext.Create(signed.CopyWithPrivateKey(key), additionalCertificates: null, offline: true));
    }
}
