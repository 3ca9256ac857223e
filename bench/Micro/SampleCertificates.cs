using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Anchorage.Bench;

/// <summary>The certificates that are read and judged, made once.</summary>
internal static class SampleCertificates
{
    /// <summary>64 hexadecimal digits, as a registration code is.</summary>
    public const string Code = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    /// <summary>The time they are judged for, in the middle of their validity.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly X500DistinguishedName Name = new("CN=Bench CA,O=Example,C=DE");
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly RSA RsaKey = RSA.Create(2048);

    /// <summary>A self-signed P-256 CA in PEM.</summary>
    public static readonly string CA = MakeCA(new CertificateRequest(Name, Key, HashAlgorithmName.SHA256), X509SignatureGenerator.CreateForECDsa(Key));

    /// <summary>A self-signed RSA CA in PEM.</summary>
    public static readonly string RsaCA = MakeCA(
        new CertificateRequest(Name, RsaKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), X509SignatureGenerator.CreateForRSA(RsaKey, RSASignaturePadding.Pkcs1));

    /// <summary>A verification certificate by the P-256 CA in PEM.</summary>
    public static readonly string Proof = MakeProof();

    private static string MakeCA(CertificateRequest request, X509SignatureGenerator generator)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return Make(request, generator);
    }

    private static string MakeProof()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Make(new CertificateRequest($"CN={Code}", key, HashAlgorithmName.SHA256), X509SignatureGenerator.CreateForECDsa(Key));
    }

    private static string Make(CertificateRequest request, X509SignatureGenerator generator)
    {
        using var made = request.Create(Name, generator, Now.AddYears(-1), Now.AddYears(9), [0x40, 1, 2, 3, 4, 5, 6, 7, 8]);
        return made.ExportCertificatePem() + "\n";
    }
}
