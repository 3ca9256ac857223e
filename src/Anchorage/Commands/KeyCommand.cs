using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Anchorage.Commands;

/// <summary><c>anchorage key</c>: the verbs about access keys.</summary>
internal static class KeyCommand
{
    public static Command Command() => new("key", "See to the access keys of an account.")
    {
        Create(),
        List(),
        SetStatus("disable", "Disable a key, from its next request on.", "INACTIVE", "Disabled."),
        SetStatus("enable", "Enable a key that was disabled.", "ACTIVE", "Enabled."),
        Rotate(),
        Delete(),
    };

    private static Verb Create()
    {
        var verb = new Verb(
            "create",
            "Make an access key, and show its secret this once.",
            """
            A key belongs to a principal of the account, which is made with its first key. A principal may do nothing until it has policies (anchorage policy put); an administrator may do everything in its account, and one of the installation's own account sees to every account. A principal has at most five keys.
            With --expires-in the key is temporary and has a session token. --output json prints accessKeyId, secretAccessKey and, for a temporary key, sessionToken.
            """,
            "anchorage key create --account 111122223333 --administrator --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "made and shown"),
            (ExitCode.Refused, "refused by the service: there is no such account, the principal has five keys, or the caller is no administrator, for one"),
            AdministrationCall.Unreachable);
        var account = AdministrationCall.AddAccountTo(verb);
        var principal = new Option<string>("--principal") { HelpName = "NAME", Description = "Whose key it is. [default: default, or administrator with --administrator]" };
        var administrator = new Option<bool>("--administrator") { Description = "Make a principal that needs no policies." };
        var life = new Option<string>("--expires-in") { HelpName = "DURATION", Description = "How long a temporary key lives: 1m to 36h, as 90s, 15m or 1h." };
        life.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Seconds(token.Value) is null)
            {
                result.AddError($"--expires-in is '{Client.Visible.Text(token.Value)}'; a number and s, m or h are wanted, such as 1h.");
            }
        });
        foreach (var option in (Option[])[principal, administrator, life])
        {
            verb.Options.Add(option);
        }

        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(HttpMethod.Post, Keys(parsed.GetValue(account)!), new JsonObject
            {
                ["principalName"] = parsed.GetValue(principal),
                ["administrator"] = parsed.GetValue(administrator),
                ["expiresInSeconds"] = parsed.GetValue(life) is { } given ? Seconds(given) : null,
            }),
            Show,
            Credentials);
    }

    private static Verb List()
    {
        var verb = new Verb(
            "list",
            "List the access keys of an account, without their secrets.",
            "The root's key has no principal.",
            "anchorage key list --account 111122223333 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "listed"),
            AdministrationCall.Refused,
            AdministrationCall.Unreachable);
        var account = AdministrationCall.AddAccountTo(verb);
        return PagedList.Make(
            verb, parsed => Keys(parsed.GetValue(account)!), "accessKeys", "The account has no access key.",
            ["ACCESS KEY ID", "STATUS", "CREATED", "EXPIRES", "PRINCIPAL"], Row);
    }

    private static Verb SetStatus(string name, string summary, string status, string said)
    {
        var verb = new Verb(
            name, summary, "The root's key is the operator's to set, and not changed here.",
            $"anchorage key {name} ANCKEXAMPLEEXAMPLE77 --account 111122223333 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "done"), AdministrationCall.Refused, AdministrationCall.Unreachable);
        var (id, account) = KeyOf(verb);
        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(HttpMethod.Patch, Key(parsed, account, id), new JsonObject { ["status"] = status }),
            (_, _) => AdministrationCall.Say(said));
    }

    private static Verb Rotate()
    {
        var verb = new Verb(
            "rotate",
            "Put a new key in the place of one, and show its secret this once.",
            "The old key is unknown from its next request on. To have both for a while, make another key and delete the old one later.",
            "anchorage key rotate ANCKEXAMPLEEXAMPLE77 --account 111122223333 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "rotated, the new key shown"), AdministrationCall.Refused, AdministrationCall.Unreachable);
        var (id, account) = KeyOf(verb);
        return AdministrationCall.Make(
            verb, parsed => new AdministrationCall.Request(HttpMethod.Post, $"{Key(parsed, account, id)}/rotation"), Show, Credentials);
    }

    private static Verb Delete()
    {
        var verb = new Verb(
            "delete",
            "Delete a key.",
            "The root's key is the operator's to set, and not deleted here.",
            "anchorage key delete ANCKEXAMPLEEXAMPLE77 --account 111122223333 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "deleted"), AdministrationCall.Refused, AdministrationCall.Unreachable);
        var (id, account) = KeyOf(verb);
        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(HttpMethod.Delete, Key(parsed, account, id)),
            (_, _) => AdministrationCall.Say("Deleted."));
    }

    private static int Show(JsonObject answer, ParseResult parsed)
    {
        var facts = new List<(string, Cell)>
        {
            ("account", DescribeCACommand.Text(answer["accountId"])),
            ("principal", DescribeCACommand.Text(answer["principalName"])),
            ("access key id", DescribeCACommand.Text(answer["accessKeyId"])),
            ("secret access key", DescribeCACommand.Text(answer["secretAccessKey"])),
        };
        if (DescribeCACommand.Text(answer["sessionToken"]) is { Length: > 0 } token)
        {
            facts.Add(("session token", token));
            facts.Add(("expires", DescribeCACommand.Time(answer["expirationDate"])));
        }

        Screen.Facts(facts);
        Screen.Line("\nThe secret is not shown again.");
        return ExitCode.Done;
    }

    /// <summary>What programs are shown of a key: what signing needs.</summary>
    private static JsonObject Credentials(JsonObject answer)
    {
        var shown = new JsonObject { ["accessKeyId"] = answer["accessKeyId"]?.DeepClone(), ["secretAccessKey"] = answer["secretAccessKey"]?.DeepClone() };
        if (answer["sessionToken"] is { } token)
        {
            shown["sessionToken"] = token.DeepClone();
        }

        return shown;
    }

    private static Cell[] Row(JsonObject key)
    {
        var status = DescribeCACommand.Text(key["status"]);
        var principal = DescribeCACommand.Text(key["principalName"]);
        return
        [
            DescribeCACommand.Text(key["accessKeyId"]), Cell.Of(status, status == "ACTIVE" ? Tone.Good : Tone.Bad), DescribeCACommand.Time(key["creationDate"]),
            DescribeCACommand.Time(key["expirationDate"]), principal.Length > 0 ? principal : Cell.Of("(root)", Tone.Faint),
        ];
    }

    private static (Argument<string> Id, Option<string> Account) KeyOf(Command verb)
    {
        var id = new Argument<string>("ACCESS-KEY-ID") { Description = "The key, as anchorage key list shows it." };
        verb.Arguments.Add(id);
        return (id, AdministrationCall.AddAccountTo(verb));
    }

    private static string Keys(string account) => $"/-/accounts/{account}/keys";

    private static string Key(ParseResult parsed, Option<string> account, Argument<string> id) =>
        $"{Keys(parsed.GetValue(account)!)}/{Uri.EscapeDataString(parsed.GetValue(id)!)}";

    private static long? Seconds(string text)
    {
        var unit = text.Length > 1 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 } : 0;
        return unit > 0 && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (long)number * unit : null;
    }
}
