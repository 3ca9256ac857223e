using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary>What came of judging a certificate.</summary>
/// <param name="Role"><c>ca</c>, <c>device</c> or <c>verification</c>.</param>
/// <param name="Certificate">Null when it could not be read; the one fault says why.</param>
/// <param name="Rules">The rules it was judged by once it was read.</param>
internal sealed record Verdict(string Role, Certificate? Certificate, ImmutableArray<Rule> Rules, ImmutableArray<Fault> Faults)
{
    public bool IsAccepted => Faults.IsEmpty;

    /// <summary>Judges a certificate that was read.</summary>
    /// <param name="ca">The CA that is to have issued it; null for the role <c>ca</c>.</param>
    /// <param name="code">The registration code a proof must carry; null to take any one common name.</param>
    public static Verdict Of(
        string role, Certificate certificate, Certificate? ca, ImmutableArray<Certificate> intermediates, string? code, DateTimeOffset now) => role switch
        {
            "ca" => new Verdict(role, certificate, RulesOf(role), CACertificateRules.Judge(certificate, now)),

            // A CA that could not be registered vouches for nobody, so its own faults count.
            "device" => new Verdict(role, certificate, RulesOf(role), [.. CACertificateRules.Judge(ca!, now), .. DeviceCertificateRules.Judge(certificate, ca!, intermediates, now)]),
            _ => new Verdict(role, certificate, RulesOf(role), [.. CACertificateRules.Judge(ca!, now), .. VerificationCertificateRules.Judge(certificate, ca!, code ?? Proof.CodeOf(certificate), now)]),
        };

    /// <summary>The rules that a certificate of a role is judged by once it was read.</summary>
    public static ImmutableArray<Rule> RulesOf(string role) => role switch
    {
        "ca" => CACertificateRules.All,
        "device" => [.. CACertificateRules.All, .. DeviceCertificateRules.All],
        _ => [.. CACertificateRules.All, .. VerificationCertificateRules.All],
    };

    public JsonObject ToJson() => new()
    {
        ["accepted"] = IsAccepted,
        ["role"] = Role,
        ["faults"] = new JsonArray([.. Faults.Select(fault => new JsonObject
        {
            ["rule"] = fault.Rule,
            ["citation"] = fault.Citation,
            ["found"] = fault.Found,
            ["mend"] = fault.Mend,
        })]),
    };
}
