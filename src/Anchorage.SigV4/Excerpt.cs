using System.Globalization;
using System.Text;

namespace Anchorage.SigV4;

/// <summary>Quotes a stranger's text inside a message: short, and unable to steer a terminal.</summary>
internal static class Excerpt
{
    private const int MaxLength = 80;

    public static string Of(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder(Math.Min(text.Length, MaxLength) + 5).Append('\'');
        foreach (var c in text[..Math.Min(text.Length, MaxLength)])
        {
            _ = c is >= ' ' and <= '~'
                ? quoted.Append(c)
                : quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }

        return quoted.Append(text.Length > MaxLength ? "...'" : "'").ToString();
    }
}
