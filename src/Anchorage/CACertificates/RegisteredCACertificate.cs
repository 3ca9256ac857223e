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
}
