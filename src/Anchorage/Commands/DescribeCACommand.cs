using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary><c>anchorage ca describe</c>: everything about one registered CA.</summary>
internal static partial class DescribeCACommand
{
    public static Command Command()
    {
        var verb = new Verb(
            "describe",
            "Show everything about one registered CA.",
            "With --output json it prints what the service answered, certificate and provisioning template among it.",
            "anchorage ca describe \"$(anchorage certificate-id ca.pem)\" --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "shown"),
            (ExitCode.Refused, "refused by the service: there is no such CA in this account and region, for one"),
            (ExitCode.Unreachable, "the service could not be reached, or does not know the caller"));
        var id = new Argument<string>("ID") { Description = "Its certificate id of 64 hexadecimal digits, or its ARN." };
        id.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IdForm().IsMatch(token.Value))
            {
                result.AddError($"The id is '{Client.Visible.Text(token.Value)}'; 64 hexadecimal digits are wanted, as anchorage certificate-id prints them.");
            }
        });
        verb.Arguments.Add(id);
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
            var answer = await client.SendAsync(HttpMethod.Get, $"/cacertificate/{IdForm().Match(parsed.GetValue(id)!).Groups[1].Value}", null, cancellationToken);
            if (!answer.IsDone)
            {
                return Ending.With(answer.Failure);
            }

            if (output.IsJson(parsed))
            {
                Screen.Json(answer.Value);
            }
            else
            {
                Show(answer.Value);
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static void Show(JsonObject answer)
    {
        var description = answer["certificateDescription"] as JsonObject ?? [];
        var status = Text(description["status"]);
        var facts = new List<(string, Cell)>
        {
            ("id", Text(description["certificateId"])),
            ("ARN", Text(description["certificateArn"])),
            ("status", Cell.Of(status, status == "ACTIVE" ? Tone.Good : Tone.Bad)),
            ("auto registration", Text(description["autoRegistrationStatus"])),
            ("mode", Text(description["certificateMode"])),
            ("created", Time(description["creationDate"])),
            ("changed", Time(description["lastModifiedDate"])),
        };
        if (CertificatePem.Read(Text(description["certificatePem"]), "CA certificate") is { IsRead: true } read)
        {
            using var ca = read.Value;
            facts.Insert(2, ("subject", ca.Subject.ToString()));
            facts.Insert(3, ("key", ca.PublicKey.ToString()!));
            facts.Insert(4, ("valid", $"{Time(ca.NotBefore)} to {Time(ca.NotAfter)}"));
        }

        if (answer["registrationConfig"] is JsonObject config)
        {
            facts.Add(("provisioning", config["templateName"] is { } name ? $"by the template {Text(name)}" : $"by a template of its own, as {Text(config["roleArn"])}"));
        }

        Screen.Facts(facts);
    }

    public static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>Seconds since 1970, as AWS IoT writes times.</summary>
    public static string Time(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var seconds) && seconds is > -6e10 and < 2.5e11
        ? Time(DateTimeOffset.UnixEpoch.AddSeconds(seconds))
        : "";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?:arn:[a-z-]+:iot:[a-z0-9-]+:[0-9]{12}:cacert/)?([0-9a-fA-F]{64})\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
