using System.Text;

namespace Anchorage.X509;

/// <summary>A CRL as RFC 5280 5.1 defines it: what it says, and nothing about whether it is acceptable. Does not change.</summary>
public sealed class CertificateRevocationList
{
    /// <summary>Longest DER that is read, in bytes: some 400,000 entries.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Longest PEM text that is read, in characters.</summary>
    public const int MaxCharacters = MaxBytes / 3 * 4 + MaxBytes / 32;

    internal const string Role = "CRL";

    private readonly RevokedSerialNumbers revoked;

    internal CertificateRevocationList(RevokedSerialNumbers revoked) => this.revoked = revoked;

    public required DistinguishedName Issuer { get; init; }

    /// <summary>When it was issued, UTC.</summary>
    public required DateTimeOffset ThisUpdate { get; init; }

    /// <summary>When the next one is issued at the latest, UTC; null when it does not say.</summary>
    public required DateTimeOffset? NextUpdate { get; init; }

    /// <summary>cRLNumber's content octets, two's complement (RFC 5280 5.2.3); null when absent.</summary>
    public required ReadOnlyMemory<byte>? Number { get; init; }

    /// <summary>Which of the issuer's keys signed it; null when absent.</summary>
    public required AuthorityKeyIdentifier? AuthorityKeyIdentifier { get; init; }

    /// <summary>Whether it only says what changed since another (RFC 5280 5.2.4).</summary>
    public required bool IsDelta { get; init; }

    /// <summary>What it is for, when that is not all that its issuer issued (RFC 5280 5.2.5); null when absent.</summary>
    public required IssuingDistributionPoint? Scope { get; init; }

    /// <summary>Whether an entry is about another CA's certificate (RFC 5280 5.3.3), or the scope says that some are.</summary>
    public bool IsIndirect => revoked.HasOtherIssuers || Scope is { IsIndirect: true };

    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    /// <summary>The signed part (TBSCertList), from its SEQUENCE tag on.</summary>
    public required ReadOnlyMemory<byte> SignedDer { get; init; }

    /// <summary>The signature's octets.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>How many entries there are.</summary>
    public int Count => revoked.Count;

    /// <summary>The entry about a certificate; null when there is none. Takes the same time however many there are.</summary>
    /// <param name="serialNumber">As in <see cref="Certificate.SerialNumber"/>.</param>
    public RevokedCertificate? Find(ReadOnlyMemory<byte> serialNumber) => revoked.Find(serialNumber.Span);

    /// <summary>Reads DER, or the one PEM block labelled X509 CRL in a text. The octets are not copied: they must not change afterwards.</summary>
    public static Reading<CertificateRevocationList> Read(ReadOnlyMemory<byte> file) => file.Span is [0x30, ..]
        ? CrlReading.Read(file)
        : file.Length > MaxCharacters ? CrlReading.TooLong(file.Length) : CrlReading.Read(Encoding.UTF8.GetString(file.Span));
}

/// <summary>An entry of a CRL (RFC 5280 5.1.2.6).</summary>
/// <param name="At">When the certificate was revoked, UTC.</param>
/// <param name="Reason">reasonCode's number (RFC 5280 5.3.1), for example 1 for keyCompromise; null when absent.</param>
public sealed record RevokedCertificate(DateTimeOffset At, int? Reason);
