using System.CommandLine;
using System.Text.Json.Nodes;

namespace Anchorage.Commands;

/// <summary><c>anchorage account</c>: the verbs about accounts.</summary>
internal static class AccountCommand
{
    public static Command Command() => new("account", "See to the accounts of an installation.")
    {
        Create(),
        List(),
        SetStatus("disable", "Disable an account: from now on none of its keys is known.", "DISABLED", "Disabled. Its devices go on."),
        SetStatus("enable", "Enable an account that was disabled.", "ACTIVE", "Enabled."),
        Delete(),
    };

    private static Verb Create()
    {
        var verb = new Verb(
            "create",
            "Create an account.",
            "What an account registers is no other account's. It has no key yet: anchorage key create makes one. For administrators of the installation's own account.",
            "anchorage account create 111122223333 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "created"),
            (ExitCode.Refused, "refused by the service: there is one of this id, or the caller is no administrator, for one"),
            AdministrationCall.Unreachable);
        var id = Id(verb);
        var name = new Option<string>("--name") { HelpName = "NAME", Description = "What people call it, at most 128 characters." };
        verb.Options.Add(name);
        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(HttpMethod.Post, "/-/accounts", new JsonObject
            {
                ["accountId"] = parsed.GetValue(id),
                ["accountName"] = parsed.GetValue(name),
            }),
            (answer, _) =>
            {
                var account = DescribeCACommand.Text(answer["accountId"]);
                Screen.Line($"Created. Make a key for it: anchorage key create --account {account} --administrator");
                return ExitCode.Done;
            });
    }

    private static Verb List()
    {
        var verb = new Verb(
            "list",
            "List the accounts of the installation.",
            "For administrators of the installation's own account.",
            "anchorage account list --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "listed"),
            AdministrationCall.Refused,
            AdministrationCall.Unreachable);
        return PagedList.Make(
            verb, _ => "/-/accounts", "accounts", "There is no account yet but the installation's own.", ["ACCOUNT", "STATUS", "CREATED", "NAME"], Row);
    }

    private static Verb SetStatus(string name, string summary, string status, string said)
    {
        var verb = new Verb(
            name, summary, "For administrators of the installation's own account, which itself cannot be disabled.",
            $"anchorage account {name} 111122223333 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "done"), AdministrationCall.Refused, AdministrationCall.Unreachable);
        var id = Id(verb);
        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(HttpMethod.Patch, $"/-/accounts/{parsed.GetValue(id)}", new JsonObject { ["status"] = status }),
            (_, _) => AdministrationCall.Say(said));
    }

    private static Verb Delete()
    {
        var verb = new Verb(
            "delete",
            "Delete an account with its keys, principals and policies.",
            "What it has registered stays in the store, and is that of an account created again with its id. For administrators of the installation's own account, which itself cannot be deleted.",
            "anchorage account delete 111122223333 --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "deleted"), AdministrationCall.Refused, AdministrationCall.Unreachable);
        var id = Id(verb);
        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(HttpMethod.Delete, $"/-/accounts/{parsed.GetValue(id)}"),
            (_, _) => AdministrationCall.Say("Deleted. None of its keys is known any more."));
    }

    private static Cell[] Row(JsonObject account)
    {
        var status = DescribeCACommand.Text(account["status"]);
        return
        [
            DescribeCACommand.Text(account["accountId"]), Cell.Of(status, status == "ACTIVE" ? Tone.Good : Tone.Bad),
            DescribeCACommand.Time(account["creationDate"]), DescribeCACommand.Text(account["accountName"]),
        ];
    }

    private static Argument<string> Id(Command verb)
    {
        var id = new Argument<string>("ID") { Description = "The account, 12 digits." };
        id.Validators.Add(result =>
        {
            if (result.Tokens is [var token])
            {
                AdministrationCall.CheckAccount(token.Value, result.AddError);
            }
        });
        verb.Arguments.Add(id);
        return id;
    }
}
