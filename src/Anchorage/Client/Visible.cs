using System.Globalization;
using System.Text;

namespace Anchorage.Client;

/// <summary>Makes text from certificates, files and servers fit for a terminal: whatever would steer it, or not show, is escaped.</summary>
internal static class Visible
{
    /// <summary>The text with every control character, bidirectional mark, and unassigned or private character as <c>\u{1B}</c>.</summary>
    public static string Text(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsPlain(rune))
            {
                shown.Append(rune.ToString());
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X2}}}");
            }
        }

        return shown.ToString();
    }

    public static bool IsPlain(Rune rune) => rune.Value is >= 0x20 and < 0x7f || (rune.Value > 0x7f && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
