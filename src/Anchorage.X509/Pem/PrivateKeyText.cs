namespace Anchorage.X509;

/// <summary>Recognises a private key in a text, in whatever armour, so that its owner hears of it at once.</summary>
internal static class PrivateKeyText
{
    private const string PrivateKey = "PRIVATE KEY";

    /// <summary>
    /// A line with BEGIN and PRIVATE KEY after it, as in PKCS #8, PKCS #1, SEC 1, OpenSSH, SSH2 and OpenPGP armour, however
    /// many dashes are left of it; or a PuTTY key.
    /// </summary>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        if (text.Contains("PuTTY-User-Key-File", StringComparison.Ordinal))
        {
            return true;
        }

        for (int at; (at = text.IndexOf(PrivateKey, StringComparison.OrdinalIgnoreCase)) >= 0; text = text[(at + PrivateKey.Length)..])
        {
            var line = text[(text[..at].LastIndexOfAny('\r', '\n') + 1)..at];
            if (line.Contains("BEGIN", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
