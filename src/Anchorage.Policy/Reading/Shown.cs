using System.Globalization;
using System.Text;

namespace Anchorage.Policy.Reading;

/// <summary>Text of a document made fit for a message: quoted, shortened, without characters that could disturb a log or a terminal.</summary>
internal static class Shown
{
    private const int MaxCharacters = 64;

    public static string Quoted(string text) => $"'{Plain(text)}'";

    /// <summary>One step of a JSON path: <c>.name</c>, or <c>['a name']</c> where it is not plain.</summary>
    public static string Step(string name) =>
        name.Length is > 0 and <= MaxCharacters && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_')
            ? $".{name}" : $"['{Plain(name)}']";

    private static string Plain(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MaxCharacters) + 8);
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= MaxCharacters)
            {
                return shown.Append('…').ToString();
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                shown.Append(rune.Value is '\'' or '\\' ? "\\" : "").Append(rune.ToString());
            }
        }

        return shown.ToString();
    }
}
