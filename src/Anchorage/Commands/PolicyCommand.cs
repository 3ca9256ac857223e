using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary><c>anchorage policy</c>: the verbs about what a principal may do.</summary>
internal static class PolicyCommand
{
    public static Command Command() => new("policy", "Say what the principals of an account may do.")
    {
        Put(),
        Show(),
        Delete(),
        Simulate(),
    };

    private static Verb Put()
    {
        var verb = new Verb(
            "put",
            "Give a principal a policy, in place of one of that name.",
            "The document is IAM's: Version, Statement with Effect, Action or NotAction, Resource or NotResource, Condition. What no policy allows is denied, and an explicit deny wins. It holds from the principal's next request on. A principal has at most ten policies.",
            "anchorage policy put register-cas --account 111122223333 --principal ci --document policy.json --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "put"),
            (ExitCode.Refused, "refused by the service: the document is malformed, there is no such principal, or the caller is no administrator, for one"),
            (ExitCode.Unreachable, "the file could not be read, or the service could not be reached, or does not know the caller"));
        var name = Name(verb);
        var (account, principal) = PrincipalOf(verb);
        var document = new Option<string>("--document") { HelpName = "FILE", Description = "The policy, as JSON.", Required = true };
        verb.Options.Add(document);
        return AdministrationCall.Make(
            verb,
            parsed => TextFile.Read(parsed.GetValue(document)!, "a policy document") is var read && read.IsDone
                ? new AdministrationCall.Request(
                    HttpMethod.Put, $"{Policies(parsed, account, principal)}/{Escaped(parsed, name)}", new JsonObject { ["policyDocument"] = read.Value })
                : read.Failure!,
            (_, _) => AdministrationCall.Say("Put. It holds from the principal's next request on."));
    }

    private static Verb Show()
    {
        var verb = new Verb(
            "show",
            "Show a policy of a principal, or the names of all.",
            "With a name it prints the document as its author wrote it; without, the names.",
            "anchorage policy show --account 111122223333 --principal ci --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "shown"), AdministrationCall.Refused, AdministrationCall.Unreachable);
        var name = Name(verb);
        name.Arity = ArgumentArity.ZeroOrOne;
        var (account, principal) = PrincipalOf(verb);
        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(
                HttpMethod.Get, Policies(parsed, account, principal) + (parsed.GetValue(name) is null ? "" : $"/{Escaped(parsed, name)}")),
            (answer, _) => AdministrationCall.Say(answer["policyNames"] is not JsonArray names ? Visible.Text(DescribeCACommand.Text(answer["policyDocument"]).TrimEnd('\n'))
                : names.Count > 0 ? string.Join('\n', names.Select(one => Visible.Text(DescribeCACommand.Text(one))))
                : answer["administrator"]?.GetValue<bool>() == true ? "An administrator may do everything in its account, without a policy."
                : "The principal has no policy, and may do nothing."));
    }

    private static Verb Delete()
    {
        var verb = new Verb(
            "delete",
            "Take a policy from a principal.",
            "It no longer holds from the principal's next request on.",
            "anchorage policy delete register-cas --account 111122223333 --principal ci --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "deleted"), AdministrationCall.Refused, AdministrationCall.Unreachable);
        var name = Name(verb);
        var (account, principal) = PrincipalOf(verb);
        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(HttpMethod.Delete, $"{Policies(parsed, account, principal)}/{Escaped(parsed, name)}"),
            (_, _) => AdministrationCall.Say("Deleted."));
    }

    private static Verb Simulate()
    {
        var verb = new Verb(
            "simulate",
            "Tell whether a principal may do something, and which statement decides.",
            "Nothing is done. The decision is the one that a request meets; what conditions ask for is given with --context, except for the time, which is now.",
            "anchorage policy simulate --account 111122223333 --principal ci --action iot:RegisterCACertificate --context aws:RequestTag/team=core --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "allowed"),
            (ExitCode.Refused, "denied; or refused by the service: there is no such principal, or the caller is no administrator, for one"),
            AdministrationCall.Unreachable);
        var (account, principal) = PrincipalOf(verb);
        var action = new Option<string>("--action") { HelpName = "ACTION", Description = "What is to be done, such as iot:RegisterCACertificate.", Required = true };
        var resource = new Option<string>("--resource") { HelpName = "ARN", Description = "What it is to be done to. [default: *]" };
        var context = new Option<string[]>("--context")
        {
            HelpName = "KEY=VALUE",
            Description = "What is known of the request, one or more; a key given twice has two values.",
            AllowMultipleArgumentsPerToken = true,
        };
        context.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"--context is '{Visible.Text(token.Value)}'; KEY=VALUE is wanted, such as aws:RequestTag/team=core.");
            }
        });
        foreach (var option in (Option[])[action, resource, context])
        {
            verb.Options.Add(option);
        }

        return AdministrationCall.Make(
            verb,
            parsed => new AdministrationCall.Request(
                HttpMethod.Post,
                $"{Principal(parsed, account, principal)}/simulation",
                new JsonObject { ["action"] = parsed.GetValue(action), ["resource"] = parsed.GetValue(resource), ["context"] = ContextOf(parsed.GetValue(context)) }),
            (answer, _) => Tell(answer));
    }

    private static int Tell(JsonObject answer)
    {
        var allowed = AdministrationCall.IsAllowed(answer);
        Screen.Line(Cell.Of(DescribeCACommand.Text(answer["evalDecision"]), allowed ? Tone.Good : Tone.Bad));
        Screen.Line(Visible.Text(DescribeCACommand.Text(answer["reason"])));
        if (answer["missingContextValues"] is JsonArray { Count: > 0 } missing)
        {
            Screen.Line($"Asked for and not given: {string.Join(", ", missing.Select(one => Visible.Text(DescribeCACommand.Text(one))))}");
        }

        return allowed ? ExitCode.Done : ExitCode.Refused;
    }

    private static JsonObject ContextOf(string[]? given)
    {
        var context = new JsonObject();
        foreach (var values in (given ?? []).Select(text => text.Split('=', 2)).GroupBy(pair => pair[0], pair => pair[1], StringComparer.Ordinal))
        {
            context[values.Key] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        }

        return context;
    }

    private static Argument<string> Name(Command verb)
    {
        var name = new Argument<string>("NAME") { Description = "The policy's name, 1 to 128 letters, digits and _+=,.@-" };
        verb.Arguments.Add(name);
        return name;
    }

    private static (Option<string> Account, Option<string> Principal) PrincipalOf(Command verb)
    {
        var account = AdministrationCall.AddAccountTo(verb);
        var principal = new Option<string>("--principal") { HelpName = "NAME", Description = "Whose it is, as anchorage key list shows it.", Required = true };
        verb.Options.Add(principal);
        return (account, principal);
    }

    private static string Principal(ParseResult parsed, Option<string> account, Option<string> principal) =>
        string.Create(CultureInfo.InvariantCulture, $"/-/accounts/{parsed.GetValue(account)}/principals/{Uri.EscapeDataString(parsed.GetValue(principal)!)}");

    private static string Policies(ParseResult parsed, Option<string> account, Option<string> principal) => $"{Principal(parsed, account, principal)}/policies";

    private static string Escaped(ParseResult parsed, Argument<string> name) => Uri.EscapeDataString(parsed.GetValue(name)!);
}
