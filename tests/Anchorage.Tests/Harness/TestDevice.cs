using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Anchorage.Tests.Harness;

/// <summary>A device certificate that the rules accept. The key is shared, since making one is what takes time; each certificate is another.</summary>
internal sealed class TestDevice
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestDevice(string subject)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest(subject, Key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(365));
        Pem = certificate.ExportCertificatePem();
        Id = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
    }

    public string Pem { get; }

    /// <summary>The certificate id: SHA-256 of the DER.</summary>
    public string Id { get; }

    public static List<TestDevice> Many(int count) => [.. Enumerable.Range(0, count).Select(number => new TestDevice($"CN=device-{number}"))];

    /// <summary>A request for a certificate.</summary>
    public static string Request(string subject = "CN=device") =>
        new CertificateRequest(subject, Key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
}
