using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Anchorage.X509.Tests;

/// <summary>A certificate to be made, every field of which can be set to DER of any kind, so that wrong ones can be made too.</summary>
internal sealed record CertificateDraft
{
    public byte[]? Version { get; init; } = Der.Explicit(0, Der.Integer(2));

    public byte[] SerialNumber { get; init; } = Der.Integer(0x1234);

    /// <summary>Set by the signer unless given.</summary>
    public byte[]? InnerAlgorithm { get; init; }

    public byte[]? OuterAlgorithm { get; init; }

    public byte[] Issuer { get; init; } = Der.Name("Test CA");

    public byte[] NotBefore { get; init; } = Der.UtcTime("250101000000Z");

    public byte[] NotAfter { get; init; } = Der.UtcTime("350101000000Z");

    public byte[] Subject { get; init; } = Der.Name("Test CA");

    /// <summary>That of the signer unless given.</summary>
    public byte[]? PublicKey { get; init; }

    /// <summary>Raw values between the public key and the extensions.</summary>
    public byte[] UniqueIdentifiers { get; init; } = [];

    public byte[][]? Extensions { get; init; } = [BasicConstraintsCA];

    /// <summary>Raw values after the extensions.</summary>
    public byte[] Trailer { get; init; } = [];

    public byte[]? Signature { get; init; }

    public static byte[] BasicConstraintsCA { get; } = Der.Extension("2.5.29.19", true, Der.Sequence(Der.True));

    /// <summary>With all three fields: key 03, issuer DNS name "a", serial number 04.</summary>
    public static byte[] AuthorityKeyIdentifier { get; } = Der.Extension(
        "2.5.29.35", false, Der.Sequence(Der.Value(0x80, [3]), Der.Value(0xa1, Der.Value(0x82, "a"u8.ToArray())), Der.Value(0x82, [4])));

    public static byte[] KeyUsage(KeyUsages usage)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteNamedBitList(usage);
        return Der.Extension("2.5.29.15", true, writer.Encode());
    }

    public CertificateDraft With(params byte[][] extensions) => this with { Extensions = [BasicConstraintsCA, .. extensions] };

    public byte[] Sign(Signer signer)
    {
        var algorithm = InnerAlgorithm ?? signer.Algorithm;
        var signed = Der.Sequence(
            Version ?? [],
            SerialNumber,
            algorithm,
            Issuer,
            Der.Sequence(NotBefore, NotAfter),
            Subject,
            PublicKey ?? signer.PublicKey,
            UniqueIdentifiers,
            Extensions is null ? [] : Der.Explicit(3, Der.Sequence(Extensions)),
            Trailer);
        return Der.Sequence(signed, OuterAlgorithm ?? algorithm, Der.BitString(Signature ?? signer.Sign(signed)));
    }

    public Certificate Read(Signer signer) => Reads.Certificate(Sign(signer));

    public Fault Fault(Signer signer) => Reads.Fault(Sign(signer));
}

/// <summary>A private key that signs drafts in one way.</summary>
internal sealed record Signer(byte[] PublicKey, byte[] Algorithm, Func<byte[], byte[]> Sign)
{
    public static Signer P256 { get; } = Ecdsa(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256);

    public static Signer OtherP256 { get; } = Ecdsa(ECCurve.NamedCurves.nistP256, HashAlgorithmName.SHA256);

    public static RSA RsaKey { get; } = RSA.Create(2048);

    public static Signer Rsa2048 { get; } = Rsa(RsaKey, HashAlgorithmName.SHA256);

    public static Signer Ecdsa(ECCurve curve, HashAlgorithmName hash) => Ecdsa(ECDsa.Create(curve), hash);

    public static Signer Ecdsa(ECDsa key, HashAlgorithmName hash) => new(
        key.ExportSubjectPublicKeyInfo(),
        Der.Algorithm(hash.Name switch
        {
            "SHA1" => "1.2.840.10045.4.1",
            "SHA256" => "1.2.840.10045.4.3.2",
            "SHA384" => "1.2.840.10045.4.3.3",
            _ => "1.2.840.10045.4.3.4",
        }),
        data => key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence));

    public static Signer Rsa(RSA key, HashAlgorithmName hash) => new(
        key.ExportSubjectPublicKeyInfo(),
        Der.Algorithm(
            hash.Name switch
            {
                "MD5" => "1.2.840.113549.1.1.4",
                "SHA1" => "1.2.840.113549.1.1.5",
                "SHA256" => "1.2.840.113549.1.1.11",
                "SHA384" => "1.2.840.113549.1.1.12",
                _ => "1.2.840.113549.1.1.13",
            },
            Der.Null),
        data => key.SignData(data, hash, RSASignaturePadding.Pkcs1));

    public static Signer Pss(RSA key, HashAlgorithmName hash, byte[] algorithm) => new(
        key.ExportSubjectPublicKeyInfo(), algorithm, data => key.SignData(data, hash, RSASignaturePadding.Pss));

    /// <summary>By the platform's own idea of the parameters.</summary>
    public static Signer Pss(HashAlgorithmName hash) => Pss(
        RsaKey, hash, X509SignatureGenerator.CreateForRSA(RsaKey, RSASignaturePadding.Pss).GetSignatureAlgorithmIdentifier(hash));
}
