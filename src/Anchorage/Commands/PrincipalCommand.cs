using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Anchorage.Commands;

/// <summary><c>anchorage principal</c>: the verbs about who of an account has keys and policies.</summary>
internal static class PrincipalCommand
{
    public static Command Command() => new("principal", "See to the principals of an account.")
    {
        List(),
        Delete(),
    };

    private static Verb List()
    {
        var verb = new Verb(
            "list",
            "List the principals of an account.",
            "A principal is made with its first key (anchorage key create). The root is none of them.",
            "anchorage principal list --account 111122223333 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "listed"),
            AdministrationCall.Refused,
            AdministrationCall.Unreachable);
        var account = AdministrationCall.AddAccountTo(verb);
        return PagedList.Make(
            verb, parsed => Principals(parsed.GetValue(account)!), "principals", "The account has no principal.",
            ["PRINCIPAL", "KEYS", "CREATED", "ADMINISTRATOR"], Row);
    }

    private static Verb Delete()
    {
        var verb = new Verb(
            "delete",
            "Delete a principal that has neither keys nor policies.",
            "Keys that have expired go with it. One that is made again under its name is another one.",
            "anchorage principal delete ci --account 111122223333 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "deleted"),
            (ExitCode.Refused, "refused by the service: it still has keys or policies, there is no such principal, or the caller is no administrator, for one"),
            AdministrationCall.Unreachable);
        var name = new Argument<string>("NAME") { Description = "The principal, as anchorage principal list shows it." };
        verb.Arguments.Add(name);
        var account = AdministrationCall.AddAccountTo(verb);
        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(
                HttpMethod.Delete, $"{Principals(parsed.GetValue(account)!)}/{Uri.EscapeDataString(parsed.GetValue(name)!)}"),
            (_, _) => AdministrationCall.Say("Deleted."));
    }

    private static Cell[] Row(JsonObject principal) =>
    [
        DescribeCACommand.Text(principal["principalName"]),
        principal["keyCount"] is JsonValue keys && keys.TryGetValue<long>(out var count) ? count.ToString(CultureInfo.InvariantCulture) : "",
        DescribeCACommand.Time(principal["creationDate"]),
        principal["administrator"] is JsonValue administrator && administrator.TryGetValue<bool>(out var needsNone) && needsNone ? "yes" : "",
    ];

    private static string Principals(string account) => $"/-/accounts/{account}/principals";
}
