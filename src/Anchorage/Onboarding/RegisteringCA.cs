using System.Collections.Immutable;
using System.Security.Cryptography;
using Anchorage.CACertificates;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Onboarding;

/// <summary>The registered CA under which an unknown certificate may come in, and the account and region whose it is.</summary>
/// <param name="Caller">The account that the name in the handshake selects; without one, the account that alone holds the CA.</param>
/// <param name="Record">The CA.</param>
/// <param name="IsQuarantined">Whether it is INACTIVE for that.</param>
internal sealed record RegisteringCA(Caller Caller, CACertificate Record, bool IsQuarantined = false)
{
    /// <summary>Finds the CA that signed a certificate and registers by itself; else tells why none does.</summary>
    /// <param name="database">The store.</param>
    /// <param name="asked">The account and region that the handshake asks for.</param>
    /// <param name="isNamed">Whether its name said so. Only then SNI_ONLY CAs are looked at, and only those of that account.</param>
    /// <param name="device">The device's certificate.</param>
    /// <param name="sent">What it sent beside it, DER, in any order; what cannot be read does no harm.</param>
    /// <param name="now">The time at which all are to be valid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(RegisteringCA? Found, OnboardingOutcome? Refusal)> FindAsync(
        Database database, Caller asked, bool isNamed, Certificate device, ImmutableArray<byte[]> sent, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var chain = sent.Select(der => Certificate.Read(der, "certificate").Value).OfType<Certificate>().ToImmutableArray();
        var candidates = new List<(RegisteringCA CA, Certificate Certificate)>();
        try
        {
            var names = DeviceCertificateRules.IssuerNames(device, chain);
            var records = await database.ReadAsync(session => CandidatesAsync(session, asked, isNamed, names, cancellationToken), cancellationToken);
            candidates.AddRange(records.Select(one => (one, Certificate.Read(one.Record.Der, "CA certificate").Value!)));
            return Choose(asked, device, chain, candidates, now);
        }
        finally
        {
            chain.ToList().ForEach(one => one.Dispose());
            candidates.ForEach(one => one.Certificate.Dispose());
        }
    }

    /// <summary>Whether it registers what it signed by itself.</summary>
    public static bool Registers(CACertificate ca) => ca is { Status: CACertificate.Active, AutoRegistrationStatus: CACertificate.Enable };

    private static async Task<List<RegisteringCA>> CandidatesAsync(
        Session session, Caller asked, bool isNamed, ImmutableArray<DistinguishedName> names, CancellationToken cancellationToken)
    {
        var candidates = new List<RegisteringCA>();
        foreach (var name in names)
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(name.Der.Span));
            candidates.AddRange(isNamed
                ? (await RegisteredCACertificate.FindBySubjectAsync(session, asked, digest, cancellationToken)).Select(ca => new RegisteringCA(asked, ca))
                : (await RegisteredCACertificate.FindHeldBySubjectAsync(session, asked.Region, digest, cancellationToken))
                    .Select(held => new RegisteringCA(asked with { AccountId = held.AccountId }, held.CA)));
        }

        for (var at = 0; at < candidates.Count; at++)
        {
            if (candidates[at] is { Record.Status: CACertificate.Inactive } idle
                && await RegisteredCACertificate.IsQuarantinedAsync(session, idle.Caller, idle.Record.CertificateId, cancellationToken))
            {
                candidates[at] = idle with { IsQuarantined = true };
            }
        }

        return candidates;
    }

    private static (RegisteringCA?, OnboardingOutcome?) Choose(
        Caller asked, Certificate device, ImmutableArray<Certificate> chain, List<(RegisteringCA CA, Certificate Certificate)> candidates, DateTimeOffset now)
    {
        // Of two CAs with one key, the one that is in use; those that are not only tell why nothing happens.
        var registering = Anchor(candidates.Where(one => Registers(one.CA.Record)));

        // What a quarantined CA vouches for does not come in beside it either: under its root, or under another certificate of its key.
        if (candidates.Any(one => one.CA.IsQuarantined)
            && Anchor(candidates.Where(one => one.CA.IsQuarantined && one.CA.Caller == (registering.Found?.Caller ?? one.CA.Caller))).Found is { } kept)
        {
            return (null, OfCA(
                kept, "ca_quarantined", $"The CA {kept.Record.CertificateId}, which signed certificate {device.Fingerprint}, is quarantined. When its devices may come in: anchorage ca release {kept.Record.CertificateId}"));
        }

        if (registering.Found is { } found)
        {
            return registering.Anchoring.IsAccepted
                ? (found, null)
                : (null, OfCA(found, "not_acceptable", $"Certificate {device.Fingerprint} cannot come in under the CA {found.Record.CertificateId}. {Sentences(registering.Anchoring)}"));
        }

        var idle = Anchor(candidates.Where(one => !Registers(one.CA.Record)));
        if (idle.Found is { Record: var ca })
        {
            return (null, ca.Status != CACertificate.Active
                ? OfCA(idle.Found, "ca_inactive", $"The CA {ca.CertificateId}, which signed certificate {device.Fingerprint}, is {ca.Status}; wanted ACTIVE.")
                : OfCA(idle.Found, "auto_registration_off", $"The CA {ca.CertificateId}, which signed certificate {device.Fingerprint}, does not register by itself. Allow it with update-ca-certificate --new-auto-registration-status ENABLE."));
        }

        // Of the CAs of other accounts nobody is told, not even that there are any.
        var own = candidates.Where(one => one.CA.Caller.AccountId == asked.AccountId).Select(one => one.CA.Record.CertificateId).ToImmutableArray();
        return (null, own.IsEmpty
            ? new OnboardingOutcome(
                AttemptOutcome.Unknown.Name,
                $"Certificate {device.Fingerprint} is not registered in account {asked.AccountId}, region {asked.Region}, and no CA is with the subject {Printable.Quoted(device.Issuer.ToString())}, its issuer. A CA in SNI_ONLY mode is looked for only when the device names the account in its handshake.")
            : new OnboardingOutcome("not_signed", $"Certificate {device.Fingerprint} is signed by none of the {own.Length} CAs that bear its issuer's name. {Sentences(registering.Anchoring)}") { CAs = own });

        (RegisteringCA? Found, Anchoring Anchoring) Anchor(IEnumerable<(RegisteringCA CA, Certificate Certificate)> among)
        {
            var list = among.ToList();
            var anchoring = DeviceCertificateRules.FindAnchor(device, chain, [.. list.Select(one => one.Certificate)], now);
            return (list.Find(one => ReferenceEquals(one.Certificate, anchoring.Anchor)).CA, anchoring);
        }
    }

    private static OnboardingOutcome OfCA(RegisteringCA ca, string name, string words) => new(name, words) { Caller = ca.Caller, CAs = [ca.Record.CertificateId] };

    private static string Sentences(Anchoring anchoring) => string.Join(' ', anchoring.Faults.Select(fault => fault.Message));
}
