using System.CommandLine;
using System.Text.Json.Nodes;

namespace Anchorage.Commands;

/// <summary><c>anchorage certificate-id</c>: the id that AWS IoT gives a certificate.</summary>
internal static class CertificateIdCommand
{
    public static Command Command()
    {
        var verb = new Verb(
            "certificate-id",
            "Print the id that AWS IoT gives a certificate.",
            "It is the SHA-256 of the certificate's DER in lower-case hexadecimal; the PEM around it does not count.",
            "anchorage certificate-id ca.pem",
            (ExitCode.Done, "printed"),
            (ExitCode.Refused, "the certificate is malformed"),
            (ExitCode.Unreachable, "the file could not be read, or holds no certificate"));
        var file = new Argument<string>("FILE") { Description = "The certificate, in PEM or DER." };
        verb.Arguments.Add(file);
        var output = OutputOption.AddTo(verb);
        verb.SetAction(parsed =>
        {
            var read = CertificateFile.ReadWhole(parsed.GetValue(file)!, "certificate");
            if (!read.IsDone)
            {
                return Ending.With(read.Failure);
            }

            using var certificate = read.Value;
            if (output.IsJson(parsed))
            {
                Screen.Json(new JsonObject { ["certificateId"] = certificate.Fingerprint });
            }
            else
            {
                Screen.Line(certificate.Fingerprint);
            }

            return ExitCode.Done;
        });
        return verb;
    }
}
