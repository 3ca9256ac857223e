using System.Globalization;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary>A verdict for people: the certificate, every rule, and the faults at length.</summary>
internal static class VerdictTable
{
    public static void Show(Verdict verdict, string file, bool isCodeGiven)
    {
        var role = verdict.Role switch { "ca" => "a CA certificate", "device" => "a device certificate", _ => "a verification certificate" };
        Screen.Line(verdict.IsAccepted
            ? Cell.Of($"{file} is accepted as {role}.", Tone.Good)
            : Cell.Of($"{file} is refused as {role}.", Tone.Bad));
        Screen.Line();
        if (verdict.Certificate is { } certificate)
        {
            Screen.Facts(
            [
                ("subject", certificate.Subject.ToString()),
                ("issuer", certificate.Issuer.ToString()),
                ("valid", $"{Time(certificate.NotBefore)} to {Time(certificate.NotAfter)}"),
                ("key", certificate.PublicKey.ToString()!),
                ("signed with", certificate.SignatureAlgorithm.Name),
                ("id", certificate.Fingerprint),
            ]);
            Screen.Line();
        }

        Screen.Table(["", "RULE", "SOURCE"], [.. ReadingRules.All.Concat(verdict.Rules).Select(rule => Row(verdict, rule))]);
        foreach (var fault in verdict.Faults)
        {
            Screen.Line($"\n{fault.Rule}\n  found  {fault.Found}\n  mend   {fault.Mend}");
        }

        if (verdict.Role == "verification" && !isCodeGiven && verdict.Certificate is not null)
        {
            Screen.Line("\nWithout --registration-code, whether the common name is the account's code was not looked at.");
        }
    }

    // Reading ends at the first fault: of what comes after it nothing is known.
    private static Cell[] Row(Verdict verdict, Rule rule) =>
    [
        verdict.Faults.Any(fault => fault.Rule == rule.Name) ? Cell.Of("FAIL", Tone.Bad)
            : verdict.Certificate is null ? Cell.Of("-", Tone.Faint)
            : Cell.Of("pass", Tone.Good),
        rule.Name,
        Cell.Of(rule.Citation, Tone.Faint),
    ];

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
