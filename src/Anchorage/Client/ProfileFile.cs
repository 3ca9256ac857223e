namespace Anchorage.Client;

/// <summary>A file in the form of <c>~/.aws/config</c>: sections of keys, and below a key without a value, indented keys of its own.</summary>
internal static class ProfileFile
{
    // Real ones have a few kilobytes.
    private const int MostBytes = 1 << 20;

    /// <summary>The sections by name; the keys in lower case, an indented one as <c>parent.child</c>. Empty when there is no such file.</summary>
    public static Outcome<Dictionary<string, Dictionary<string, string>>> Read(string path)
    {
        try
        {
            return !File.Exists(path) ? new Dictionary<string, Dictionary<string, string>>()
                : new FileInfo(path).Length > MostBytes ? Failure.Unreachable($"{path} has more than {MostBytes} bytes; a file of AWS profiles was wanted.")
                : Parse(File.ReadAllLines(path));
        }
        catch (Exception exception) when (FileFailure.Explains(exception))
        {
            return FileFailure.Reading(path, exception);
        }
    }

    private static Dictionary<string, Dictionary<string, string>> Parse(string[] lines)
    {
        var sections = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        Dictionary<string, string>? section = null;
        var parent = "";
        foreach (var line in lines)
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or ';')
            {
                continue;
            }

            if (text[0] == '[' && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
            {
                var name = NameOf(text[1..end]);
                section = sections.TryGetValue(name, out var known) ? known : sections[name] = new(StringComparer.Ordinal);
                parent = "";
                continue;
            }

            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (section is null || equals < 0)
            {
                continue;
            }

            var key = text[..equals].Trim().ToLowerInvariant();
            var value = text[(equals + 1)..].Trim();
            var isNested = parent.Length > 0 && char.IsWhiteSpace(line[0]);
            section[isNested ? $"{parent}.{key}" : key] = value;
            parent = isNested ? parent : value.Length == 0 ? key : "";
        }

        return sections;
    }

    // [profile "two words"] and [profile   x] name what they seem to.
    private static string NameOf(string heading)
    {
        var words = heading.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join(' ', words.Select(word => word.Trim('"', '\'')));
    }
}
