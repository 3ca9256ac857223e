using System.CommandLine;
using System.Text.Json.Nodes;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>What a verb of an administrator does that makes one call: sends it, and shows the answer.</summary>
internal static class AdministrationCall
{
    public static readonly (int, string) Refused = (ExitCode.Refused, "refused by the service: what is named is not there, or the caller is no administrator, for one");
    public static readonly (int, string) Unreachable = (ExitCode.Unreachable, "the service could not be reached, or does not know the caller");

    /// <summary><c>--account ID</c>.</summary>
    public static Option<string> AddAccountTo(Command command)
    {
        var option = new Option<string>("--account") { HelpName = "ID", Description = "The account, 12 digits.", Required = true };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token])
            {
                CheckAccount(token.Value, result.AddError);
            }
        });
        command.Options.Add(option);
        return option;
    }

    public static void CheckAccount(string account, Action<string> fault)
    {
        if (account.Length != 12 || !account.All(char.IsAsciiDigit))
        {
            fault($"The account is '{Visible.Text(account)}'; 12 digits are wanted.");
        }
    }

    /// <summary>Gives a verb its options and what it does.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="request">The call: method, path, body.</param>
    /// <param name="show">Shows the answer to people and tells the exit code.</param>
    /// <param name="json">What programs are shown; the answer itself unless said.</param>
    public static Verb Make(
        Verb verb,
        Func<ParseResult, Outcome<Request>> request,
        Func<JsonObject, ParseResult, int> show,
        Func<JsonObject, JsonObject>? json = null)
    {
        var service = ServiceOptions.AddTo(verb);
        var output = OutputOption.AddTo(verb);
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var asked = request(parsed);
            var opened = service.Open(parsed);
            if ((asked.Failure ?? opened.Failure) is { } failure)
            {
                return Ending.With(failure);
            }

            using var client = opened.Value!;
            var answer = await client.SendAsync(asked.Value!.Method, asked.Value.Path, asked.Value.Body, cancellationToken);
            if (!answer.IsDone)
            {
                return Ending.With(answer.Failure);
            }

            if (!output.IsJson(parsed))
            {
                return show(answer.Value, parsed);
            }

            Screen.Json(json is null ? answer.Value : json(answer.Value));
            return answer.Value["evalDecision"] is null || IsAllowed(answer.Value) ? ExitCode.Done : ExitCode.Refused;
        });
        return verb;
    }

    /// <summary>One line, and done.</summary>
    public static int Say(string text)
    {
        Screen.Line(text);
        return ExitCode.Done;
    }

    public static bool IsAllowed(JsonObject decision) => DescribeCACommand.Text(decision["evalDecision"]) == "allowed";

    internal sealed record Request(HttpMethod Method, string Path, JsonObject? Body = null);
}
