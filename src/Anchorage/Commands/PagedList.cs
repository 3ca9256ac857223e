using System.Text.Json.Nodes;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>Collects a list that is told in pages by <c>nextToken</c>.</summary>
internal static class PagedList
{
    public static async Task<Outcome<JsonArray>> CollectAsync(IotClient client, string path, string member, CancellationToken cancellationToken)
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
