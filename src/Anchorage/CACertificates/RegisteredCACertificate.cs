using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>What other folders may ask about CA certificates.</summary>
internal static class RegisteredCACertificate
{
    public static Task<bool> ExistsAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        CACertificateTable.ExistsAsync(session, caller, certificateId, cancellationToken);

    /// <summary>The same, by a write: it stays as it is until the unit of work ends.</summary>
    public static Task<bool> HoldAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        CACertificateTable.HoldAsync(session, caller, certificateId, cancellationToken);
}
