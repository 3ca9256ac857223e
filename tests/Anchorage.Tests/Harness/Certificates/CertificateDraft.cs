using Anchorage.X509.Tests;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>A certificate to be made, each field of which can be replaced by DER of any kind, so that wrong ones can be made too.</summary>
internal sealed record CertificateDraft
{
    public byte[] Version { get; init; } = Der.Explicit(0, Der.Integer(2));

    public byte[] SerialNumber { get; init; } = Der.Integer(NewSerialNumber());

    /// <summary>The names' DER.</summary>
    public required byte[] Subject { get; init; }

    public required byte[] Issuer { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>In place of <see cref="From"/> and <see cref="Until"/>.</summary>
    public byte[]? Validity { get; init; }

    /// <summary>In place of the key's own.</summary>
    public byte[]? PublicKey { get; init; }

    public byte[] UniqueIdentifiers { get; init; } = [];

    /// <summary>Each whole; null when there are none.</summary>
    public byte[][]? Extensions { get; init; }

    /// <summary>In place of the explicit tag with the extensions.</summary>
    public byte[]? ExtensionsField { get; init; }

    /// <summary>SHA-256 unless said.</summary>
    public string Hash { get; init; } = "SHA-256";

    public bool Pss { get; init; }

    /// <summary>In place of the signer's algorithm, inside the signed part and outside it.</summary>
    public byte[]? InnerAlgorithm { get; init; }

    public byte[]? OuterAlgorithm { get; init; }

    /// <summary>Changes the signature once it is made.</summary>
    public Func<byte[], byte[]> Spoil { get; init; } = signature => signature;

    /// <summary>In place of the BIT STRING with the signature.</summary>
    public Func<byte[], byte[]> SignatureField { get; init; } = Der.BitString;

    /// <summary>Changes the certificate as a whole once it is signed.</summary>
    public Func<byte[], byte[]> Damage { get; init; } = der => der;

    public byte[] Sign(CertificateKey key, CertificateKey signer)
    {
        var algorithm = signer.Algorithm(Hash, Pss);
        var signed = Der.Sequence(
            Version,
            SerialNumber,
            InnerAlgorithm ?? algorithm,
            Issuer,
            Validity ?? Der.Sequence(Time(From), Time(Until)),
            Subject,
            PublicKey ?? key.PublicKey,
            UniqueIdentifiers,
            ExtensionsField ?? (Extensions is null ? [] : Der.Explicit(3, Der.Sequence(Extensions))));
        return Damage(Der.Sequence(signed, OuterAlgorithm ?? algorithm, SignatureField(Spoil(signer.Sign(signed, Hash, Pss)))));
    }

    /// <summary>In place of a certificate, a request for one (RFC 2986): subject, key and signature are this draft's.</summary>
    public byte[] SignRequest(CertificateKey key, CertificateKey signer)
    {
        var signed = Der.Sequence(Der.Integer(0), Subject, PublicKey ?? key.PublicKey, Der.Value(0xa0, []));
        return Damage(Der.Sequence(signed, OuterAlgorithm ?? signer.Algorithm(Hash, Pss), SignatureField(Spoil(signer.Sign(signed, Hash, Pss)))));
    }

    /// <summary>RFC 5280 4.1.2.5: UTCTime through 2049.</summary>
    public static byte[] Time(DateTimeOffset time) => time.Year < 2050
        ? Der.UtcTime(time.UtcDateTime.ToString("yyMMddHHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture))
        : Der.GeneralizedTime(time.UtcDateTime.ToString("yyyyMMddHHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture));

    private static System.Numerics.BigInteger NewSerialNumber() =>
        new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(15), isUnsigned: true, isBigEndian: true);
}
