using System.Collections.Immutable;
using System.Text.Json;
using Anchorage.Wire;

namespace Anchorage.Tags;

/// <summary>Reads the tags of a request in each form its documentation names: a JSON list, a string, a query parameter.</summary>
internal static class TagReading
{
    private const string QueryForm = "?tags=key1%3Dvalue1%26key2%3Dvalue2";

    /// <summary>The tags given; empty when there are none or when <paramref name="faults"/> has gained some.</summary>
    /// <param name="body">The body, which may have a member <c>tags</c>.</param>
    /// <param name="query">The query, which may have a parameter <c>tags</c>.</param>
    /// <param name="expected">The other query parameters that the operation knows.</param>
    /// <param name="faults">Gains what is wrong with the form; the tags themselves are judged by <see cref="TagRules"/>.</param>
    public static ImmutableArray<Tag> Read(RequestBody body, RawQuery query, ReadOnlySpan<string> expected, Faults faults)
    {
        var inBody = body.Member("tags");
        var inQuery = new QueryShape(query, faults).Text("tags");
        if (inQuery is null)
        {
            return inBody is { } alone ? FromBody(alone, faults) : [];
        }

        if (inBody is not null)
        {
            faults.Add("Tags are given both in the query and in the body; give them in one place.");
            return [];
        }

        foreach (var name in query.Names)
        {
            // Unencoded, tags=a=1&b=2 is two parameters, and b would be lost in silence.
            if (name is not "tags" && !expected.Contains(name))
            {
                faults.Add($"The query parameter {Printable.Quoted(name)} beside tags is not known. If it is part of the tags, encode them: {QueryForm}");
            }
        }

        return FromText(inQuery, faults);
    }

    /// <summary>The tags of a body that must have them; none when <paramref name="faults"/> has gained some.</summary>
    public static ImmutableArray<Tag> ReadBody(RequestBody body, Faults faults)
    {
        if (body.Member("tags") is { } tags)
        {
            return FromBody(tags, faults);
        }

        faults.Add("""tags is missing; wanted a list such as [{"Key":"key1","Value":"value1"}].""");
        return [];
    }

    private static ImmutableArray<Tag> FromBody(JsonElement tags, Faults faults)
    {
        switch (tags.ValueKind)
        {
            case JsonValueKind.String when RequestBody.TextOf(tags) is { } text:
                return FromText(text, faults);
            case JsonValueKind.Array:
                return FromList(tags, faults);
            default:
                faults.Add($"""tags is {RequestBody.Kind(tags)}; wanted a list such as [{"{"}"Key":"key1","Value":"value1"{"}"}], or a string such as "key1=value1&key2=value2".""");
                return [];
        }
    }

    private static ImmutableArray<Tag> FromList(JsonElement list, Faults faults)
    {
        var tags = ImmutableArray.CreateBuilder<Tag>();
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = $"tags[{index++}]";
            if (item.ValueKind is not JsonValueKind.Object)
            {
                faults.Add($"""{at} is {RequestBody.Kind(item)}; wanted an object with "Key" and "Value".""");
                continue;
            }

            if (!item.TryGetProperty("Key", out var key))
            {
                faults.Add(item.TryGetProperty("key", out _)
                    ? $"""{at} has "key"; the member is "Key", with a capital K, and "Value" likewise."""
                    : $"""{at} has no "Key".""");
                continue;
            }

            var given = Text(key, $"{at}.Key");
            var value = item.TryGetProperty("Value", out var member) ? Text(member, $"{at}.Value") : string.Empty;
            if (given is not null && value is not null)
            {
                tags.Add(new Tag(given, value));
            }
        }

        return tags.ToImmutable();

        string? Text(JsonElement element, string name)
        {
            var text = element.ValueKind is JsonValueKind.String ? RequestBody.TextOf(element) : null;
            if (text is null)
            {
                faults.Add($"{name} is {RequestBody.Kind(element)}; wanted a string of Unicode text.");
            }

            return text;
        }
    }

    /// <summary><c>key1=value1&amp;key2=value2</c>, in which <c>%26</c> stands for an ampersand inside a key or value and <c>%25</c> for a percent sign.</summary>
    private static ImmutableArray<Tag> FromText(string text, Faults faults)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var tags = ImmutableArray.CreateBuilder<Tag>();
        foreach (var part in text.Split('&'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? null : RawQuery.Decode(part.AsSpan(0, equals));
            var value = equals < 0 ? null : RawQuery.Decode(part.AsSpan(equals + 1));
            if (key is null || value is null)
            {
                faults.Add($"tags holds {Printable.Quoted(part)}; wanted key1=value1&key2=value2, with %26 for an ampersand and %25 for a percent sign in them. In a query, encode it whole: {QueryForm}");
                continue;
            }

            tags.Add(new Tag(key, value));
        }

        return tags.ToImmutable();
    }
}
