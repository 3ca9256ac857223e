using System.Globalization;
using System.Text;

namespace Anchorage.Provisioning.Reading;

/// <summary>Strangers' text made fit for a message: quoted, shortened, without characters that could disturb a log or a terminal.</summary>
internal static class Shown
{
    /// <summary>How much of a certificate's subject a message shows.</summary>
    public const int MaxSubject = 256;

    private const int MaxLength = 64;

    public static string Quoted(string text, int most = MaxLength)
    {
        var shown = new StringBuilder(Math.Min(text.Length, most) + 3).Append('\'');
        Append(shown, text, most);
        return shown.Append('\'').ToString();
    }

    public static string List(ReadOnlySpan<string> names) => string.Join(", ", names!);

    /// <summary>One step of a JSON path: <c>.name</c>, or <c>['a name']</c> where it is not plain.</summary>
    public static void AppendStep(StringBuilder path, string name)
    {
        if (IsPlain(name))
        {
            path.Append('.').Append(name);
            return;
        }

        path.Append("['");
        Append(path, name);
        path.Append("']");
    }

    private static bool IsPlain(string name)
    {
        if (name.Length is 0 or > MaxLength || char.IsAsciiDigit(name[0]) || name[0] is '-')
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private static void Append(StringBuilder shown, string text, int most = MaxLength)
    {
        var length = Math.Min(text.Length, most);
        for (var i = 0; i < length; i++)
        {
            var c = text[i];
            if (c is '\'' or '\\')
            {
                shown.Append('\\').Append(c);
            }
            else if (char.IsHighSurrogate(c) && i + 1 < length && char.IsLowSurrogate(text[i + 1]))
            {
                shown.Append(c).Append(text[++i]);
            }
            else if (IsDisturbing(c))
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                shown.Append(c);
            }
        }

        if (length < text.Length)
        {
            shown.Append('…');
        }
    }

    // Format characters reverse the direction of text; a surrogate on its own is not text at all.
    private static bool IsDisturbing(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
