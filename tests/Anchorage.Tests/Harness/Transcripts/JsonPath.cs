using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>
/// Reads a place in an answer: <c>certificateDescription.validity.notBefore</c>, <c>certificates[0].status</c>,
/// <c>certificates[*].certificateId</c>.
/// </summary>
internal static partial class JsonPath
{
    /// <summary>The text of a place: a string's characters, anything else as its JSON; <c>[*]</c> joins by spaces; null when it is absent.</summary>
    public static string? Text(JsonElement root, string path)
    {
        var elements = new List<JsonElement> { root };
        foreach (Match part in Parts().Matches(path))
        {
            elements = [.. elements.SelectMany(element => Step(element, part))];
        }

        return elements.Count == 0 && !path.Contains("[*]", StringComparison.Ordinal) ? null : string.Join(' ', elements.Select(TextOf));
    }

    /// <summary>The number of items of a list; null when there is none at this place.</summary>
    public static int? Count(JsonElement root, string path)
    {
        var text = Text(root, path);
        try
        {
            return text is not null && JsonDocument.Parse(text).RootElement is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonElement> Step(JsonElement element, Match part)
    {
        if (part.Groups["name"] is { Success: true } name)
        {
            return element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name.Value, out var member) ? [member] : [];
        }

        if (element.ValueKind is not JsonValueKind.Array)
        {
            return [];
        }

        var index = part.Groups["index"].Value;
        return index == "*"
            ? element.EnumerateArray()
            : element.EnumerateArray().Skip(int.Parse(index, CultureInfo.InvariantCulture)).Take(1);
    }

    private static string TextOf(JsonElement element) =>
        element.ValueKind is JsonValueKind.String ? element.GetString()! : element.GetRawText();

    [GeneratedRegex(@"(?<name>[^.\[\]]+)|\[(?<index>\*|[0-9]+)\]")]
    private static partial Regex Parts();
}
