namespace Anchorage.Wire;

/// <summary>The page of a list that a request asks for, in the style of <c>maxResults</c> and <c>nextToken</c>.</summary>
/// <param name="Size">1 to 250.</param>
/// <param name="After">The place after which the page begins; empty for the first page.</param>
/// <param name="Listing">What the token is good for: the operation, with its filter.</param>
internal sealed record TokenPage(int Size, string After, string Listing)
{
    private const int DefaultSize = 25;
    private const int LargestSize = 250;

    /// <summary>Reads the two query parameters.</summary>
    /// <param name="call">The request.</param>
    /// <param name="markers">Tells tokens that this list gave from others.</param>
    /// <param name="listing">The operation, with the filter: a page continues the list it was begun in.</param>
    /// <param name="faults">Gains what is wrong.</param>
    public static TokenPage Read(Call call, Marker markers, string listing, Faults faults)
    {
        var query = new QueryShape(call.Query, faults);
        var size = query.Number("maxResults", 1, LargestSize) ?? DefaultSize;
        var token = query.Text("nextToken");
        var after = token is null ? null : markers.Read(call.Caller, listing, token);
        if (token is not null && after is null)
        {
            faults.Add("The query parameter nextToken is not one that this list gave, with this filter, to this account and region; begin again without it.");
        }

        return new TokenPage(size, after?.Id ?? string.Empty, listing);
    }

    /// <summary>The items of the page, and the token of the next one when more than a page was found.</summary>
    public (List<T> Items, string? NextToken) Cut<T>(List<T> found, Call call, Marker markers, Func<T, string> place) =>
        found.Count <= Size
            ? (found, null)
            : (found[..Size], markers.Write(call.Caller, Listing, new PagePlace(0, place(found[Size - 1]))));
}
