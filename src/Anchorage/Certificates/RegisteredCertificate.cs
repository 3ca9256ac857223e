using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Certificates;

/// <summary>What other folders may ask about device certificates, and do with them in a unit of work of their own.</summary>
internal static class RegisteredCertificate
{
    /// <summary>Whether the account has it, in whichever state.</summary>
    public static async Task<bool> ExistsAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        await DeviceCertificateTable.FindStatusAsync(session, caller, certificateId, cancellationToken) is not null;

    public static Task<DeviceCertificate?> FindAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        DeviceCertificateTable.FindAsync(session, caller, certificateId, cancellationToken);

    /// <summary>Which of some certificates are ACTIVE, each with its CA.</summary>
    /// <param name="certificateIds">At most <see cref="FixedList.Length"/>.</param>
    public static Task<List<(string CertificateId, string? CACertificateId)>> FindActiveAsync(
        Session session, Caller caller, IReadOnlyList<string> certificateIds, CancellationToken cancellationToken) =>
        DeviceCertificateTable.FindActiveAsync(session, caller, certificateIds, cancellationToken);

    /// <summary>The account that alone holds a certificate in DEFAULT mode in a region; null when none does.</summary>
    public static Task<string?> FindHolderAsync(Session session, string region, string certificateId, CancellationToken cancellationToken) =>
        DeviceCertificateTable.FindHolderAsync(session, region, certificateId, cancellationToken);

    /// <summary>
    /// Keeps it from being deleted or transferred until this transaction ends, so that a policy or a thing can be attached to it.
    /// False when the account does not have it, or when it is PENDING_TRANSFER.
    /// </summary>
    public static Task<bool> TryKeepAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        DeviceCertificateTable.TryKeepAsync(session, caller, certificateId, cancellationToken);

    /// <summary>Registers it; anything but <see cref="CertificateRegistration.Done"/> must be undone by the caller's transaction.</summary>
    public static Task<CertificateRegistration> InsertAsync(
        Session session, Caller caller, DeviceCertificate certificate, CancellationToken cancellationToken) =>
        DeviceCertificateTable.InsertAsync(session, caller, certificate, cancellationToken);

    /// <summary>Moves it from one state to another; false when it is not there or not in the first.</summary>
    public static Task<bool> TrySetStatusAsync(
        Session session, Caller caller, string certificateId, string from, string to, DateTimeOffset now, CancellationToken cancellationToken) =>
        DeviceCertificateTable.TrySetStatusAsync(session, caller, certificateId, from, to, now, cancellationToken);

    /// <summary>Whether it was revoked and then deleted, so that nothing may register it by itself; a caller who asks for it still may.</summary>
    public static Task<bool> WasRevokedAsync(Session session, Caller caller, string certificateId, CancellationToken cancellationToken) =>
        DeviceCertificateTable.WasRevokedAsync(session, caller, certificateId, cancellationToken);
}
