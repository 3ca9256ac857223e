using System.CommandLine;
using System.Text.Json.Nodes;

namespace Anchorage.Commands;

/// <summary><c>anchorage ca list</c>: the account's CAs, however many pages they take.</summary>
internal static class ListCACommand
{
    public static Command Command()
    {
        var verb = new Verb(
            "list",
            "List the registered CAs of the account and region, newest first.",
            "All of them, however many pages the service makes of them, unless --max is given.",
            "anchorage ca list --endpoint-url http://127.0.0.1:8080",
            (ExitCode.Done, "listed"),
            (ExitCode.Refused, "refused by the service"),
            (ExitCode.Unreachable, "the service could not be reached, or does not know the caller"));
        var max = new Option<int?>("--max") { HelpName = "N", Description = "No more than this many." };
        max.Validators.Add(MostOption.Check);
        verb.Options.Add(max);
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
            var all = await new MarkedList(client, "/cacertificates", "certificates", "certificateId").CollectAsync("", parsed.GetValue(max) ?? int.MaxValue, cancellationToken);
            if (!all.IsDone)
            {
                return Ending.With(all.Failure);
            }

            if (output.IsJson(parsed))
            {
                Screen.Json(new JsonObject { ["certificates"] = all.Value });
            }
            else if (all.Value.Count == 0)
            {
                Screen.Line("No CA is registered in this account and region.");
            }
            else
            {
                Screen.Table(["ID", "STATUS", "CREATED"], [.. all.Value.OfType<JsonObject>().Select(Row)]);
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static Cell[] Row(JsonObject ca)
    {
        var status = DescribeCACommand.Text(ca["status"]);
        return [DescribeCACommand.Text(ca["certificateId"]), Cell.Of(status, status == "ACTIVE" ? Tone.Good : Tone.Bad), DescribeCACommand.Time(ca["creationDate"])];
    }
}
