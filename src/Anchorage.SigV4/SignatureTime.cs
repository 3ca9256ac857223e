using System.Globalization;

namespace Anchorage.SigV4;

/// <summary>Times as signatures write them: ISO 8601 basic format in UTC, to the second.</summary>
internal static class SignatureTime
{
    /// <summary>Characters in <c>yyyyMMddTHHmmssZ</c>.</summary>
    public const int Length = 16;

    /// <summary>Characters in <c>yyyyMMdd</c>, as a credential scope has it.</summary>
    public const int DateLength = 8;

    private const string Basic = "yyyyMMdd'T'HHmmss'Z'";

    // RFC 1123 says GMT; Python's email.utils.formatdate, which botocore uses for a Date header, writes -0000.
    private static readonly string[] s_dateHeaderFormats =
        [Basic, "ddd, dd MMM yyyy HH:mm:ss 'GMT'", "ddd, dd MMM yyyy HH:mm:ss '-0000'", "ddd, dd MMM yyyy HH:mm:ss '+0000'"];

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Basic, CultureInfo.InvariantCulture);

    /// <summary>Writes the sixteen characters of <paramref name="time"/>.</summary>
    public static void Format(DateTimeOffset time, Span<byte> utf8) =>
        time.UtcDateTime.TryFormat(utf8, out _, Basic, CultureInfo.InvariantCulture);

    /// <summary>Reads <c>20261123T145134Z</c> and nothing else.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        return text.Length == Length && DateTimeOffset.TryParseExact(
            text, Basic, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>Reads the forms a Date header may have: ISO 8601 basic, or RFC 1123 in UTC.</summary>
    public static bool TryReadDateHeader(ReadOnlySpan<char> text, out DateTimeOffset time) => DateTimeOffset.TryParseExact(
        text, s_dateHeaderFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
