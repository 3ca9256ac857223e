using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Anchorage.Tests.Harness;

/// <summary>A CA certificate that the rules accept. Keys are shared, since making them is what takes time; each certificate is another.</summary>
internal sealed class TestCA
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa ProofKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly X509Certificate2 _certificate;

    public TestCA(string subject)
    {
        var request = new CertificateRequest(subject, Key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(365));
        Pem = _certificate.ExportCertificatePem();
        Id = Convert.ToHexStringLower(SHA256.HashData(_certificate.RawData));
    }

    public string Pem { get; }

    /// <summary>The certificate id: SHA-256 of the DER.</summary>
    public string Id { get; }

    /// <summary>This many different certificates of one subject.</summary>
    public static List<TestCA> Many(int count, string subject) => [.. Enumerable.Range(0, count).Select(_ => new TestCA(subject))];

    /// <summary>The proof that whoever holds this CA's key knows a registration code.</summary>
    public string ProofOver(string registrationCode)
    {
        var request = new CertificateRequest($"CN={registrationCode}", ProofKey, HashAlgorithmName.SHA256);
        using var proof = request.Create(_certificate, _certificate.NotBefore, _certificate.NotAfter, RandomNumberGenerator.GetBytes(8));
        return proof.ExportCertificatePem();
    }
}
