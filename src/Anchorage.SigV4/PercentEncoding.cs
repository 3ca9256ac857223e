using System.Buffers;
using System.Text;

namespace Anchorage.SigV4;

/// <summary>RFC 3986 percent-encoding as AWS asks for it: only unreserved characters stay, hexadecimal digits are upper-case.</summary>
internal static class PercentEncoding
{
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<byte> s_unreserved = SearchValues.Create(Encoding.ASCII.GetBytes(Unreserved));
    private static readonly SearchValues<byte> s_unreservedOrSlash = SearchValues.Create(Encoding.ASCII.GetBytes(Unreserved + "/"));

    /// <summary>Encodes a path that may already be encoded, so that <c>%</c> becomes <c>%25</c>; slashes stay.</summary>
    public static void AppendPath(ref Utf8Builder to, ReadOnlySpan<char> path)
    {
        var utf8 = new Utf8Builder(stackalloc byte[512]);
        utf8.Append(path);
        Append(ref to, utf8.Written, s_unreservedOrSlash);
        utf8.Dispose();
    }

    /// <summary>Encodes one query name or value.</summary>
    public static void AppendQueryPart(ref Utf8Builder to, scoped ReadOnlySpan<byte> part) => Append(ref to, part, s_unreserved);

    /// <summary>Decodes what is well-formed and keeps the rest as it is; <c>+</c> is a plus, not a space.</summary>
    public static string Decode(ReadOnlySpan<char> text) =>
        text.Contains('%') ? Uri.UnescapeDataString(text) : text.ToString();

    private static void Append(ref Utf8Builder to, scoped ReadOnlySpan<byte> utf8, SearchValues<byte> kept)
    {
        while (utf8.IndexOfAnyExcept(kept) is >= 0 and var at)
        {
            to.Append(utf8[..at]);
            var value = utf8[at];
            to.Append([(byte)'%', "0123456789ABCDEF"u8[value >> 4], "0123456789ABCDEF"u8[value & 0xF]]);
            utf8 = utf8[(at + 1)..];
        }

        to.Append(utf8);
    }
}
