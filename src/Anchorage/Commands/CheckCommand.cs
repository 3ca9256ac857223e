using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Anchorage.Client;
using Anchorage.Client.Proof;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary><c>anchorage ca check</c>: judges a certificate without calling anybody.</summary>
internal sealed class CheckCommand
{
    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];

    private readonly Argument<string> _file = new("FILE") { Description = "The certificate, in PEM or DER." };

    private readonly Option<string> _role = new("--role")
    {
        HelpName = "ca|device|verification",
        Description = "What it is to be: a CA to register, a device's certificate, or the proof that a CA's key is held. [default: ca]",
        DefaultValueFactory = _ => "ca",
    };

    private readonly Option<string> _ca = new("--ca") { HelpName = "FILE", Description = "The CA that is to have issued it; for device and verification." };

    private readonly Option<string> _intermediates = new("--intermediates")
    {
        HelpName = "FILE",
        Description = "Up to 4 intermediate CAs between a device's certificate and --ca, in one PEM file and in any order.",
    };

    private readonly Option<string> _at = new("--at") { HelpName = "TIME", Description = "Judge for this time instead of now: 2030-01-31 or 2030-01-31T12:00:00Z." };

    private readonly Option<string> _code = new("--registration-code")
    {
        HelpName = "CODE",
        Description = "The code that a proof must carry. Without it, any one common name is taken.",
    };

    private readonly Option<string> _output;
    private readonly Verb _verb;

    private CheckCommand()
    {
        _verb = new Verb(
            "check",
            "Judge a certificate offline, by the rules of the service.",
            "Shows every rule with pass or fail, and of those that fail the source, what was found and how to mend it. --output json prints one object: accepted, role, and the faults with rule, citation, found and mend.",
            "anchorage ca check ca.pem\nanchorage ca check device.pem --role device --ca ca.pem --at 2030-01-31",
            (ExitCode.Done, "accepted"),
            (ExitCode.Refused, "refused: it breaks a rule, or is malformed"),
            (ExitCode.Unreachable, "a file could not be read, or holds no certificate"));
        _verb.Arguments.Add(_file);
        foreach (var option in (Option[])[_role, _ca, _intermediates, _at, _code])
        {
            _verb.Options.Add(option);
        }

        _role.AcceptOnlyFromAmong("ca", "device", "verification");
        _at.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && ReadTime(token.Value) is null)
            {
                result.AddError($"--at is '{Visible.Text(token.Value)}'; a time such as 2030-01-31 or 2030-01-31T12:00:00Z is wanted.");
            }
        });
        _code.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ProofOfPossession.IsCode(token.Value))
            {
                result.AddError($"--registration-code is '{Visible.Text(token.Value)}'; the 64 hexadecimal digits that anchorage registration-code prints are wanted.");
            }
        });
        _output = OutputOption.AddTo(_verb);
        _verb.SetAction(Run);
    }

    public static Command Command() => new CheckCommand()._verb;

    private string? FindConflict(Func<Option, bool> given, string? role) => role switch
    {
        "ca" when given(_ca) => "--ca is for --role device and --role verification.",
        "device" or "verification" when !given(_ca) => $"--role {role} needs --ca, the CA that is to have issued the certificate.",
        not "device" when given(_intermediates) => "--intermediates is for --role device.",
        not "verification" when given(_code) => "--registration-code is for --role verification.",
        _ => null,
    };

    private int Run(ParseResult parsed)
    {
        var role = parsed.GetValue(_role)!;
        if (FindConflict(option => parsed.GetResult(option) is { Implicit: false }, role) is { } conflict)
        {
            return Ending.With(Failure.Usage(conflict));
        }

        var now = parsed.GetValue(_at) is { } at ? ReadTime(at)!.Value : TimeProvider.System.GetUtcNow();
        var reading = CertificateFile.Read(parsed.GetValue(_file)!, role switch { "ca" => "CA certificate", _ => $"{role} certificate" });
        if (!reading.IsDone)
        {
            return Ending.With(reading.Failure);
        }

        using var certificate = reading.Value.Value;
        var verdict = certificate is null ? new Verdict(role, null, RulesOf(role), [reading.Value.Fault!]) : null;
        if (verdict is null)
        {
            var judged = Judge(parsed, role, certificate!, now);
            if (!judged.IsDone)
            {
                return Ending.With(judged.Failure);
            }

            verdict = judged.Value;
        }

        if (_output.IsJson(parsed))
        {
            Screen.Json(verdict.ToJson());
        }
        else
        {
            VerdictTable.Show(verdict, Visible.Text(parsed.GetValue(_file)!), isCodeGiven: parsed.GetValue(_code) is not null);
        }

        return verdict.IsAccepted ? ExitCode.Done : ExitCode.Refused;
    }

    private Outcome<Verdict> Judge(ParseResult parsed, string role, Certificate certificate, DateTimeOffset now)
    {
        if (role == "ca")
        {
            return new Verdict(role, certificate, RulesOf(role), CACertificateRules.Judge(certificate, now));
        }

        var read = CertificateFile.ReadWhole(parsed.GetValue(_ca)!, "CA certificate");
        if (!read.IsDone)
        {
            return read.Failure;
        }

        // A CA that could not be registered vouches for nobody, so its own faults count.
        using var ca = read.Value;
        var ofCA = CACertificateRules.Judge(ca, now);
        if (role == "verification")
        {
            var code = parsed.GetValue(_code) ?? Proof.CodeOf(certificate);
            return new Verdict(role, certificate, RulesOf(role), [.. ofCA, .. VerificationCertificateRules.Judge(certificate, ca, code, now)]);
        }

        var intermediates = ImmutableArray<Certificate>.Empty;
        if (parsed.GetValue(_intermediates) is { } file)
        {
            var list = CertificateFile.ReadAll(file, "intermediate");
            if (!list.IsDone)
            {
                return list.Failure;
            }

            intermediates = list.Value.Certificates;
        }

        return new Verdict(role, certificate, RulesOf(role), [.. ofCA, .. DeviceCertificateRules.Judge(certificate, ca, intermediates, now)]);
    }

    private static ImmutableArray<Rule> RulesOf(string role) => role switch
    {
        "ca" => CACertificateRules.All,
        "device" => [.. CACertificateRules.All, .. DeviceCertificateRules.All],
        _ => [.. CACertificateRules.All, .. VerificationCertificateRules.All],
    };

    private static DateTimeOffset? ReadTime(string text) => DateTimeOffset.TryParseExact(
        text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
