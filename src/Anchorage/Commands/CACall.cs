using System.CommandLine;
using System.Text.Json.Nodes;

namespace Anchorage.Commands;

/// <summary>What a verb does that makes one call about one CA: sends it, and shows the answer.</summary>
internal static class CACall
{
    /// <summary>Gives a verb its argument, its options and what it does.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="method">The call's method.</param>
    /// <param name="path">What stands before the id in its path.</param>
    /// <param name="body">Its body; null for none.</param>
    /// <param name="show">Shows the answer to people, given the CA's id and how to say where the same service is.</param>
    public static Verb Make(Verb verb, HttpMethod method, string path, Func<ParseResult, JsonObject?> body, Action<JsonObject, string, string> show)
    {
        var id = CAIdArgument.AddTo(verb);
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
            var answer = await client.SendAsync(method, $"{path}/{id.Of(parsed)}", body(parsed), cancellationToken);
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
                show(answer.Value, id.Of(parsed), service.SameService(parsed));
            }

            return ExitCode.Done;
        });
        return verb;
    }
}
