using System.CommandLine;
using System.Text.Json.Nodes;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>Collects and shows a list that is told in pages by <c>nextToken</c>.</summary>
internal static class PagedList
{
    /// <summary>Gives a verb its options and what it does.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="path">Where the list is.</param>
    /// <param name="member">The name of the list in an answer, and in what programs are shown.</param>
    /// <param name="none">What people are told of an empty one.</param>
    /// <param name="headings">Of the table's columns.</param>
    /// <param name="row">An item's cells.</param>
    public static Verb Make(Verb verb, Func<ParseResult, string> path, string member, string none, string[] headings, Func<JsonObject, Cell[]> row)
    {
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
            var all = await CollectAsync(client, path(parsed), member, cancellationToken);
            if (!all.IsDone)
            {
                return Ending.With(all.Failure);
            }

            if (output.IsJson(parsed))
            {
                Screen.Json(new JsonObject { [member] = all.Value });
            }
            else if (all.Value.Count == 0)
            {
                Screen.Line(none);
            }
            else
            {
                Screen.Table(headings, [.. all.Value.OfType<JsonObject>().Select(row)]);
            }

            return ExitCode.Done;
        });
        return verb;
    }

    private static async Task<Outcome<JsonArray>> CollectAsync(IotClient client, string path, string member, CancellationToken cancellationToken)
    {
        var all = new JsonArray();
        var token = "";
        do
        {
            var page = await client.SendAsync(
                HttpMethod.Get, $"{path}?maxResults=250{(token.Length == 0 ? "" : $"&nextToken={Uri.EscapeDataString(token)}")}", null, cancellationToken);
            if (!page.IsDone)
            {
                return page.Failure;
            }

            foreach (var item in page.Value[member] as JsonArray ?? [])
            {
                all.Add(item?.DeepClone());
            }

            // The same place twice would go on for ever.
            var next = DescribeCACommand.Text(page.Value["nextToken"]);
            if (next.Length > 0 && next == token)
            {
                return Failure.Unreachable($"{client.Address} answers with the same page again and again; the list is not whole.");
            }

            token = next;
        }
        while (token.Length > 0);

        return all;
    }
}
