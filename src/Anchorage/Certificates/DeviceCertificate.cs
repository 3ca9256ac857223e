using Anchorage.X509;

namespace Anchorage.Certificates;

/// <summary>A registered device certificate, as it is stored.</summary>
/// <param name="CertificateId">Lower-case hexadecimal SHA-256 of the DER.</param>
/// <param name="Der">The certificate itself.</param>
/// <param name="Subject">The subject as RFC 4514 writes it, at most 515 characters; for people.</param>
/// <param name="Status">One of <see cref="CertificateStatus"/>.</param>
/// <param name="CertificateMode"><c>DEFAULT</c> or <c>SNI_ONLY</c>; never changes.</param>
/// <param name="CACertificateId">The registered CA that signed it; null when it was registered without one or issued here.</param>
/// <param name="OwnedBy">The account it belongs to: while a transfer is pending, the one that offers it.</param>
/// <param name="PreviousOwnedBy">The account it was transferred from; null when it never was.</param>
/// <param name="Transfer">Its latest transfer.</param>
/// <param name="NotBefore">Where its validity begins, to the second.</param>
/// <param name="NotAfter">Where its validity ends, to the second.</param>
/// <param name="CustomerVersion">1 at registration; moves with each change.</param>
/// <param name="GenerationId">A UUID, new at each registration of the same certificate.</param>
/// <param name="CreatedAt">To the millisecond.</param>
/// <param name="ModifiedAt">To the millisecond; equal to the creation at first.</param>
internal sealed record DeviceCertificate(
    string CertificateId,
    byte[] Der,
    string Subject,
    string Status,
    string CertificateMode,
    string? CACertificateId,
    string OwnedBy,
    string? PreviousOwnedBy,
    CertificateTransfer Transfer,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    long CustomerVersion,
    string GenerationId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ModifiedAt)
{
    public const string DefaultMode = "DEFAULT";
    public const string SniOnly = "SNI_ONLY";

    /// <summary>The account's name for it: what follows the account in its ARN.</summary>
    public string Resource => ResourceOf(CertificateId);

    public static string ResourceOf(string certificateId) => $"cert/{certificateId}";

    /// <summary>A certificate to be registered now.</summary>
    public static DeviceCertificate Of(
        Certificate certificate, string status, string mode, string? caCertificateId, string accountId, DateTimeOffset now)
    {
        // Whole milliseconds, so that what is answered now equals what is read back later.
        var created = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        return new DeviceCertificate(
            certificate.Fingerprint,
            certificate.Der.ToArray(),
            certificate.Subject.ToString(),
            status,
            mode,
            caCertificateId,
            accountId,
            PreviousOwnedBy: null,
            CertificateTransfer.None,
            certificate.NotBefore,
            certificate.NotAfter,
            CustomerVersion: 1,
            Uuid.Next(),
            created,
            created);
    }
}
