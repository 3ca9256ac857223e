using System.Collections.Immutable;
using Anchorage.Certificates;
using Anchorage.Gateway.Sessions;
using Anchorage.Onboarding;
using Anchorage.Wire;

namespace Anchorage.Gateway;

/// <summary>What a decision on a connection came by: kept for whoever explains it afterwards.</summary>
internal sealed class AdmissionTrail
{
    private Caller? _asked;

    /// <summary>Whether the decision is to change nothing: it is asked for by somebody who only wants to know.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Whose certificate or CA it is, else the account that was asked for; null when the registry was not looked at.</summary>
    public Caller? Caller => Onboarding?.Caller ?? _asked;

    /// <summary>The certificate as the registry had it when it was last looked at.</summary>
    public DeviceCertificate? Certificate { get; private set; }

    /// <summary>What the attempt to register or provision it led to; null when none was made.</summary>
    public OnboardingOutcome? Onboarding { get; private set; }

    /// <summary>On a trial, how a device that a template or an activator would make ACTIVE is judged when it comes again.</summary>
    public (Principal? Principal, ConnectRefusal? Refusal)? Next { get; set; }

    /// <summary>The CA that signed it, as far as it is known, or those that have its issuer's name.</summary>
    public ImmutableArray<string> CAs => Onboarding?.CAs ?? (Certificate?.CACertificateId is { } ca ? [ca] : []);

    public void Found(Caller caller, DeviceCertificate? certificate) => (_asked, Certificate) = (caller, certificate);

    public void Led(OnboardingOutcome outcome) => Onboarding = outcome;

    /// <summary>The reason of a first connect that was let in.</summary>
    public static string AtOnce(OnboardingOutcome provisioned) => $"{provisioned.Words} It was let in at once.";

    /// <summary>Has the attempt recorded.</summary>
    public void Note(OnboardingAttempts attempts, Peer peer, string outcome, string words, TimeProvider clock)
    {
        var (account, region) = Caller is { } caller ? (caller.AccountId, caller.Region) : (peer.Endpoint.AccountId, peer.Endpoint.Region);
        attempts.Note(new NotedAttempt(clock.GetUtcNow(), account, region, peer.ServerName, peer.Address, peer.Certificate, CAs, outcome, words));
        if (Onboarding is { Event: { RegisteredAt: null } told })
        {
            attempts.Expect(account, told.CertificateId);
        }
    }

    /// <summary>Has an admission recorded if it is the first since the certificate came in by itself.</summary>
    public void NoteAdmission(OnboardingAttempts attempts, Peer peer, Principal principal, string clientId, TimeProvider clock)
    {
        if (Onboarding is { IsProvisioned: true } provisioned)
        {
            Note(attempts, peer, AttemptOutcome.Admitted.Name, AtOnce(provisioned), clock);
        }

        if (attempts.IsFirst(principal.AccountId, principal.CertificateId) && Onboarding is null)
        {
            Note(attempts, peer, AttemptOutcome.Admitted.Name, $"Certificate {principal.CertificateId} was let in as client {Printable.Quoted(clientId)}, for the first time since it was registered.", clock);
        }
    }
}
