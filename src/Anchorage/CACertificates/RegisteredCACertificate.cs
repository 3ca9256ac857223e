using System.Collections.Immutable;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>What other folders may ask about CA certificates.</summary>
internal static class RegisteredCACertificate
{
    public static Task<bool> ExistsAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        CACertificateTable.ExistsAsync(session, caller, certificateId, cancellationToken);

    /// <summary>The ids of CAs whose registrationConfig names a provisioning template, newest first, at most as many as asked for.</summary>
    public static async Task<ImmutableArray<string>> OfTemplateAsync(
        Session session, Caller caller, string templateName, int most, CancellationToken cancellationToken) =>
        [.. (await CACertificateListing.PageAsync(session, caller, null, ascending: false, templateName, most, cancellationToken)).Select(ca => ca.CertificateId)];

    public static Task<CACertificate?> FindAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        CACertificateTable.FindAsync(session, caller, certificateId, cancellationToken);

    /// <summary>The CAs whose subject has this digest, at most 10: those that a certificate with such an issuer may come from.</summary>
    /// <param name="subjectDigest">Lower-case hexadecimal SHA-256 of the subject's DER.</param>
    public static Task<List<CACertificate>> FindBySubjectAsync(
        Session session, Caller caller, string subjectDigest, CancellationToken cancellationToken) =>
        CACertificateTable.FindBySubjectAsync(session, caller, subjectDigest, cancellationToken);

    /// <summary>The CAs in DEFAULT mode whose subject has this digest, of whichever account; at most 16, the oldest.</summary>
    /// <param name="subjectDigest">Lower-case hexadecimal SHA-256 of the subject's DER.</param>
    public static Task<List<HeldCACertificate>> FindHeldBySubjectAsync(
        Session session, string region, string subjectDigest, CancellationToken cancellationToken) =>
        CACertificateTable.FindHeldBySubjectAsync(session, region, subjectDigest, cancellationToken);

    /// <summary>Whether the account has it, by a write: it stays as it is until the unit of work ends.</summary>
    public static Task<bool> HoldAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        CACertificateTable.HoldAsync(session, caller, certificateId, cancellationToken);
}
