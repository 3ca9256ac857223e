using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Provisioning;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Onboarding;

/// <summary>Where the certificate of a RegisterThing comes from: it is registered already, given as PEM, or issued for a request.</summary>
/// <param name="CertificateId">The certificate.</param>
/// <param name="New">What is to be registered unless it is; null for one that must be there.</param>
internal sealed record PlannedSource(string CertificateId, DeviceCertificate? New)
{
    /// <summary>Finds or makes the certificate; nothing is written yet.</summary>
    public static async Task<Result<PlannedSource>> FindAsync(Call call, Installation on, PlannedCertificate planned, DateTimeOffset now)
    {
        if (planned.CertificateId is { } id)
        {
            return new PlannedSource(id, null);
        }

        return planned.CertificateSigningRequest is { } request
            ? await IssueAsync(call, on, request, planned.Status, now)
            : await ReadAsync(call, on, planned, now);
    }

    /// <summary>Registers it, in the unit of work that provisions the device; the error that keeps it from being, or null.</summary>
    public async Task<WireError?> RegisterAsync(Session session, Call call)
    {
        if (New is null)
        {
            return null;
        }

        if (New.CACertificateId is { } ca
            && await RegisteredCACertificate.FindAsync(session, call.Caller, ca, call.Cancelled) is not { Status: CACertificate.Active })
        {
            return DeviceProvisioning.Failed($"The CA certificate {ca} was deactivated or deleted while the device was provisioned. Activate it, and try again.");
        }

        // One that is registered already is provisioned as it is: its status is a matter of OverrideSettings.
        return await RegisteredCertificate.InsertAsync(session, call.Caller, New, call.Cancelled) is CertificateRegistration.HeldByAnotherAccount
            ? DeviceProvisioning.Failed("Another account holds this certificate in DEFAULT mode in this region, and only one may.")
            : null;
    }

    private static async Task<Result<PlannedSource>> IssueAsync(Call call, Installation on, string pem, string status, DateTimeOffset now)
    {
        var reading = CertificationRequest.Read(pem);
        if (reading.Value is not { } request)
        {
            return DeviceProvisioning.Failed(reading.Fault!.Message);
        }

        if (CertificationRequestRules.Judge(request, now) is { IsEmpty: false } breaches)
        {
            return DeviceProvisioning.Failed(string.Join(' ', breaches.Select(breach => breach.Message)));
        }

        using var certificate = await on.ServiceCA.IssueAsync(
            request.Subject.IsEmpty ? IssuedCertificate.DefaultSubject : request.Subject.Der, request.PublicKey.Der, call.Cancelled);
        return Of(certificate, status, DeviceCertificate.DefaultMode, null, call, now);
    }

    private static async Task<Result<PlannedSource>> ReadAsync(Call call, Installation on, PlannedCertificate planned, DateTimeOffset now)
    {
        var reading = CertificatePem.Read(planned.CertificatePem!, RegisterCertificateRequest.Role);
        if (reading.Value is null)
        {
            return DeviceProvisioning.Failed(reading.Fault!.Message);
        }

        using var certificate = reading.Value;
        var found = await SigningCA.FindAsync(call, on.Database, certificate, planned.CACertificatePem, now);
        if (!found.IsSuccess)
        {
            return DeviceProvisioning.Failed(found.Error.Message);
        }

        using var ca = found.Value;
        return DeviceCertificateRules.Judge(certificate, ca.Certificate, [], now) is { IsEmpty: false } faults
            ? DeviceProvisioning.Failed(string.Join(' ', faults.Select(fault => fault.Message)))
            : Of(certificate, planned.Status, ca.Record.CertificateMode, ca.Record.CertificateId, call, now);
    }

    private static PlannedSource Of(Certificate certificate, string status, string mode, string? caId, Call call, DateTimeOffset now) =>
        new(certificate.Fingerprint, DeviceCertificate.Of(certificate, status, mode, caId, call.Caller.AccountId, now));
}
