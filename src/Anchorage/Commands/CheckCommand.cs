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

    private readonly Argument<string> _file = new("FILE") { Description = "The certificate, in PEM or DER.", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<string> _batch = new("--batch")
    {
        HelpName = "FILE",
        Description = "Judge every line of a file (- for standard input) instead; a verdict in JSON is printed for each.",
    };

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
            "Shows every rule with pass or fail, and of those that fail the source, what was found and how to mend it. --output json prints one object: accepted, role, and the faults with rule, citation, found and mend.\n\nA line of --batch is a JSON object with the members pem and, as the options, role, ca, intermediates (one text), at (or time) and registrationCode; certificates are PEM text, and id is anything that is to come back. Its verdict is the same object with line, the number of the line, and id. A line that cannot be read has a verdict too, with the fault batch_line, and does not stop the others. Lines have at most 1 MiB.",
            "anchorage ca check ca.pem\nanchorage ca check device.pem --role device --ca ca.pem --at 2030-01-31",
            (ExitCode.Done, "accepted; with --batch, every line is"),
            (ExitCode.Refused, "refused: it breaks a rule, or is malformed; with --batch, at least one line is, or cannot be read"),
            (ExitCode.Unreachable, "a file could not be read, or holds no certificate"));
        _verb.Arguments.Add(_file);
        foreach (var option in (Option[])[_role, _ca, _intermediates, _at, _code, _batch])
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
        if (parsed.GetValue(_batch) is { } batch)
        {
            return parsed.GetValue(_file) is null && !((Option[])[_role, _ca, _intermediates, _at, _code]).Any(option => parsed.GetResult(option) is { Implicit: false })
                ? Batch.Run(batch)
                : Ending.With(Failure.Usage("--batch stands alone or with --output: the lines of its file say what else is to be known."));
        }

        if (parsed.GetValue(_file) is not { } file)
        {
            return Ending.With(Failure.Usage("FILE is missing: the certificate to judge, or --batch with a file of many."));
        }

        var role = parsed.GetValue(_role)!;
        if (FindConflict(option => parsed.GetResult(option) is { Implicit: false }, role) is { } conflict)
        {
            return Ending.With(Failure.Usage(conflict));
        }

        var now = parsed.GetValue(_at) is { } at ? ReadTime(at)!.Value : TimeProvider.System.GetUtcNow();
        var reading = CertificateFile.Read(file, role switch { "ca" => "CA certificate", _ => $"{role} certificate" });
        if (!reading.IsDone)
        {
            return Ending.With(reading.Failure);
        }

        using var certificate = reading.Value.Value;
        var verdict = certificate is null ? new Verdict(role, null, Verdict.RulesOf(role), [reading.Value.Fault!]) : null;
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
            VerdictTable.Show(verdict, Visible.Text(file), isCodeGiven: parsed.GetValue(_code) is not null);
        }

        return verdict.IsAccepted ? ExitCode.Done : ExitCode.Refused;
    }

    private Outcome<Verdict> Judge(ParseResult parsed, string role, Certificate certificate, DateTimeOffset now)
    {
        if (role == "ca")
        {
            return Verdict.Of(role, certificate, null, [], null, now);
        }

        var read = CertificateFile.ReadWhole(parsed.GetValue(_ca)!, "CA certificate");
        if (!read.IsDone)
        {
            return read.Failure;
        }

        using var ca = read.Value;
        var intermediates = ImmutableArray<Certificate>.Empty;
        if (parsed.GetValue(_intermediates) is { } intermediatesFile)
        {
            var list = CertificateFile.ReadAll(intermediatesFile, "intermediate");
            if (!list.IsDone)
            {
                return list.Failure;
            }

            intermediates = list.Value.Certificates;
        }

        return Verdict.Of(role, certificate, ca, intermediates, parsed.GetValue(_code), now);
    }

    internal static DateTimeOffset? ReadTime(string text) => DateTimeOffset.TryParseExact(
        text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
