using System.Buffers;
using System.Text;

namespace Anchorage.X509;

/// <summary>Says what a text without any BEGIN line seems to be. Only runs when a text is refused.</summary>
internal static class UnarmouredText
{
    private const string Wanted = "PEM text that begins with -----BEGIN CERTIFICATE----- is wanted.";

    // Shorter texts of letters only are words, not base64.
    private const int MinBase64 = 64;
    private const int MaxFileName = 255;

    private static readonly SearchValues<char> Base64Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n");

    private static readonly string[] Extensions = [".pem", ".crt", ".cer", ".der", ".cert", ".txt"];

    public static (Rule Rule, string Found) Describe(string text)
    {
        var trimmed = text.AsSpan().Trim().Trim('\uFEFF').Trim();
        if (trimmed.IsEmpty)
        {
            return (ReadingRules.CertificateBlock, $"is an empty text; {Wanted}");
        }

        if (IsFileName(trimmed))
        {
            return (ReadingRules.CertificateBlock,
                $"is the name of a file, {Quoted.Show(trimmed)}; its content is wanted. With the AWS CLI, write file:// in front of "
                    + "the name.");
        }

        if (trimmed.Contains("BEGIN CERTIFICATE", StringComparison.OrdinalIgnoreCase))
        {
            return (ReadingRules.CertificateBlock, "has a damaged BEGIN line; exactly -----BEGIN CERTIFICATE----- is wanted.");
        }

        if (trimmed.Length >= MinBase64 && !trimmed.ContainsAnyExcept(Base64Characters))
        {
            return DescribeBase64(trimmed);
        }

        // A certificate's DER begins with 30 and a length; read as text, its octets become unprintable or are replaced.
        return trimmed[0] == '0' && trimmed[..Math.Min(trimmed.Length, 64)].ContainsAnyExceptInRange(' ', '~')
            ? (ReadingRules.CertificateBlock, $"seems to be binary DER; {Wanted} openssl x509 -inform der -in FILE -out ca.pem makes it.")
            : (ReadingRules.CertificateBlock, $"is no PEM: it has no BEGIN line; {Wanted}");
    }

    private static (Rule Rule, string Found) DescribeBase64(ReadOnlySpan<char> text)
    {
        var decoded = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64Chars(text, decoded, out var length))
        {
            return (ReadingRules.CertificateBlock, $"looks like base64 without BEGIN and END lines, and is cut short; {Wanted}");
        }

        var octets = decoded.AsSpan(0, length);
        var inner = Encoding.Latin1.GetString(octets);
        if (PrivateKeyText.IsIn(inner) || ForeignDer.Recognise(octets) is { IsPrivateKey: true })
        {
            return (ReadingRules.NoPrivateKey,
                "is a private key in base64; only the certificate is wanted, and a private key must never be sent.");
        }

        return (ReadingRules.CertificateBlock, inner.Contains("-----BEGIN ", StringComparison.Ordinal)
            ? "is PEM that was encoded in base64 once more; the PEM text itself is wanted."
            : $"is base64 without BEGIN and END lines; {Wanted}");
    }

    private static bool IsFileName(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxFileName || text.ContainsAny('\r', '\n'))
        {
            return false;
        }

        var isFile = text.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        foreach (var extension in Extensions)
        {
            isFile |= text.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
        }

        return isFile;
    }
}
