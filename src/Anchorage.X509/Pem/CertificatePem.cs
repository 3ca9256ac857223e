using System.Security.Cryptography;

namespace Anchorage.X509;

/// <summary>A certificate as text (RFC 7468 5): the PEM that users send and are sent.</summary>
public static class CertificatePem
{
    /// <summary>Longest text that is read, in UTF-16 characters: AWS IoT's limit for a certificate.</summary>
    public const int MaxCharacters = 65_536;

    internal const string Label = "CERTIFICATE";

    /// <summary>
    /// Reads the one certificate in a text. Text around the block, any line ends, leading white space and a byte order mark are
    /// allowed; a second block of any label is not. Faults never repeat what stands in the block.
    /// </summary>
    /// <param name="role">A word for messages, such as <c>CA certificate</c>.</param>
    public static Reading<Certificate> Read(string text, string role)
    {
        var document = new PemDocument(text, role, PemKind.Certificate);
        var der = document.ReadBlock();
        return document.Fault is { } fault ? new Reading<Certificate>(fault) : Certificate.Read(der, role);
    }

    /// <summary>PEM with lines of 64 characters, <c>\n</c> line ends and one at the end.</summary>
    public static string Write(ReadOnlySpan<byte> der) => PemEncoding.WriteString(Label, der) + "\n";
}
