using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.CACertificates;

/// <summary>What other folders may ask about CA certificates.</summary>
internal static class RegisteredCACertificate
{
    public static Task<bool> ExistsAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        CACertificateTable.ExistsAsync(session, caller, certificateId, cancellationToken);
}
