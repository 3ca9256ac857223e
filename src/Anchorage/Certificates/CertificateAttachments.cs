using Anchorage.Policies;
using Anchorage.Storage;
using Anchorage.Things;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>What hangs on a certificate and keeps it from being deleted or transferred.</summary>
internal static class CertificateAttachments
{
    /// <summary>Whether the certificate is a thing's principal.</summary>
    public static Task<bool> HasThingsAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        RegisteredThing.HasCertificateAsync(session, caller, certificateId, cancellationToken);

    /// <summary>Whether policies are attached to the certificate.</summary>
    public static Task<bool> HasPoliciesAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        PrincipalPolicies.HasAnyAsync(session, caller, DeviceCertificate.ResourceOf(certificateId), cancellationToken);

    /// <summary>Detaches every policy from the certificate, as forceDelete asks.</summary>
    public static Task DetachPoliciesAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        PrincipalPolicies.DetachAllAsync(session, caller, DeviceCertificate.ResourceOf(certificateId), cancellationToken);
}
