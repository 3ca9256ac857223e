using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Anchorage.Onboarding;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Gateway;

/// <summary>What would happen to a device that connects now; members of which nothing is known are left out.</summary>
/// <param name="Verdict"><c>admitted</c>, <c>onboarded</c> or <c>refused</c>.</param>
/// <param name="Outcome">The name of an <see cref="AttemptOutcome"/>: what would be recorded of the attempt.</param>
/// <param name="Remedy">What to do next.</param>
/// <param name="AccountId">Where the device comes to; left out where it comes to nobody.</param>
/// <param name="Checks">Every step of the decision, in its order.</param>
/// <param name="Device">What a template would make of it.</param>
internal sealed record OnboardingDiagnosis(
    string Verdict,
    string Outcome,
    string Reason,
    string Remedy,
    string CertificateId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Subject,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Issuer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ServerName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccountId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Region,
    string ClientId,
    [property: JsonPropertyName("caCertificateIds")] ImmutableArray<string> CACertificateIds,
    ImmutableArray<DiagnosisCheck> Checks,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DiagnosedDevice? Device)
{
    public static OnboardingDiagnosis Of(Peer peer, string clientId, AttemptOutcome outcome, string reason, AdmissionTrail trail)
    {
        var der = peer.Certificate!;
        using var certificate = Certificate.Read(der, "device certificate").Value;
        return new OnboardingDiagnosis(
            AttemptOutcome.Word(outcome.Verdict),
            outcome.Name,
            reason,
            outcome.Remedy,
            Convert.ToHexStringLower(SHA256.HashData(der)),
            certificate is null ? null : Printable.Bounded(certificate.Subject.ToString(), OnboardingAttempt.MostName),
            certificate is null ? null : Printable.Bounded(certificate.Issuer.ToString(), OnboardingAttempt.MostName),
            string.IsNullOrEmpty(peer.ServerName) ? null : peer.ServerName,
            trail.Caller?.AccountId,
            trail.Caller?.Region,
            clientId,
            [.. trail.CAs.Take(OnboardingAttempt.MostCAs)],
            DiagnosisCheck.Of(outcome, reason, trail),
            DiagnosedDevice.Of(trail.Onboarding?.Device));
    }
}

/// <summary>One step of the decision.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Result"><c>pass</c>, <c>fail</c>, or <c>not_reached</c> because an earlier one failed.</param>
/// <param name="Detail">Of one that failed, what was found; else what was wanted.</param>
internal sealed record DiagnosisCheck(string Check, string Result, string Detail)
{
    private const string ConnectPolicy = "connect_policy";

    // In the order in which Admission and JustInTimeRegistration come to them; each with the outcomes that end there.
    private static readonly ImmutableArray<Step> Steps =
    [
        new("server_name", null, "The handshake's name is an endpoint here.", "unknown_endpoint"),
        new("certificates_sent", null, "The device sends a certificate, and no more beside it than a chain has.", "no_certificate", "too_many_certificates"),
        new("client_id", null, "The client id can be taken.", "client_id", "malformed"),
        new("status", true, "The certificate is registered, and ACTIVE or PENDING_ACTIVATION.", "not_active"),
        new("ca_quarantine", true, "The CA of the certificate is not quarantined.", "ca_quarantined"),
        new("validity", true, "The certificate is within its validity period.", "not_valid"),
        new("activation", true, "The certificate is ACTIVE, or is made so by its CA's template or activator.", "pending_activation", "not_provisioned", "not_activated"),
        new(ConnectPolicy, true, "A policy of the certificate allows iot:Connect to the client id, and none denies it.", "connect_not_allowed"),
        new("certificate_form", false, "The certificate can be read.", "unreadable"),
        new("ca_name", false, "A CA with the issuer's name is registered.", "unknown"),
        new("ca_signature", false, "Such a CA signed the certificate, itself or through the intermediates that were sent.", "not_signed"),
        new("ca_status", false, "That CA is ACTIVE, and not quarantined.", "ca_inactive", "ca_quarantined"),
        new("ca_auto_registration", false, "That CA registers what it signed by itself.", "auto_registration_off"),
        new("certificate_rules", false, "Certificate and chain break no rule.", "not_acceptable"),
        new("holder", false, "No other account holds the certificate in DEFAULT mode.", "held"),
        new("revocation", false, "The certificate was not revoked and deleted before.", "revoked"),
        new("template", false, "The CA's template or activator, if it has one, can be carried out with the certificate.", "not_provisioned", "not_activated"),
    ];

    /// <summary>The steps of a decision as far as it went.</summary>
    public static ImmutableArray<DiagnosisCheck> Of(AttemptOutcome outcome, string reason, AdmissionTrail trail)
    {
        var isRegistered = trail.Certificate is not null;
        var checks = ImmutableArray.CreateBuilder<DiagnosisCheck>();
        var isOver = false;
        foreach (var step in Steps.Where(step => step.IsOfRegistered is null || step.IsOfRegistered == isRegistered))
        {
            var fails = step.Outcomes.Contains(outcome.Name);

            // A template or activator that makes it ACTIVE ends the decision: its policies are asked when the device comes again.
            if (step.Name == ConnectPolicy && trail.Next is not null)
            {
                continue;
            }

            checks.Add(new DiagnosisCheck(step.Name, fails ? "fail" : isOver ? "not_reached" : "pass", fails ? reason : step.Demand));
            isOver |= fails;
        }

        if (trail.Next is var (_, refusal))
        {
            isOver |= refusal is not null;
            checks.Add(refusal is null
                ? new DiagnosisCheck("next_connect", "pass", "The device's connect after that is let in by the policies that it is given.")
                : new DiagnosisCheck("next_connect", "fail", Printable.Bounded(refusal.Words, OnboardingAttempt.MostReason)));
        }

        if (outcome.Verdict is AttemptVerdict.Refused && !isOver)
        {
            checks.Add(new DiagnosisCheck("decision", "fail", reason));
        }

        return checks.ToImmutable();
    }

    /// <param name="IsOfRegistered">Whether it is for certificates in the registry, for others, or for both.</param>
    private sealed record Step(string Name, bool? IsOfRegistered, string Demand, params ImmutableArray<string> Outcomes);
}

/// <summary>What a template would make of a device.</summary>
/// <param name="PolicyNames">Those that would be attached.</param>
internal sealed record DiagnosedDevice(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ThingName, string CertificateStatus, ImmutableArray<string> PolicyNames)
{
    private const string PolicyResource = "policy/";

    public static DiagnosedDevice? Of(ProvisionedDevice? device) => device is null ? null : new DiagnosedDevice(
        device.ThingName,
        device.CertificateStatus,
        [.. device.Resources.Values.Where(resource => resource.StartsWith(PolicyResource, StringComparison.Ordinal)).Select(resource => resource[PolicyResource.Length..]).Distinct()]);
}

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(OnboardingDiagnosis))]
internal sealed partial class GatewayShapes : JsonSerializerContext
{
    public static readonly GatewayShapes Wire = new(WireJson.Options());
}
