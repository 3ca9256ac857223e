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
        Append(shown, text, MostCharacters);
        return shown.Append('\'').ToString();
    }

    /// <summary>Without quotes, at most so many characters and a few, with an ellipsis where it was cut.</summary>
    public static string Bounded(string text, int most)
    {
        var shown = new StringBuilder(Math.Min(text.Length, most) + 8);
        Append(shown, text, most - 1);
        return shown.ToString();
    }

    private static void Append(StringBuilder shown, string text, int most)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > most)
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
    }
}
