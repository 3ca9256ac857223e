using System.Collections.Immutable;
using System.Net;
using Anchorage.Auditing;
using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Policies;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Onboarding;

/// <summary>Registers a device's certificate because it connects, and provisions the device if its CA has a template, or activates it if it has an activator.</summary>
internal static class JustInTimeRegistration
{
    /// <summary>How soon an event is taken up by the sweep, if whoever wrote it has not delivered it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>The first connect of an unknown certificate.</summary>
    /// <param name="on">The installation.</param>
    /// <param name="asked">The account and region that the handshake asks for.</param>
    /// <param name="isNamed">Whether its name said so.</param>
    /// <param name="der">The certificate, which the handshake has shown to be the device's.</param>
    /// <param name="sent">What it sent beside it.</param>
    /// <param name="source">Where the device connects from.</param>
    /// <param name="trial">Looks at what a template or an activator has made of it, and has all of it undone; null when it is to stay.</param>
    public static async Task<OnboardingOutcome> FirstAsync(
        Installation on, Caller asked, bool isNamed, byte[] der, ImmutableArray<byte[]> sent, IPAddress source, Func<Session, Caller, Task>? trial)
    {
        var reading = Certificate.Read(der, "device certificate");
        if (reading.Value is null)
        {
            return new OnboardingOutcome("unreadable", reading.Fault!.Message);
        }

        using var certificate = reading.Value;
        var now = on.Clock.GetUtcNow();
        var (ca, refusal) = await RegisteringCA.FindAsync(on.Database, asked, isNamed, certificate, sent, now, CancellationToken.None);
        if (ca is null)
        {
            return refusal!;
        }

        var record = DeviceCertificate.Of(
            certificate, CertificateStatus.PendingActivation, ca.Record.CertificateMode, ca.Record.CertificateId, ca.Caller.AccountId, now);
        return await RunAsync(on, ca.Caller, certificate, record, isNew: true, source, trial, now);
    }

    /// <summary>A later connect of a certificate that is PENDING_ACTIVATION.</summary>
    public static async Task<OnboardingOutcome> AgainAsync(
        Installation on, Caller caller, DeviceCertificate record, IPAddress source, Func<Session, Caller, Task>? trial)
    {
        using var certificate = Certificate.Read(record.Der, "device certificate").Value!;
        return await RunAsync(on, caller, certificate, record, isNew: false, source, trial, on.Clock.GetUtcNow());
    }

    private static async Task<OnboardingOutcome> RunAsync(
        Installation on, Caller caller, Certificate certificate, DeviceCertificate record, bool isNew, IPAddress source, Func<Session, Caller, Task>? trial, DateTimeOffset now)
    {
        if (record.CACertificateId is not { } ca)
        {
            return new OnboardingOutcome("pending_activation", $"Certificate {record.CertificateId} is PENDING_ACTIVATION and has no CA; wanted ACTIVE.");
        }

        var told = new RegistrationEvent(
            caller.AccountId, caller.Region, record.CertificateId, ca, DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()), isNew ? null : record.CreatedAt);

        // Nobody's going away stops what has begun: a device that is impatient under load would never come in.
        var outcome = await on.Database.WriteAsync(
            async session =>
            {
                var stored = await StoreAsync(session, caller, certificate, record, told, provisions: true);
                var found = stored.Value with { Caller = caller, CAs = [ca] };
                if (found.IsProvisioned && trial is not null)
                {
                    await trial(session, caller);
                }

                if (!stored.Kept || trial is not null)
                {
                    return Write.Undo(found);
                }

                await RecordAsync(session, on.Audit, caller, told, found, source);
                return Write.Keep(found);
            },
            CancellationToken.None);

        // What fails takes back only what it has done itself; the certificate waits, and the next connect tries again.
        return outcome.Name is NotProvisioned or NotActivated && trial is null
            ? await on.Database.WriteAsync(
                async session =>
                {
                    var stored = await StoreAsync(session, caller, certificate, record, told, provisions: false);
                    if (stored.Kept)
                    {
                        await RecordAsync(session, on.Audit, caller, told, stored.Value, source);
                    }

                    return stored;
                },
                CancellationToken.None) is { Event: { } written }
                ? outcome with { Event = written }
                : outcome with { IsOutdated = true }
            : outcome;
    }

    /// <summary>Records what has become of the device. One that waits for its activation as before has changed nothing.</summary>
    private static async Task RecordAsync(Session session, AuditTrail trail, Caller caller, RegistrationEvent told, OnboardingOutcome outcome, IPAddress source)
    {
        var operation = outcome.Name switch
        {
            Registered => AuditedOperations.JustInTimeRegistration,
            Provisioned => AuditedOperations.JustInTimeProvisioning,
            Activated => AuditedOperations.JustInTimeActivation,
            _ => null,
        };
        if (operation is null)
        {
            return;
        }

        var certificate = caller.Arn($"cert/{told.CertificateId}");
        var entry = new AuditEntry { Caller = caller, Principal = certificate, Source = source, Operation = operation };
        entry.Concern(certificate);
        entry.Concern(caller.Arn($"cacert/{told.CACertificateId}"));
        foreach (var resource in outcome.Device?.Resources.Values ?? (outcome.PolicyName is { } policy ? [$"policy/{policy}"] : []))
        {
            entry.Concern(caller.Arn(resource));
        }

        await trail.RecordAsync(session, entry);
    }

    private const string Registered = "registered";

    private const string Provisioned = "provisioned";

    private const string Activated = "activated";

    private const string NotProvisioned = "not_provisioned";

    private const string NotActivated = "not_activated";

    private static async Task<Write<OnboardingOutcome>> StoreAsync(
        Session session, Caller caller, Certificate certificate, DeviceCertificate record, RegistrationEvent told, bool provisions)
    {
        var ca = await RegisteredCACertificate.FindAsync(session, caller, told.CACertificateId, CancellationToken.None);
        if (await RegisterAsync(session, caller, record, told, ca) is { } refused)
        {
            return Write.Undo(refused);
        }

        await RegistrationEventTable.PutAsync(session, told, told.OccurredAt + Grace, CancellationToken.None);
        provisions = provisions && ca is not null && RegisteringCA.Registers(ca) && told.OccurredAt <= ca.NotAfter;
        if (!provisions || ca?.RegistrationConfig is not { } config)
        {
            if (provisions && await RegisteredCACertificate.FindActivatorAsync(session, caller, told.CACertificateId, CancellationToken.None) is { } activator)
            {
                return await ActivateAsync(session, caller, record, told, activator);
            }

            return Write.Keep(new OnboardingOutcome(
                told.RegisteredAt is null ? Registered : "pending_activation",
                told.RegisteredAt is null
                    ? $"Certificate {record.CertificateId} was registered under the CA {told.CACertificateId} and is PENDING_ACTIVATION. Activate it, and the device's next connect is let in."
                    : $"Certificate {record.CertificateId} is PENDING_ACTIVATION; wanted ACTIVE.",
                told));
        }

        var done = await JustInTimeProvisioning.RunAsync(session, caller, config, certificate, told.OccurredAt, CancellationToken.None);
        return done.IsSuccess
            ? Write.Keep(new OnboardingOutcome(
                Provisioned, $"Certificate {record.CertificateId} was provisioned by the template of the CA {told.CACertificateId}: thing {done.Value.ThingName ?? "none"}, status {done.Value.CertificateStatus}.", told, IsProvisioned: true)
            {
                Device = done.Value,
            })
            : Write.Undo(new OnboardingOutcome(
                NotProvisioned, $"Certificate {record.CertificateId}, subject {Printable.Quoted(record.Subject)}, stays PENDING_ACTIVATION, because the template of the CA {told.CACertificateId} fails: {done.Error.Message}"));
    }

    /// <summary>What a function of the operator's would do that gets the event. In the unit of work that writes it, so that neither is there alone.</summary>
    private static async Task<Write<OnboardingOutcome>> ActivateAsync(
        Session session, Caller caller, DeviceCertificate record, RegistrationEvent told, CAActivator activator)
    {
        // The row was written, or seen as PENDING_ACTIVATION, before; by now another connection may have been quicker.
        if (!await RegisteredCertificate.TrySetStatusAsync(
            session, caller, record.CertificateId, CertificateStatus.PendingActivation, CertificateStatus.Active, told.OccurredAt, CancellationToken.None))
        {
            return Write.Undo(Outdated(record));
        }

        return await PrincipalPolicies.AttachAsync(session, caller, record.Resource, activator.PolicyName, told.OccurredAt, CancellationToken.None) switch
        {
            PolicyAttachment.Done => Write.Keep(new OnboardingOutcome(
                Activated, $"Certificate {record.CertificateId} was activated by the activator of the CA {told.CACertificateId}, with the policy {activator.PolicyName}.", told, IsProvisioned: true)
            {
                PolicyName = activator.PolicyName,
            }),
            _ => Write.Undo(new OnboardingOutcome(
                NotActivated, $"Certificate {record.CertificateId}, subject {Printable.Quoted(record.Subject)}, stays PENDING_ACTIVATION, because the policy {activator.PolicyName} of the activator of the CA {told.CACertificateId} cannot be attached: the certificate has as many policies as it may. Detach one with detach-policy.")),
        };
    }

    /// <summary>Sees to it that the certificate stands in the registry and waits for its activation; tells what speaks against it.</summary>
    private static async Task<OnboardingOutcome?> RegisterAsync(Session session, Caller caller, DeviceCertificate record, RegistrationEvent told, CACertificate? ca)
    {
        if (told.RegisteredAt is not null)
        {
            return await RegisteredCertificate.FindAsync(session, caller, record.CertificateId, CancellationToken.None) is { Status: CertificateStatus.PendingActivation }
                ? null
                : Outdated(record);
        }

        if (ca is null || !RegisteringCA.Registers(ca))
        {
            return Outdated(record);
        }

        switch (await RegisteredCertificate.InsertAsync(session, caller, record, CancellationToken.None))
        {
            case CertificateRegistration.AlreadyRegistered:
                return Outdated(record);
            case CertificateRegistration.HeldByAnotherAccount:
                return new OnboardingOutcome("held", $"Certificate {record.CertificateId} cannot be registered in account {caller.AccountId}: another account of the region holds it in DEFAULT mode, and only one may.");
        }

        // Looked for after the row is written: whoever deletes the certificate at this moment has left word by then.
        return await RegisteredCertificate.WasRevokedAsync(session, caller, record.CertificateId, CancellationToken.None)
            ? new OnboardingOutcome("revoked", $"Certificate {record.CertificateId} was revoked and deleted; it does not come back by itself. Give the device another certificate, or register this one with register-certificate.")
            : null;
    }

    private static OnboardingOutcome Outdated(DeviceCertificate record) =>
        new("changed_meanwhile", $"Certificate {record.CertificateId} or its CA was changed by another request at the same time.", IsOutdated: true);
}
