namespace Anchorage.CACertificates;

/// <summary>A registered CA certificate, as it is stored.</summary>
/// <param name="CertificateId">Lower-case hexadecimal SHA-256 of the DER.</param>
/// <param name="Der">The certificate itself.</param>
/// <param name="SubjectDigest">Lower-case hexadecimal SHA-256 of the subject's DER: equal for equal subjects, and short enough for an index.</param>
/// <param name="Status"><c>ACTIVE</c> or <c>INACTIVE</c>.</param>
/// <param name="AutoRegistrationStatus"><c>ENABLE</c> or <c>DISABLE</c>.</param>
/// <param name="CertificateMode"><c>DEFAULT</c> or <c>SNI_ONLY</c>; never changes.</param>
/// <param name="NotBefore">Where its validity begins, to the second.</param>
/// <param name="NotAfter">Where its validity ends, to the second.</param>
/// <param name="RegistrationConfig">How its devices are provisioned; null when they are only registered.</param>
/// <param name="CustomerVersion">1 at registration; moves with each change.</param>
/// <param name="GenerationId">A UUID, new at each registration of the same certificate.</param>
/// <param name="CreatedAt">To the millisecond.</param>
/// <param name="ModifiedAt">To the millisecond; equal to the creation at first.</param>
internal sealed record CACertificate(
    string CertificateId,
    byte[] Der,
    string SubjectDigest,
    string Status,
    string AutoRegistrationStatus,
    string CertificateMode,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    RegistrationConfig? RegistrationConfig,
    long CustomerVersion,
    string GenerationId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ModifiedAt)
{
    public const string Active = "ACTIVE";
    public const string Inactive = "INACTIVE";
    public const string Enable = "ENABLE";
    public const string Disable = "DISABLE";
    public const string DefaultMode = "DEFAULT";
    public const string SniOnly = "SNI_ONLY";

    /// <summary>The account's name for it: what follows the account in its ARN, and what its tags hang on.</summary>
    public string Resource => ResourceOf(CertificateId);

    public static string ResourceOf(string certificateId) => $"cacert/{certificateId}";
}
