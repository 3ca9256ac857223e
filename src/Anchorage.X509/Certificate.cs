using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Anchorage.X509;

/// <summary>
/// An X.509 certificate as RFC 5280 4.1 defines it: everything it says, and nothing about whether it is acceptable. Does not
/// change, and may be used by several threads. <see cref="Dispose"/> frees the key that checking a signature imported.
/// </summary>
public sealed class Certificate : IDisposable
{
    /// <summary>Longest DER that is read, in bytes: what <see cref="CertificatePem.MaxCharacters"/> of base64 stand for.</summary>
    public const int MaxBytes = CertificatePem.MaxCharacters / 4 * 3;

    private readonly Lock importing = new();
    private VerificationKey? imported;
    private bool isImported;
    private bool isDisposed;
    private string? fingerprint;

    internal Certificate(ReadOnlyMemory<byte> der) => Der = der;

    /// <summary>Reads DER. The octets are not copied: they must not change afterwards.</summary>
    /// <param name="role">A word for messages, such as <c>CA certificate</c>.</param>
    public static Reading<Certificate> Read(ReadOnlyMemory<byte> der, string role) => CertificateReading.Read(der, role);

    /// <summary>The whole certificate.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>1, 2 or 3.</summary>
    public required int Version { get; init; }

    /// <summary>The INTEGER's content octets, two's complement: 1 to 20, or 21 with a zero in front that only says positive.</summary>
    public required ReadOnlyMemory<byte> SerialNumber { get; init; }

    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    public required DistinguishedName Issuer { get; init; }

    /// <summary>First second of the validity period, UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Last second of the validity period, UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    public required DistinguishedName Subject { get; init; }

    public required SubjectPublicKey PublicKey { get; init; }

    public required CertificateExtensions Extensions { get; init; }

    /// <summary>The signed part (TBSCertificate), from its SEQUENCE tag on.</summary>
    public required ReadOnlyMemory<byte> SignedDer { get; init; }

    /// <summary>The signature's octets.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    public BasicConstraints? BasicConstraints => Extensions.BasicConstraints;

    public KeyUsages? KeyUsage => Extensions.KeyUsage;

    public ExtendedKeyUsage? ExtendedKeyUsage => Extensions.ExtendedKeyUsage;

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier => Extensions.SubjectKeyIdentifier;

    public ImmutableArray<GeneralName> SubjectAlternativeNames => Extensions.SubjectAlternativeNames;

    public NameConstraints? NameConstraints => Extensions.NameConstraints;

    public AuthorityKeyIdentifier? AuthorityKeyIdentifier => Extensions.AuthorityKeyIdentifier;

    /// <summary>SHA-256 of the DER in lower-case hex, 64 characters: AWS IoT's certificateId.</summary>
    public string Fingerprint => fingerprint ??= Convert.ToHexStringLower(SHA256.HashData(Der.Span));

    /// <summary>Subject and issuer are the same, octet for octet (RFC 5280 3.2).</summary>
    public bool IsSelfIssued => Subject.Equals(Issuer);

    /// <summary>
    /// Self-issued, and nothing says that another of the issuer's keys signed it: when a CA changes its key, its old key signs a
    /// certificate that is self-issued and yet not self-signed, and whose key identifiers differ (RFC 5280 3.2, 4.2.1.1).
    /// </summary>
    public bool IsSelfSigned => IsSelfIssued && !(
        AuthorityKeyIdentifier?.KeyIdentifier is { } authority
        && SubjectKeyIdentifier is { } subject
        && !authority.Span.SequenceEqual(subject.Span));

    /// <summary>
    /// Checks with this certificate's key the signature of another, or its own. The key is imported at the first call and kept.
    /// Names, validity and whether this is a CA are not looked at.
    /// </summary>
    public SignatureVerdict VerifySignatureOf(Certificate issued) =>
        Verify(issued.SignatureAlgorithm, issued.SignedDer, issued.Signature, isSha1Taken: ReferenceEquals(this, issued));

    /// <summary>The same of a CRL. Names, times and whether this CA signs CRLs are not looked at.</summary>
    public SignatureVerdict VerifySignatureOf(CertificateRevocationList crl) => Verify(crl.SignatureAlgorithm, crl.SignedDer, crl.Signature, isSha1Taken: false);

    private SignatureVerdict Verify(SignatureAlgorithm algorithm, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> signature, bool isSha1Taken)
    {
        var isRefusedSha1 = algorithm.IsSha1 && !isSha1Taken;
        if (algorithm.Scheme == SignatureScheme.Other || algorithm.Objection is not null || isRefusedSha1)
        {
            return SignatureVerdict.AlgorithmRefused;
        }

        if (!PublicKeyJudgement.IsUsable(PublicKey))
        {
            return SignatureVerdict.KeyRefused;
        }

        if (!SuitsKey(algorithm))
        {
            return SignatureVerdict.KeyOfAnotherKind;
        }

        return ImportKey() is not { } key
            ? SignatureVerdict.KeyRefused
            : key.Verify(signed.Span, signature.Span, algorithm) switch
            {
                true => SignatureVerdict.Valid,
                false => SignatureVerdict.NotValid,
                null => SignatureVerdict.NotChecked,
            };
    }

    /// <summary>Whether the platform takes the key, which for EC says that the point is on the curve.</summary>
    internal bool HasImportableKey => ImportKey() is not null;

    public void Dispose()
    {
        lock (importing)
        {
            imported?.Dispose();
            isDisposed = true;
        }
    }

    private bool SuitsKey(SignatureAlgorithm algorithm) => PublicKey.Kind switch
    {
        PublicKeyKind.EllipticCurve => algorithm.Scheme == SignatureScheme.Ecdsa,
        PublicKeyKind.Rsa => algorithm.Scheme is SignatureScheme.RsaPkcs1 or SignatureScheme.RsaPss,
        PublicKeyKind.RsaPss => algorithm.Pss is { } pss && (PublicKey.PssRestriction?.Permits(pss) ?? true),
        _ => false,
    };

    private VerificationKey? ImportKey()
    {
        lock (importing)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (!isImported)
            {
                imported = VerificationKey.Import(PublicKey);
                isImported = true;
            }

            return imported;
        }
    }
}
