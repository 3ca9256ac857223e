using System.Collections.Immutable;
using System.Security.Cryptography;
using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Gateway.Sessions;
using Anchorage.Onboarding;
using Anchorage.Policies;
using Anchorage.Policy;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Gateway;

/// <summary>Whether a device is let in, decided on its CONNECT packet: by the registry, and by the policies of its certificate.</summary>
internal static class Admission
{
    /// <summary>How often what changes while it is judged is judged anew.</summary>
    private const int MostRounds = 3;

    /// <summary>
    /// Judges a connection by what its handshake and its CONNECT packet told. Gives whose it is, or why it is refused. An unknown certificate
    /// that a CA answers for is registered here, which refuses this connection and lets a later one in.
    /// </summary>
    /// <param name="trail">Gains what the decision came by. On a trial nothing is written.</param>
    /// <param name="events">Publishes what is registered; null on a trial.</param>
    public static async Task<(Principal? Principal, ConnectRefusal? Refusal)> DecideAsync(
        Peer peer, ConnectRequest request, AdmissionTrail trail, Installation on, RegistrationEvents? events, CancellationToken cancellationToken)
    {
        if (peer.Certificate is not { } der)
        {
            return Refuse("no_certificate", "The device showed no certificate.");
        }

        for (var round = 1; ; round++)
        {
            var asOf = on.AccessChanges.Count;
            var known = await FindAsync(peer, Convert.ToHexStringLower(SHA256.HashData(der)), on, cancellationToken);
            trail.Found(known.Caller, known.Certificate);
            if (known.Certificate is { } certificate)
            {
                if (FindFault(certificate, known.IsQuarantined, on.Clock.GetUtcNow()) is var (name, words))
                {
                    return Refuse(name, words);
                }

                if (certificate.Status is CertificateStatus.Active)
                {
                    var thing = await on.Database.ReadAsync(
                        session => ThingVariables.FindAsync(session, known.Caller, request.ClientId, certificate.CertificateId, cancellationToken), cancellationToken);
                    return Judge(known.Caller, certificate, known.Policies, thing, asOf);
                }
            }

            Func<Session, Caller, Task>? trial = trail.IsTrial ? TryNextAsync : null;
            var outcome = known.Certificate is null
                ? await JustInTimeRegistration.FirstAsync(on, known.Caller, peer.Endpoint.IsNamed, der, peer.Sent, peer.Address, trial)
                : await JustInTimeRegistration.AgainAsync(on, known.Caller, known.Certificate, peer.Address, trial);
            trail.Led(outcome);
            if (outcome.IsProvisioned && on.Options.JitpHold && trail.Next is { } next)
            {
                return next;
            }

            if (outcome.Event is { } told)
            {
                events?.Publish(told);
            }

            // Registered by another connection at the same time; or provisioned, and nobody wants it to come again.
            if (round == MostRounds || !(outcome.IsOutdated || (outcome.IsProvisioned && on.Options.JitpHold)))
            {
                return Refuse(outcome.Name, outcome.Words);
            }
        }

        (Principal?, ConnectRefusal?) Judge(Caller caller, DeviceCertificate certificate, ImmutableArray<NamedPolicy> policies, ThingVariables? thing, long asOf)
        {
            var context = ContextOf(der, peer, request);
            var permissions = new Permissions(caller.AccountId, caller.Region, policies, thing?.Set(context) ?? context);
            return permissions.MayConnect(request.ClientId)
                ? (new Principal(caller.AccountId, caller.Region, certificate.CertificateId, permissions, asOf), null)
                : Refuse("connect_not_allowed", $"No policy of certificate {certificate.CertificateId} allows iot:Connect to client/{request.ClientId}, or one denies it.");
        }

        // What a template or an activator has made of the device, and is about to be undone: how would it be judged when it comes again?
        async Task TryNextAsync(Session session, Caller caller)
        {
            var made = (await RegisteredCertificate.FindAsync(session, caller, Convert.ToHexStringLower(SHA256.HashData(der)), cancellationToken))!;
            var policies = await PrincipalPolicies.FindAsync(session, caller, made.Resource, new CompiledPolicies(), cancellationToken);
            var thing = await ThingVariables.FindAsync(session, caller, request.ClientId, made.CertificateId, cancellationToken);
            trail.Next = FindFault(made, isQuarantined: false, on.Clock.GetUtcNow()) is var (name, words) ? Refuse(name, words) : Judge(caller, made, [.. policies], thing, asOf: 0);
        }

        (Principal?, ConnectRefusal?) Refuse(string name, string words) => (null, ConnectRefusal.NotAuthorized(name, words, request.IsVersion5));
    }

    /// <summary>What the registry has: in the account that the handshake names; if it names none, also in the one that alone holds the certificate.</summary>
    private static Task<(Caller Caller, DeviceCertificate? Certificate, bool IsQuarantined, ImmutableArray<NamedPolicy> Policies)> FindAsync(
        Peer peer, string certificateId, Installation on, CancellationToken cancellationToken) =>
        on.Database.ReadAsync(
            async session =>
            {
                var caller = new Caller(peer.Endpoint.AccountId, peer.Endpoint.Region, AccessKeyId: null);
                var found = await RegisteredCertificate.FindAsync(session, caller, certificateId, cancellationToken);
                if (found is null && !peer.Endpoint.IsNamed
                    && await RegisteredCertificate.FindHolderAsync(session, caller.Region, certificateId, cancellationToken) is { } holder)
                {
                    caller = caller with { AccountId = holder };
                    found = await RegisteredCertificate.FindAsync(session, caller, certificateId, cancellationToken);
                }

                return (
                    caller, found,
                    found?.CACertificateId is { } ca && await RegisteredCACertificate.IsQuarantinedAsync(session, caller, ca, cancellationToken),
                    found is null ? [] : await PrincipalPolicies.FindAsync(session, caller, found.Resource, on.CompiledPolicies, cancellationToken));
            },
            cancellationToken);

    /// <summary>Why a registered certificate lets nobody in, whatever else; null when it is ACTIVE, or PENDING_ACTIVATION, and valid.</summary>
    private static (string Name, string Words)? FindFault(DeviceCertificate certificate, bool isQuarantined, DateTimeOffset now) =>
        certificate.Status is not (CertificateStatus.Active or CertificateStatus.PendingActivation)
            ? ("not_active", $"Certificate {certificate.CertificateId} is {certificate.Status}; wanted ACTIVE.")
        : isQuarantined
            ? ("ca_quarantined", $"The CA {certificate.CACertificateId} of certificate {certificate.CertificateId} is quarantined. When its devices may come in again: anchorage ca release {certificate.CACertificateId}")
        : now < certificate.NotBefore || now > certificate.NotAfter
            ? ("not_valid", $"Certificate {certificate.CertificateId} is valid from {certificate.NotBefore:O} to {certificate.NotAfter:O}, and it is {now:O}.")
        : null;

    /// <summary>What policies may know of the connection.</summary>
    private static PolicyContext ContextOf(byte[] der, Peer peer, ConnectRequest request)
    {
        var context = new PolicyContext()
            .Set(ContextNames.ClientId, request.ClientId)
            .Set(ContextNames.SourceIp, peer.Address.ToString())
            .Set(ContextNames.SecureTransport, "true")
            .Set(ContextNames.ConnectAttributes, [.. request.Attributes]);
        var reading = Certificate.Read(der, "device certificate");
        if (!reading.IsRead)
        {
            return context;
        }

        using var certificate = reading.Value;
        return CertificateVariables.Set(context, certificate);
    }
}
