using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Anchorage.X509.Tests;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>A key of RSA as anybody makes it.</summary>
internal sealed class RsaKey(int bits) : CertificateKey
{
    private readonly RSA _key = RSA.Create(bits);

    public override byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    public override string PrivateKeyPem => _key.ExportPkcs8PrivateKeyPem();

    public override byte[] Algorithm(string hash, bool pss) => pss
        ? X509SignatureGenerator.CreateForRSA(_key, RSASignaturePadding.Pss).GetSignatureAlgorithmIdentifier(Hashes.Named(hash))
        : Der.Algorithm(Hashes.RsaSignatureOid(hash), Der.Null);

    public override byte[] Sign(byte[] data, string hash, bool pss) =>
        _key.SignData(data, Hashes.Named(hash), pss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
}
