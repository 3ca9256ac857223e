using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>A list that is told in pages by markers: read item by item however many pages it takes, and followed.</summary>
/// <param name="client">Whom it is asked of.</param>
/// <param name="path">Where it is.</param>
/// <param name="member">The name of the list in an answer.</param>
/// <param name="id">The member of an item that tells it from every other.</param>
internal sealed class MarkedList(IotClient client, string path, string member, string id)
{
    private const int PageSize = 250;

    private static readonly TimeSpan FollowInterval = TimeSpan.FromSeconds(1);

    /// <summary>The items, each as soon as its page is there; a failure ends them.</summary>
    /// <param name="query">The filters, each after an ampersand.</param>
    /// <param name="most">No more than so many.</param>
    public async IAsyncEnumerable<Outcome<JsonObject>> ReadAsync(string query, int most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? marker = null;
        for (var left = most; left > 0;)
        {
            var page = await PageAsync($"?pageSize={Math.Min(PageSize, left)}{query}", marker, cancellationToken);
            if (!page.IsDone)
            {
                yield return page.Failure;
                yield break;
            }

            foreach (var item in Items(page.Value).Take(left).ToList())
            {
                left--;
                yield return item;
            }

            // A page may be empty and not the last, but the same place twice would go on for ever.
            var next = Marker(page.Value, "nextMarker");
            if (next is not null && next == marker)
            {
                yield return Failure.Unreachable($"{client.Address} answers with the same page again and again; the list is not whole.");
                yield break;
            }

            if (next is null)
            {
                yield break;
            }

            marker = next;
        }
    }

    /// <summary>The same all at once.</summary>
    public async Task<Outcome<JsonArray>> CollectAsync(string query, int most, CancellationToken cancellationToken)
    {
        var all = new JsonArray();
        await foreach (var item in ReadAsync(query, most, cancellationToken))
        {
            if (!item.IsDone)
            {
                return item.Failure;
            }

            all.Add(item.Value.DeepClone());
        }

        return all;
    }

    /// <summary>Shows what there is in ascending order and then, again and again, what came since; ends with a failure.</summary>
    /// <param name="query">The filters, each after an ampersand.</param>
    /// <param name="shown">What has been shown already.</param>
    /// <param name="show">Shows one, which is done once for each.</param>
    public async Task<Failure> FollowAsync(string query, IEnumerable<JsonObject> shown, Action<JsonObject> show, CancellationToken cancellationToken)
    {
        string? marker = null;
        var seen = shown.Select(IdOf).ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            // From where it is asked next time, nothing is told again but what is told now.
            var told = new HashSet<string>(StringComparer.Ordinal);
            for (var isLast = false; !isLast;)
            {
                var page = await PageAsync($"?isAscendingOrder=true&pageSize={PageSize}{query}", marker, cancellationToken);
                if (!page.IsDone)
                {
                    return page.Failure;
                }

                foreach (var item in Items(page.Value))
                {
                    told.Add(IdOf(item));
                    if (!seen.Contains(IdOf(item)))
                    {
                        show(item);
                    }
                }

                var next = Marker(page.Value, "nextMarker");
                marker = next ?? Marker(page.Value, "followMarker") ?? marker;
                isLast = next is null;
            }

            seen = told;
            await Task.Delay(FollowInterval, cancellationToken);
        }
    }

    private Task<Outcome<JsonObject>> PageAsync(string query, string? marker, CancellationToken cancellationToken) => client.SendAsync(
        HttpMethod.Get, $"{path}{query}{(marker is null ? "" : $"&marker={Uri.EscapeDataString(marker)}")}", null, cancellationToken);

    private IEnumerable<JsonObject> Items(JsonObject page) => (page[member] as JsonArray ?? []).OfType<JsonObject>();

    private static string? Marker(JsonObject page, string name) => DescribeCACommand.Text(page[name]) is { Length: > 0 } marker ? marker : null;

    private string IdOf(JsonObject item) => DescribeCACommand.Text(item[id]);
}
