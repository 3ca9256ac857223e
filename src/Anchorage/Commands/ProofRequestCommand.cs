using System.CommandLine;
using System.Text.Json.Nodes;
using Anchorage.Client;
using Anchorage.Client.Proof;

namespace Anchorage.Commands;

/// <summary><c>anchorage ca proof-request</c>: what to sign where the CA's key is, when that is not here.</summary>
internal sealed class ProofRequestCommand
{
    private readonly Option<string> _code = new("--registration-code")
    {
        HelpName = "CODE",
        Description = "The registration code, when it is known: nothing is called then. Without it the service is asked.",
    };

    private readonly Option<string> _out = new("--out") { HelpName = "FILE", Description = "Write the request to a file instead of printing it." };

    private readonly Option<string> _keyOut = new("--key-out")
    {
        HelpName = "FILE",
        Description = "Keep the private key that the request is for, in a new file with mode 0600. Nothing needs it: without this it is thrown away.",
    };

    private readonly ServiceOptions _service;
    private readonly Option<string> _output;
    private readonly Verb _verb;

    private ProofRequestCommand()
    {
        _verb = new Verb(
            "proof-request",
            "Print what to sign with a CA key that is kept elsewhere: in an HSM, or offline.",
            "Makes a certificate request whose common name is the registration code, and prints it with the lines that sign it with openssl, with a key file or a PKCS #11 token. Give what they make to anchorage ca register --verification-cert.",
            "anchorage ca proof-request --out proof.csr --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "printed, or written"),
            (ExitCode.Refused, "refused by the service"),
            (ExitCode.Unreachable, "a file could not be written, or the service not be reached or not know the caller"));
        _verb.Options.Add(_code);
        _verb.Options.Add(_out);
        _verb.Options.Add(_keyOut);
        _code.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !ProofOfPossession.IsCode(token.Value))
            {
                result.AddError($"--registration-code is '{Visible.Text(token.Value)}'; the 64 hexadecimal digits that anchorage registration-code prints are wanted.");
            }
        });
        _service = ServiceOptions.AddTo(_verb);
        _output = OutputOption.AddTo(_verb);
        _verb.SetAction(RunAsync);
    }

    public static Command Command() => new ProofRequestCommand()._verb;

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = parsed.GetValue(_code) is { } given ? given : await FetchCodeAsync(parsed, cancellationToken);
        if (!found.IsDone)
        {
            return Ending.With(found.Failure);
        }

        var (request, key) = ProofOfPossession.Request(found.Value);
        if ((Write(parsed.GetValue(_keyOut), key, UnixFileMode.UserRead | UnixFileMode.UserWrite, FileMode.CreateNew)
            ?? Write(parsed.GetValue(_out), request, null, FileMode.Create)) is { } failure)
        {
            return Ending.With(failure);
        }

        var lines = new SigningLines(parsed.GetValue(_out) ?? "proof.csr", _service.SameService(parsed));
        if (_output.IsJson(parsed))
        {
            Screen.Json(new JsonObject
            {
                ["registrationCode"] = found.Value,
                ["certificateSigningRequest"] = request,
                ["openssl"] = lines.KeyFile,
                ["pkcs11"] = lines.Token,
                ["register"] = lines.Register,
            });
            return ExitCode.Done;
        }

        Screen.Line(parsed.GetValue(_out) is { } file ? $"The request is in {Visible.Text(file)}." : request);
        Screen.Line(lines.Text(isPrinted: parsed.GetValue(_out) is null));
        return ExitCode.Done;
    }

    private async Task<Outcome<string>> FetchCodeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var opened = _service.Open(parsed);
        if (!opened.IsDone)
        {
            return opened.Failure;
        }

        using var client = opened.Value;
        return await RegistrationCodes.GetAsync(client, cancellationToken);
    }

    private static Failure? Write(string? path, string text, UnixFileMode? mode, FileMode how)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            using var file = new StreamWriter(path, new FileStreamOptions { Mode = how, Access = FileAccess.Write, UnixCreateMode = mode });
            file.Write(text);
            return null;
        }
        catch (Exception exception) when (FileFailure.Explains(exception))
        {
            return FileFailure.Writing(path, exception);
        }
    }
}
