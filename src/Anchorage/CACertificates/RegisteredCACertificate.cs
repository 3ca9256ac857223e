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

    /// <summary>What is done by itself for certificates that register themselves under it; null for nothing.</summary>
    public static Task<CAActivator?> FindActivatorAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        CAActivatorTable.FindAsync(session, caller, certificateId, cancellationToken);

    /// <summary>A CA whose activator names a policy; null when none does.</summary>
    public static Task<string?> FindActivatedByAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        CAActivatorTable.FindByPolicyAsync(session, caller, policyName, cancellationToken);

    /// <summary>Which of some CAs are quarantined, so that their devices are kept out.</summary>
    /// <param name="certificateIds">At most <see cref="FixedList.Length"/>.</param>
    public static Task<List<string>> FindQuarantinedAsync(
        Session session, Caller caller, IReadOnlyList<string> certificateIds, CancellationToken cancellationToken) =>
        CAQuarantineTable.AmongAsync(session, caller, certificateIds, cancellationToken);

    public static async Task<bool> IsQuarantinedAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        await CAQuarantineTable.FindAsync(session, caller, certificateId, cancellationToken) is not null;

    /// <summary>Whether the account has it, by a write: it stays as it is until the unit of work ends.</summary>
    public static Task<bool> HoldAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        CACertificateTable.HoldAsync(session, caller, certificateId, cancellationToken);
}
