using System.CommandLine;
using System.Text.Json.Nodes;
using Anchorage.Client;
using Anchorage.Wire;

namespace Anchorage.Commands;

/// <summary><c>anchorage trust</c>: gets the root that devices must trust, and tells where each kind of device wants it.</summary>
internal static class TrustCommand
{
    private static readonly (string Client, string Place)[] Places =
    [
        ("mosquitto_pub, mosquitto_sub", "--cafile FILE"),
        ("AWS IoT Device SDK v2", "with_certificate_authority_from_path(None, FILE), or its like"),
        ("aws-iot-device-client", "\"root-ca\": \"FILE\""),
        ("MQTT.js", "ca: fs.readFileSync('FILE')"),
        ("paho", "tls_set(ca_certs=\"FILE\")"),
    ];

    public static Command Command()
    {
        var verb = new Verb(
            "trust",
            "Get the root certificate that devices must trust to connect.",
            "Prints it in PEM, or writes it to --out and tells where the AWS SDKs and other clients want it. Installs nothing: a device endpoint's root has no business in a machine's own store.",
            "anchorage trust --endpoint-url http://127.0.0.1:8080 --out root.pem",
            (ExitCode.Done, "printed, or written"),
            (ExitCode.Refused, "the service has no root to show: its operator gave the certificate of another authority"),
            (ExitCode.Unreachable, "the service could not be reached, or the file not be written"));
        var file = new Option<string>("--out") { Description = "Write the root to this file.", HelpName = "FILE" };
        verb.Options.Add(file);
        var service = ServiceOptions.AddTo(verb);
        var output = OutputOption.AddTo(verb);
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var opened = service.Open(parsed);
            if (!opened.IsDone)
            {
                return Ending.With(opened.Failure);
            }

            using var client = opened.Value;
            var got = await client.GetPemAsync(ServerCA.Path, cancellationToken);
            return got.IsDone ? await TellAsync(got.Value, parsed.GetValue(file), output.IsJson(parsed), cancellationToken) : Ending.With(got.Failure);
        });
        return verb;
    }

    private static async Task<int> TellAsync(string pem, string? path, bool asJson, CancellationToken cancellationToken)
    {
        if (path is not null)
        {
            try
            {
                await File.WriteAllTextAsync(path, pem, cancellationToken);
            }
            catch (Exception exception) when (FileFailure.Explains(exception))
            {
                return Ending.With(FileFailure.Writing(path, exception));
            }
        }

        if (asJson)
        {
            Screen.Json(new JsonObject { ["pem"] = pem, ["file"] = path });
        }
        else if (path is null)
        {
            await Console.Out.WriteAsync(pem);
        }
        else
        {
            Screen.Line($"Written to {Visible.Text(path)}. Give it to your devices:");
            foreach (var (name, place) in Places)
            {
                Screen.Line($"  {name,-30}  {place.Replace("FILE", Visible.Text(path), StringComparison.Ordinal)}");
            }
        }

        return ExitCode.Done;
    }
}
