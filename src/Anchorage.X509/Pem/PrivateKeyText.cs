using System.Buffers;

namespace Anchorage.X509;

/// <summary>Recognises a private key in a text, in whatever armour, so that its owner hears of it at once.</summary>
internal static class PrivateKeyText
{
    private const string PuttyKey = "PuTTY-User-Key-File";

    // Every text is searched, so the search must be quick: one vectorised pass for all the marks.
    private static readonly SearchValues<string> Marks = SearchValues.Create(["PRIVATE KEY", PuttyKey], StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A line with BEGIN and PRIVATE KEY after it, as in PKCS #8, PKCS #1, SEC 1, OpenSSH, SSH2 and OpenPGP armour, however
    /// many dashes are left of it; or a PuTTY key.
    /// </summary>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        for (int at; (at = text.IndexOfAny(Marks)) >= 0; text = text[(at + 1)..])
        {
            var line = text[(text[..at].LastIndexOfAny('\r', '\n') + 1)..at];
            if (line.Contains("BEGIN", StringComparison.OrdinalIgnoreCase)
                || text[at..].StartsWith(PuttyKey, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
