using System.Collections.Immutable;
using System.Text;

namespace Anchorage.Wire;

/// <summary>The query string as it stood on the wire, decoded as Signature Version 4 does: <c>+</c> is a plus, a space is <c>%20</c>.</summary>
internal sealed class RawQuery
{
    public static readonly RawQuery Empty = new([]);

    private readonly ImmutableArray<KeyValuePair<string, string>> _parameters;

    private RawQuery(ImmutableArray<KeyValuePair<string, string>> parameters) => _parameters = parameters;

    public IEnumerable<string> Names => _parameters.Select(parameter => parameter.Key);

    /// <summary>Reads a query without its question mark; null when an escape is malformed or the bytes are not UTF-8.</summary>
    public static RawQuery? Read(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return Empty;
        }

        var parameters = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var range in text.Split('&'))
        {
            var part = text[range];
            if (part.IsEmpty)
            {
                continue;
            }

            var equals = part.IndexOf('=');
            var name = Decode(equals < 0 ? part : part[..equals]);
            var value = equals < 0 ? string.Empty : Decode(part[(equals + 1)..]);
            if (name is null || value is null)
            {
                return null;
            }

            parameters.Add(new(name, value));
        }

        return new RawQuery(parameters.ToImmutable());
    }

    /// <summary>All values given under this name, in their order.</summary>
    public ImmutableArray<string> All(string name)
    {
        ImmutableArray<string> values = [];
        foreach (var parameter in _parameters)
        {
            if (parameter.Key == name)
            {
                values = values.Add(parameter.Value);
            }
        }

        return values;
    }

    /// <summary>Decodes percent escapes once; null when one is malformed or the bytes are not UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<char> text)
    {
        if (!text.Contains('%'))
        {
            return text.ToString();
        }

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '%')
            {
                var run = text[at..];
                var end = run.IndexOf('%');
                run = end < 0 ? run : run[..end];
                length += Encoding.UTF8.GetBytes(run, bytes.AsSpan(length));
                at += run.Length - 1;
            }
            else if (at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes[length++] = Convert.FromHexString(text.Slice(at + 1, 2))[0];
                at += 2;
            }
            else
            {
                return null;
            }
        }

        return System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
