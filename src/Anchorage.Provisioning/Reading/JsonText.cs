using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Anchorage.Provisioning.Reading;

/// <summary>Reads JSON strictly into nodes: no comments, no trailing commas, unique names, whole characters, a bounded depth.</summary>
internal sealed class JsonText
{
    private readonly string _subject;
    private readonly FaultList _faults;

    private JsonText(string subject, FaultList faults) => (_subject, _faults) = (subject, faults);

    /// <summary>The root; null when the text could not be read to its end, which is then a fault.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="subject">What the text is, to begin a sentence with: "The template".</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <param name="holed">Whether <see cref="HoledText.Hole"/> stands for values of functions.</param>
    public static JsonNode? Read(string text, string subject, FaultList faults, bool holed = false)
    {
        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var status = Utf8.FromUtf16(text, utf8, out var valid, out var written, replaceInvalidSequences: false);
        if (status is not OperationStatus.Done)
        {
            faults.Add($"{subject} is not text: half of a UTF-16 surrogate pair stands alone {JsonMistake.Place(text, valid)}. "
                + "Write the whole character, or leave it out.");
            return null;
        }

        var bytes = utf8.AsSpan(0, written);
        try
        {
            // The reader's own limit is never met: ours comes first and says more.
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = ProvisioningTemplate.MaxDepth + 2 });
            reader.Read();
            var root = new JsonText(subject, faults).ReadNode(ref reader, null, null, 0);
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
            faults.Add(JsonMistake.Describe(text, subject, JsonMistake.Offset(bytes, broken), holed));
            return null;
        }
    }

    private JsonNode? ReadNode(ref Utf8JsonReader reader, JsonNode? parent, string? name, int index)
    {
        var node = new JsonNode(parent, name, index, KindOf(reader.TokenType), (int)reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadMembers(ref reader, node),
            JsonTokenType.StartArray => ReadItems(ref reader, node),
            JsonTokenType.String => ReadString(ref reader, node, out var text) ? WithText(node, text) : null,
            JsonTokenType.Number => WithText(node, Encoding.UTF8.GetString(reader.ValueSpan)),
            _ => node,
        };
    }

    private JsonNode? ReadMembers(ref Utf8JsonReader reader, JsonNode node)
    {
        if (IsTooDeep(ref reader, node))
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (!ReadString(ref reader, node, out var name))
            {
                return null;
            }

            reader.Read();
            if (ReadNode(ref reader, node, name, 0) is not { } child)
            {
                return null;
            }

            if (names.Add(name))
            {
                node.Children.Add(child);
            }
            else
            {
                _faults.Add(child, $"The member {Shown.Quoted(name)} stands here a second time. Keep one of them.");
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
            if (ReadNode(ref reader, node, null, node.Children.Count) is not { } child)
            {
                return null;
            }

            node.Children.Add(child);
        }

        return node;
    }

    private bool IsTooDeep(ref Utf8JsonReader reader, JsonNode node)
    {
        if (reader.CurrentDepth < ProvisioningTemplate.MaxDepth)
        {
            return false;
        }

        _faults.Add(node, $"{_subject} is nested deeper than {ProvisioningTemplate.MaxDepth} objects and lists. Write it flatter.");
        return true;
    }

    private bool ReadString(ref Utf8JsonReader reader, JsonNode at, out string text)
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
            _faults.Add(at, $"{_subject} has a string with half of a surrogate pair (\\ud800 to \\udfff). Write both halves, or none.");
            return false;
        }
    }

    private static JsonNode WithText(JsonNode node, string text)
    {
        node.Text = text;
        return node;
    }

    private static JsonValueKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => JsonValueKind.Object,
        JsonTokenType.StartArray => JsonValueKind.Array,
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        _ => JsonValueKind.Null,
    };
}
