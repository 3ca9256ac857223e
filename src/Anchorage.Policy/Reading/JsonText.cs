using System.Text;
using System.Text.Json;

namespace Anchorage.Policy.Reading;

/// <summary>Reads JSON strictly into nodes: no comments, no trailing commas, unique names, whole characters, a bounded depth.</summary>
internal sealed class JsonText(FaultList faults)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The root; null when the text could not be read to its end, which is then a fault.</summary>
    public static JsonNode? Read(string text, FaultList faults)
    {
        byte[] utf8;
        try
        {
            utf8 = Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            faults.Add(JsonNode.Root, "The policy document is not text: it holds half of a UTF-16 surrogate pair. Write the whole character, or leave it out.");
            return null;
        }

        try
        {
            // The reader's own limit is never met: ours comes first and says more.
            var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = PolicyDocument.MaxDepth + 2 });
            reader.Read();
            var root = new JsonText(faults).ReadNode(ref reader, JsonNode.Root, "");
            if (root is not null)
            {
                // Anything but the end makes the reader throw.
                reader.Read();
            }

            return root;
        }
        catch (JsonException broken)
        {
            // The platform's reader tells of broken JSON in no other way.
            faults.Add(JsonNode.Root, Mistake(text, broken));
            return null;
        }
    }

    private static string Mistake(string text, JsonException broken)
    {
        var hint = text.Length == 0 ? "It is empty; an unset shell variable leaves exactly this."
            : text.StartsWith("file://", StringComparison.Ordinal) ? "It is the name of a file: the AWS CLI reads file:// only where it is the whole argument."
            : text.StartsWith('\uFEFF') ? "It begins with a byte order mark: save the file as UTF-8 without one."
            : "Look there for a missing quote, comma or bracket, or one too many.";
        return $"The policy document is not JSON: it goes wrong at line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1}. {hint}";
    }

    private JsonNode? ReadNode(ref Utf8JsonReader reader, string path, string name) => reader.TokenType switch
    {
        JsonTokenType.StartObject => ReadMembers(ref reader, new JsonNode(path, name, JsonValueKind.Object, "")),
        JsonTokenType.StartArray => ReadItems(ref reader, new JsonNode(path, name, JsonValueKind.Array, "")),
        JsonTokenType.String => ReadString(ref reader, path, out var text) ? new JsonNode(path, name, JsonValueKind.String, text) : null,
        JsonTokenType.Number => new JsonNode(path, name, JsonValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan)),
        JsonTokenType.True => new JsonNode(path, name, JsonValueKind.True, ""),
        JsonTokenType.False => new JsonNode(path, name, JsonValueKind.False, ""),
        _ => new JsonNode(path, name, JsonValueKind.Null, ""),
    };

    private JsonNode? ReadMembers(ref Utf8JsonReader reader, JsonNode node)
    {
        if (IsTooDeep(ref reader, node))
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (!ReadString(ref reader, node.Path, out var name))
            {
                return null;
            }

            reader.Read();
            if (ReadNode(ref reader, node.Path + Shown.Step(name), name) is not { } child)
            {
                return null;
            }

            if (names.Add(name))
            {
                node.Children.Add(child);
            }
            else
            {
                faults.Add(child, $"The member {Shown.Quoted(name)} stands here a second time. Keep one of them.");
            }
        }

        return node;
    }

    private JsonNode? ReadItems(ref Utf8JsonReader reader, JsonNode node)
    {
        if (IsTooDeep(ref reader, node))
        {
            return null;
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (ReadNode(ref reader, $"{node.Path}[{node.Children.Count}]", "") is not { } child)
            {
                return null;
            }

            node.Children.Add(child);
        }

        return node;
    }

    private bool IsTooDeep(ref Utf8JsonReader reader, JsonNode node)
    {
        if (reader.CurrentDepth < PolicyDocument.MaxDepth)
        {
            return false;
        }

        faults.Add(node, $"The policy document is nested deeper than {PolicyDocument.MaxDepth} objects and lists. Write it flatter.");
        return true;
    }

    private bool ReadString(ref Utf8JsonReader reader, string path, out string text)
    {
        text = "";
        try
        {
            text = reader.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            // GetString's only way to say that \u escapes do not make up characters.
            faults.Add(path, "The policy document has a string with half of a surrogate pair (\\ud800 to \\udfff). Write both halves, or none.");
            return false;
        }
    }
}
