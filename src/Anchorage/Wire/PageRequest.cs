namespace Anchorage.Wire;

/// <summary>Which page of a list is wanted: <c>pageSize</c>, <c>marker</c> and <c>isAscendingOrder</c> of the service model.</summary>
/// <param name="Size">1 to 250; 25 unless said.</param>
/// <param name="Ascending">Oldest first; newest first unless said.</param>
/// <param name="After">The item the page follows; null for the first page.</param>
/// <param name="Listing">What a marker of this list is good for.</param>
internal sealed record PageRequest(int Size, bool Ascending, PagePlace? After, string Listing)
{
    private const int DefaultSize = 25;
    private const int LargestSize = 250;

    /// <summary>Reads the page's parameters; each that is not of its shape becomes a sentence.</summary>
    /// <param name="list">The operation's name, and what narrows its list.</param>
    public static PageRequest Read(Call call, string list, Marker markers, Faults faults)
    {
        var query = new QueryShape(call.Query, faults);
        var size = query.Number("pageSize", 1, LargestSize) ?? DefaultSize;
        var ascending = query.Flag("isAscendingOrder") ?? false;

        // A page continues the list it was begun in, so the order is part of what the marker is good for.
        var listing = $"{list} {ascending}";
        var marker = query.Text("marker");
        var after = marker is null ? null : markers.Read(call.Caller, listing, marker);
        if (marker is not null && after is null)
        {
            faults.Add("The query parameter marker is not one that this list gave, with this order and filter, to this account and region; begin again without it.");
        }

        return new PageRequest(size, ascending, after, listing);
    }

    /// <summary>The page's items, and the marker of the next page when there is one more item than fits.</summary>
    public (List<T> Items, string? NextMarker) Cut<T>(List<T> found, Caller caller, Marker markers, Func<T, PagePlace> place) =>
        found.Count > Size
            ? (found[..Size], markers.Write(caller, Listing, place(found[Size - 1])))
            : (found, null);
}
