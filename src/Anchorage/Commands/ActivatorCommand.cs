using System.CommandLine;
using System.Text.Json.Nodes;

namespace Anchorage.Commands;

/// <summary><c>anchorage ca activator</c>: the verbs about what is done by itself for certificates that register themselves.</summary>
internal static class ActivatorCommand
{
    private const string Path = "/-/ca-activators";

    private static readonly (int, string) Unreachable = (ExitCode.Unreachable, "the service could not be reached, or does not know the caller");

    public static Command Command() => new("activator", "Let certificates that register themselves under a CA become ACTIVE, with a policy.")
    {
        Set(),
        Show(),
        Remove(),
    };

    private static Verb Set()
    {
        var verb = new Verb(
            "set",
            "Let what registers itself under a CA become ACTIVE, and give it a policy.",
            """
            Takes the place of the function that would subscribe to the CA's registration events, activate each certificate and attach a policy to it. The events are published all the same. The first connect of a device is still closed, unless the service runs with --jitp-hold, and the next is let in. A certificate that is PENDING_ACTIVATION already is activated when its device connects again.
            The CA must be ACTIVE with auto registration. When it has a provisioning template, that says what becomes of a device, and the activator rests. The policy cannot be deleted while an activator names it.
            """,
            "anchorage ca activator set \"$(anchorage certificate-id ca.pem)\" --policy device --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "set, in place of the one that there was"),
            (ExitCode.Refused, "refused by the service: there is no such CA or policy in this account and region, for one"),
            Unreachable);
        var policy = new Option<string>("--policy") { HelpName = "NAME", Description = "The policy that certificates get, one of the account's.", Required = true };
        verb.Options.Add(policy);
        return CACall.Make(verb, HttpMethod.Put, Path, parsed => new JsonObject { ["policyName"] = parsed.GetValue(policy) }, (answer, id, same) =>
        {
            Screen.Line("Set. What registers itself under this CA becomes ACTIVE:");
            Tell(answer);
            Screen.Line($"\nUndo it: anchorage ca activator remove {id}{same}");
        });
    }

    private static Verb Show() => CACall.Make(
        new Verb(
            "show",
            "Show the activator of a CA.",
            "With --output json it prints what the service answered.",
            "anchorage ca activator show \"$(anchorage certificate-id ca.pem)\" --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "shown"),
            (ExitCode.Refused, "refused by the service: the CA has none, or there is no such CA in this account and region"),
            Unreachable),
        HttpMethod.Get,
        Path,
        _ => null,
        (answer, _, _) => Tell(answer));

    private static Verb Remove() => CACall.Make(
        new Verb(
            "remove",
            "Remove the activator of a CA.",
            "What registers itself is PENDING_ACTIVATION again until somebody activates it. Certificates that were activated stay so, and keep their policy.",
            "anchorage ca activator remove \"$(anchorage certificate-id ca.pem)\" --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "removed"),
            (ExitCode.Refused, "refused by the service: the CA has none, or there is no such CA in this account and region"),
            Unreachable),
        HttpMethod.Delete,
        Path,
        _ => null,
        (_, _, _) => Screen.Line("Removed. What registers itself under this CA waits for its activation."));

    private static void Tell(JsonObject answer) => Screen.Facts(
    [
        ("CA", DescribeCACommand.Text(answer["caCertificateId"])),
        ("policy", DescribeCACommand.Text(answer["policyName"])),
        ("set", DescribeCACommand.Time(answer["lastModifiedDate"])),
    ]);
}
