using System.CommandLine;
using System.Text.Json.Nodes;
using Anchorage.Client;
using Anchorage.Client.Proof;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary><c>anchorage ca register</c>: judges a CA, proves that its key is held, and registers it, all in one call.</summary>
internal sealed class RegisterCACommand
{
    private readonly Option<string> _caCert = new("--ca-cert") { Required = true, HelpName = "FILE", Description = "The CA certificate, in PEM or DER." };

    private readonly Option<string> _caKey = new("--ca-key")
    {
        HelpName = "FILE",
        Description = $"The CA's private key, to prove that you hold it: PKCS #8, PKCS #1 or SEC 1, encrypted or not. It signs one certificate here and is never sent. The passphrase is asked for on a terminal, or taken from {Passphrase.Variable}.",
    };

    private readonly Option<string> _verificationCert = new("--verification-cert")
    {
        HelpName = "FILE",
        Description = "The proof, made where the key is, in place of --ca-key: see anchorage ca proof-request.",
    };

    private readonly Option<string> _mode = new("--mode")
    {
        HelpName = "default|sni-only",
        Description = "default wants proof, and one account of a region may hold the CA; sni-only wants none, and answers only for the account whose endpoint a device names. [default: default]",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<bool> _autoRegistration = new("--auto-registration") { Description = "Let devices with certificates of this CA register themselves when they first connect." };

    private readonly Option<bool> _inactive = new("--inactive") { Description = "Register it without putting it to use yet." };

    private readonly Option<string[]> _tag = new("--tag") { HelpName = "KEY=VALUE", Description = "A tag for the CA; may be given again.", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string> _template = new("--template")
    {
        HelpName = "FILE",
        Description = "A provisioning template for its devices: a file with a JSON object, judged before anything is sent. Needs --role-arn.",
    };

    private readonly Option<string> _roleArn = new("--role-arn") { HelpName = "ARN", Description = "The IAM role that provisions by --template." };

    private readonly Option<string> _templateName = new("--template-name") { HelpName = "NAME", Description = "A provisioning template that the service has, in place of --template and --role-arn." };

    private readonly ServiceOptions _service;
    private readonly Option<string> _output;
    private readonly Verb _verb;

    private RegisterCACommand()
    {
        _verb = new Verb(
            "register",
            "Register a CA, with proof that you hold its key.",
            "The CA is judged here first, by the rules of the service: one that would be refused is told why, and nothing is sent. Then the registration code is fetched, the verification certificate is made in memory and signed with the CA's key, and the CA is registered, active unless --inactive is given.",
            "anchorage ca register --ca-cert ca.pem --ca-key ca.key --auto-registration --tag team=core \\\n  --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "registered"),
            (ExitCode.Refused, "refused, here or by the service; nothing was registered"),
            (ExitCode.Unreachable, "a file could not be read, or the service not be reached or not know the caller"));
        foreach (var option in (Option[])[_caCert, _caKey, _verificationCert, _mode, _autoRegistration, _inactive, _tag, _template, _roleArn, _templateName])
        {
            _verb.Options.Add(option);
        }

        _mode.AcceptOnlyFromAmong("default", "sni-only");
        _tag.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0))
            {
                result.AddError($"--tag is '{Visible.Text(token.Value)}'; KEY=VALUE is wanted.");
            }
        });
        _service = ServiceOptions.AddTo(_verb);
        _output = OutputOption.AddTo(_verb);
        _verb.SetAction(RunAsync);
    }

    public static Command Command() => new RegisterCACommand()._verb;

    private string? FindConflict(Func<Option, bool> given, bool isSniOnly) =>
        given(_caKey) && given(_verificationCert) ? "--ca-key and --verification-cert are two ways to prove the same; give one."
        : isSniOnly && (given(_caKey) || given(_verificationCert)) ? "--mode sni-only takes no proof: leave out --ca-key and --verification-cert."
        : !isSniOnly && !given(_caKey) && !given(_verificationCert)
            ? "The proof is missing: give --ca-key, or --verification-cert for a key that is elsewhere (anchorage ca proof-request), or register with --mode sni-only."
        : given(_templateName) && (given(_template) || given(_roleArn)) ? "--template-name stands alone: the role is the template's own. Leave out --template and --role-arn."
        : given(_template) != given(_roleArn) ? "--template and --role-arn belong together: the role is the one that provisions by the template."
        : null;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (FindConflict(option => parsed.GetResult(option) is { Implicit: false }, parsed.GetValue(_mode) == "sni-only") is { } conflict)
        {
            return Ending.With(Failure.Usage(conflict));
        }

        var caFile = parsed.GetValue(_caCert)!;
        var now = TimeProvider.System.GetUtcNow();
        var read = CertificateFile.ReadWhole(caFile, "CA certificate");
        if (!read.IsDone)
        {
            return Ending.With(read.Failure);
        }

        using var ca = read.Value;
        if (CACertificateRules.Judge(ca, now) is { IsEmpty: false } faults)
        {
            return Ending.With(Refusal.Of($"nothing was sent: {Visible.Text(caFile)} cannot be registered as a CA", faults));
        }

        var request = new RegistrationRequest(
            ca,
            parsed.GetValue(_mode) == "sni-only",
            !parsed.GetValue(_inactive),
            parsed.GetValue(_autoRegistration),
            parsed.GetValue(_tag) ?? [],
            parsed.GetValue(_roleArn),
            parsed.GetValue(_templateName));
        if (parsed.GetValue(_template) is { } template && request.FindTemplateFailure(template) is { } unfit)
        {
            return Ending.With(unfit);
        }

        var prepared = parsed.GetValue(_verificationCert) is { } proofFile ? Proof.Read(proofFile, ca, now)
            : parsed.GetValue(_caKey) is { } keyFile ? Proof.With(keyFile, caFile, ca)
            : Proof.None;
        if (!prepared.IsDone)
        {
            return Ending.With(prepared.Failure);
        }

        using var proof = prepared.Value;
        var service = _service.Open(parsed);
        if (!service.IsDone)
        {
            return Ending.With(service.Failure);
        }

        using var client = service.Value;
        var pem = await proof.PemAsync(ca, client, now, cancellationToken);
        var answer = pem.IsDone ? await request.SendAsync(client, pem.Value.Pem, cancellationToken) : pem.Failure;
        if (!answer.IsDone)
        {
            return Ending.With(answer.Failure);
        }

        // What is shown is for copying into the next command, so it is not just anything that a service may answer.
        if (!ca.Fingerprint.Equals(DescribeCACommand.Text(answer.Value["certificateId"]), StringComparison.OrdinalIgnoreCase))
        {
            return Ending.With(Failure.Unreachable(
                $"{client.Address} answered with another certificate id than the SHA-256 of the certificate, {ca.Fingerprint}; this is not how AWS IoT answers. Check --endpoint-url."));
        }

        Show(parsed, request, answer.Value);
        return ExitCode.Done;
    }

    private void Show(ParseResult parsed, RegistrationRequest request, JsonObject answer)
    {
        var id = request.CA.Fingerprint;
        var arn = DescribeCACommand.Text(answer["certificateArn"]);
        if (_output.IsJson(parsed))
        {
            Screen.Json(new JsonObject
            {
                ["certificateId"] = id,
                ["certificateArn"] = arn,
                ["status"] = request.Status,
                ["autoRegistrationStatus"] = request.AutoRegistrationStatus,
                ["certificateMode"] = request.Mode,
            });
            return;
        }

        Screen.Line(Cell.Of("Registered.", Tone.Good));
        Screen.Facts(
        [
            ("id", id),
            ("ARN", arn),
            ("subject", request.CA.Subject.ToString()),
            ("status", Cell.Of(request.Status, request.IsActive ? Tone.Good : Tone.Bad)),
            ("auto registration", request.AutoRegistrationStatus),
            ("mode", request.Mode),
        ]);
        var next = !request.IsActive ? $"It is INACTIVE: put it to use with aws iot update-ca-certificate --certificate-id {id} --new-status ACTIVE"
            : !request.AllowAutoRegistration ? "Devices do not register themselves: register their certificates, or turn auto registration on."
            : "Where the service has a device endpoint, a device that connects with a certificate of this CA registers itself.";
        Screen.Line($"\nNext: {next}\nSee it: anchorage ca describe {id}{_service.SameService(parsed)}");
    }
}
