using System.Text;
using System.Text.Json;

namespace Anchorage.Provisioning.Reading;

/// <summary>Says where text stops being JSON and which of the usual accidents made it so.</summary>
internal static class JsonMistake
{
    private const string AsString = "A template is passed as a JSON string, with its own quotes and line breaks escaped.";

    public const string Unset = "An unset shell variable leaves exactly this.";

    public static string Describe(string text, string subject, int offset, bool holed) =>
        $"{subject} is not JSON: {Found(text, offset, holed)} {Place(text, offset)}. {Cause(text, offset, holed)}";

    /// <summary>Line and column, both from 1, the column in UTF-16 code units.</summary>
    public static string Place(string text, int offset)
    {
        var before = text.AsSpan(0, offset);
        return $"at line {before.Count('\n') + 1}, column {offset - before.LastIndexOf('\n')}";
    }

    /// <summary>The place of a reader's complaint as an index into the text that was encoded.</summary>
    public static int Offset(ReadOnlySpan<byte> utf8, JsonException broken)
    {
        var start = 0;
        for (var line = broken.LineNumber ?? 0; line > 0; line--)
        {
            var next = utf8[start..].IndexOf((byte)'\n');
            if (next < 0)
            {
                break;
            }

            start += next + 1;
        }

        var end = (int)Math.Min(utf8.Length, start + (broken.BytePositionInLine ?? 0));
        return Encoding.UTF8.GetCharCount(utf8[..end]);
    }

    private static string Found(string text, int offset, bool holed) =>
        offset >= text.Length ? "it ends"
        : IsHole(text, offset, holed) ? "the value of a function stands outside a string"
        : $"there is {Shown.Quoted(text[offset].ToString())}";

    private static bool IsHole(string text, int offset, bool holed) => holed && text[offset] == HoledText.Hole;

    private static string Cause(string text, int offset, bool holed)
    {
        var before = text.AsSpan(0, offset).TrimEnd();
        var previous = before.IsEmpty ? '\0' : before[^1];
        if (text.StartsWith("file://", StringComparison.Ordinal) || text.StartsWith("fileb://", StringComparison.Ordinal))
        {
            return "This is the name of a file: the AWS CLI reads file:// only where it is the whole argument. Put its content here.";
        }

        if (text.StartsWith('\uFEFF'))
        {
            return "The text begins with a byte order mark: save the file as UTF-8 without one.";
        }

        if (offset >= text.Length)
        {
            return "The text was cut off, or a closing bracket or quote is missing; a shell cuts it where quotes do not pair up.";
        }

        if (IsHole(text, offset, holed))
        {
            return "What a function gives may only stand inside a JSON string, so that no device can write policy. Put quotes around it; "
                + "to choose between whole policies use PolicyName.";
        }

        return text[offset] switch
        {
            '\'' => "JSON takes double quotes.",
            '\\' => "The quotes are escaped once too often: escape the template once, as one JSON string.",
            '/' or '#' => "JSON has no comments: take them out.",
            '$' => "A variable was not expanded: the shell expands none inside single quotes.",
            '}' or ']' or ',' when previous is ':' => $"The value is missing. {Unset}",
            '}' or ']' when previous is ',' => "Take out the comma before it.",
            '"' when previous is '"' or '}' or ']' => "A comma is missing before it, or quotes inside a string are not escaped.",
            < ' ' => "A control character or line break inside a string is written as an escape: \\n.",
            var c when char.IsLetterOrDigit(c) && previous is '"' => "A string ends too early: quotes inside a string are written \\\".",
            var c when char.IsLetter(c) && previous is '{' or ',' or ':' =>
                "Names and strings take double quotes; a shell removes them where the whole is not in single quotes.",
            _ when IsWhole(before) => "There is more text after the end of the JSON: take it out.",
            _ => AsString,
        };
    }

    private static bool IsWhole(ReadOnlySpan<char> before) => before.EndsWith("}") && before.Count('{') == before.Count('}');
}
