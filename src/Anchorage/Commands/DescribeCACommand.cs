using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Anchorage.X509;

namespace Anchorage.Commands;

/// <summary><c>anchorage ca describe</c>: everything about one registered CA.</summary>
internal static class DescribeCACommand
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
        return CACall.Make(verb, HttpMethod.Get, "/cacertificate", _ => null, (answer, _, _) => Show(answer));
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

        if (answer["quarantine"] is JsonObject quarantine)
        {
            facts.Add(("quarantined", Cell.Of($"since {Time(quarantine["quarantinedDate"])}; once released, it is {Text(quarantine["statusAfter"])}", Tone.Bad)));
        }

        Screen.Facts(facts);
    }

    public static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    /// <summary>Seconds since 1970, as AWS IoT writes times.</summary>
    public static string Time(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var seconds) && seconds is > -6e10 and < 2.5e11
        ? Time(DateTimeOffset.UnixEpoch.AddSeconds(seconds))
        : "";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
