namespace Anchorage.Wire;

/// <summary>The headers as a list of single values, for the signature.</summary>
internal static class HeaderList
{
    public static IReadOnlyList<KeyValuePair<string, string>> Of(IHeaderDictionary headers)
    {
        var list = new List<KeyValuePair<string, string>>(headers.Count + 2);
        foreach (var header in headers)
        {
            foreach (var value in header.Value)
            {
                list.Add(new(header.Key, value ?? string.Empty));
            }
        }

        return list;
    }
}
