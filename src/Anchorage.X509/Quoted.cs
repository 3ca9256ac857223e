using System.Globalization;
using System.Text;

namespace Anchorage.X509;

/// <summary>Shows a stranger's text inside a message: shortened, and with everything escaped that is not plainly visible.</summary>
internal static class Quoted
{
    /// <summary>No message repeats more of one input than this, in characters of output.</summary>
    public const int MaxCharacters = 80;

    public static string Show(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MaxCharacters) + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            var room = MaxCharacters - shown.Length;
            var piece = Escape(rune);
            if (piece.Length > room)
            {
                return shown.Append("...\"").ToString();
            }

            shown.Append(piece);
        }

        return shown.Append('"').ToString();
    }

    /// <summary>
    /// Letters, digits, signs and the plain space are shown; controls, bidirectional marks, private and unassigned ones are not.
    /// </summary>
    public static bool IsPlain(Rune rune) => rune.Value is >= 0x20 and < 0x7f || (rune.Value > 0x7f && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber or UnicodeCategory.OtherPunctuation
        or UnicodeCategory.DashPunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
        or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.OtherSymbol);

    private static string Escape(Rune rune) => rune.Value switch
    {
        '"' or '\\' => $"\\{rune}",
        _ when IsPlain(rune) && rune != Rune.ReplacementChar => rune.ToString(),
        _ => $"\\u{{{rune.Value:X4}}}",
    };
}
