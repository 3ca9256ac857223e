using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Anchorage.Client;
using Anchorage.Gateway;

namespace Anchorage.Commands;

/// <summary><c>anchorage doctor</c>: what would happen if a device connected now, and why.</summary>
internal sealed class DoctorCommand
{
    private readonly Option<string> _certificate = new("--certificate")
    {
        HelpName = "FILE",
        Description = "The device's certificate, in PEM or DER; what it sends beside that may follow in the same file.",
        Required = true,
    };

    private readonly Option<string[]> _cas = new("--ca")
    {
        HelpName = "FILE",
        Description = "What the device sends beside its certificate: intermediates, or the CA. May be given several times.",
    };

    private readonly Option<string> _name = new("--sni")
    {
        HelpName = "NAME",
        Description = "The name in the device's handshake (SNI). Without it, the endpoint of the account and region; localhost is for a device that names none.",
    };

    private readonly Option<string> _client = new("--client-id")
    {
        HelpName = "ID",
        Description = "The client id of its CONNECT, which policies look at. Without it, the common name of its subject.",
    };

    private readonly Option<string> _source = new("--source-address") { HelpName = "ADDRESS", Description = "The IP address it connects from, for policies that look at it. [default: 127.0.0.1]" };

    private readonly Option<string> _output;
    private readonly ServiceOptions _service;
    private readonly Verb _verb;

    private DoctorCommand()
    {
        _verb = new Verb(
            "doctor",
            "Tell what would happen if a device connected now with a certificate, and why.",
            "Asks the service, which makes the decision of a real connect and undoes it: nothing is registered, and nothing recorded. Shows every check with its result, what to do about the one that fails, and what a template would make of the device. The private key is not needed, and never sent. With --output json it prints what the service answered.",
            "anchorage doctor --certificate device.pem --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "the device would be let in, or registered or provisioned"),
            (ExitCode.Refused, "it would be refused, or the service refuses the question"),
            (ExitCode.Unreachable, "the service could not be reached, or a file not be read"));
        foreach (var option in (Option[])[_certificate, _cas, _name, _client, _source])
        {
            _verb.Options.Add(option);
        }

        _service = ServiceOptions.AddTo(_verb);
        _output = OutputOption.AddTo(_verb);
        _verb.SetAction(RunAsync);
    }

    public static Command Command() => new DoctorCommand()._verb;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var pem = new StringBuilder();
        foreach (var file in (parsed.GetValue(_cas) ?? []).Prepend(parsed.GetValue(_certificate)!))
        {
            var read = Read(file);
            if (!read.IsDone)
            {
                return Ending.With(read.Failure);
            }

            pem.Append(read.Value).Append('\n');
        }

        var opened = _service.Open(parsed);
        if (!opened.IsDone)
        {
            return Ending.With(opened.Failure);
        }

        using var client = opened.Value;
        var body = new JsonObject { ["certificatePem"] = pem.ToString() };
        foreach (var (member, option) in ((string, Option<string>)[])[("serverName", _name), ("clientId", _client), ("sourceAddress", _source)])
        {
            if (parsed.GetValue(option) is { } value)
            {
                body[member] = value;
            }
        }

        var answer = await client.SendAsync(HttpMethod.Post, DiagnoseOnboarding.Path, body, cancellationToken);
        if (!answer.IsDone)
        {
            return Ending.With(answer.Failure);
        }

        if (_output.IsJson(parsed))
        {
            Screen.Json(answer.Value);
        }
        else
        {
            Show(answer.Value, Visible.Text(parsed.GetValue(_certificate)!));
        }

        return DescribeCACommand.Text(answer.Value["verdict"]) is "admitted" or "onboarded" ? ExitCode.Done : ExitCode.Refused;
    }

    /// <summary>The certificates of a file, and nothing else that stands in it.</summary>
    private static Outcome<string> Read(string path)
    {
        var read = CertificateFile.ReadText(path);
        if (!read.IsDone)
        {
            return read.Failure;
        }

        var certificates = new StringBuilder();
        ReadOnlySpan<char> rest = read.Value;
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label] is "CERTIFICATE")
            {
                certificates.Append(rest[fields.Location]).Append('\n');
            }

            rest = rest[fields.Location.End..];
        }

        return certificates.Length > 0
            ? certificates.ToString()
            : Failure.Unreachable($"{Visible.Text(path)} holds no certificate, neither in PEM nor in DER; the device's certificate is wanted.");
    }

    private static void Show(JsonObject diagnosis, string file)
    {
        var isGood = DescribeCACommand.Text(diagnosis["verdict"]) is "admitted" or "onboarded";
        Screen.Line(Cell.Of(
            DescribeCACommand.Text(diagnosis["outcome"]) switch
            {
                "admitted" => $"{file} would be let in.",
                "registered" => $"{file} would be registered, and wait for its activation.",
                "activated" or "provisioned" when Checks(diagnosis).Any(check => DescribeCACommand.Text(check["result"]) == "fail") => $"{file} would be {DescribeCACommand.Text(diagnosis["outcome"])}, and refused when it connects again.",
                "activated" or "provisioned" => $"{file} would be {DescribeCACommand.Text(diagnosis["outcome"])}, and let in when it connects again.",
                var outcome => $"{file} would be refused: {outcome}.",
            },
            isGood ? Tone.Good : Tone.Bad));
        Screen.Line();
        var device = diagnosis["device"] as JsonObject;
        (string Label, string Text)[] facts =
        [
            ("certificate", DescribeCACommand.Text(diagnosis["certificateId"])),
            ("subject", DescribeCACommand.Text(diagnosis["subject"])),
            ("issuer", DescribeCACommand.Text(diagnosis["issuer"])),
            ("asks for", DescribeCACommand.Text(diagnosis["serverName"])),
            ("account", DescribeCACommand.Text(diagnosis["accountId"])),
            ("client id", DescribeCACommand.Text(diagnosis["clientId"])),
            ("CA", Joined(diagnosis["caCertificateIds"])),
            ("thing", DescribeCACommand.Text(device?["thingName"])),
            ("policies", Joined(device?["policyNames"])),
            ("status", DescribeCACommand.Text(device?["certificateStatus"])),
        ];
        Screen.Facts([.. facts.Where(fact => fact.Text.Length > 0).Select(fact => (fact.Label, Cell.Of(fact.Text)))]);
        Screen.Line();
        Screen.Table(["", "CHECK", "WANTED, OR FOUND"], [.. Checks(diagnosis).Select(Row)]);
        Screen.Line();
        Screen.Line(Cell.Of($"To do: {DescribeCACommand.Text(diagnosis["remedy"])}"));
    }

    private static IEnumerable<JsonObject> Checks(JsonObject diagnosis) => (diagnosis["checks"] as JsonArray ?? []).OfType<JsonObject>();

    private static Cell[] Row(JsonObject check)
    {
        var result = DescribeCACommand.Text(check["result"]);
        return
        [
            result switch { "pass" => Cell.Of("pass", Tone.Good), "fail" => Cell.Of("FAIL", Tone.Bad), _ => Cell.Of("-", Tone.Faint) },
            DescribeCACommand.Text(check["check"]),
            DescribeCACommand.Text(check["detail"]),
        ];
    }

    private static string Joined(JsonNode? texts) => string.Join(' ', (texts as JsonArray ?? []).Select(DescribeCACommand.Text));
}
