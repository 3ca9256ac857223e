using System.Globalization;
using System.Text;

namespace Anchorage.Wire;

/// <summary>Makes text from outside fit for a message: bounded, and with control characters escaped.</summary>
internal static class Printable
{
    private const int MostCharacters = 80;

    /// <summary>In single quotes, at most 80 characters, with an ellipsis where it was cut.</summary>
    public static string Quoted(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MostCharacters) + 8).Append('\'');
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > MostCharacters)
            {
                shown.Append('…');
                break;
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                shown.Append(rune.ToString());
            }
        }

        return shown.Append('\'').ToString();
    }
}
