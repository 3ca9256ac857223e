using System.Buffers;

namespace Anchorage.X509;

/// <summary>A text in which one PEM block should stand, and the first fault found in it.</summary>
/// <param name="role">A word for messages, such as <c>CA certificate</c>.</param>
internal sealed class PemDocument(string text, string role, PemKind kind)
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    // Blocks past these are counted, not named.
    private const int MaxNamedBlocks = 4;

    private static readonly SearchValues<char> BodyCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n");

    public Fault? Fault { get; private set; }

    /// <summary>The octets of the only block, which is of the kind; empty after a fault.</summary>
    public ReadOnlyMemory<byte> ReadBlock()
    {
        if (text.Length > kind.MaxCharacters)
        {
            return Fail(
                ReadingRules.TextSize, $"is a text of {text.Length} characters; at most {kind.MaxCharacters} are wanted.");
        }

        if (PrivateKeyText.IsIn(text))
        {
            return Fail(ReadingRules.NoPrivateKey,
                $"has a private key in its text; only the {kind.Noun} is wanted, and a private key must never be sent.");
        }

        var begin = text.IndexOf(Begin, StringComparison.Ordinal);
        if (begin < 0)
        {
            var (rule, found) = kind == PemKind.Certificate ? UnarmouredText.Describe(text) : (ReadingRules.CertificateBlock, $"is no PEM: it has no BEGIN line; PEM text that begins with -----BEGIN {kind.Label}----- is wanted.");
            return Fail(rule, found);
        }

        var second = text.IndexOf(Begin, begin + Begin.Length, StringComparison.Ordinal);
        if (second >= 0)
        {
            return Fail(ReadingRules.OneBlock,
                $"is a text with more than one PEM block: {DescribeBlocks(begin)}; one {kind.Label} block is wanted.");
        }

        var label = LabelAt(begin + Begin.Length);
        return kind.Allows(label)
            ? ReadBody(label, begin + Begin.Length + label.Length + Dashes.Length)
            : Fail(ReadingRules.CertificateBlock, PemLabels.Describe(label, kind));
    }

    private ReadOnlyMemory<byte> ReadBody(string label, int start)
    {
        var end = text.IndexOf(End, start, StringComparison.Ordinal);
        if (end < 0)
        {
            return Fail(ReadingRules.CertificateBlock,
                $"has a BEGIN {label} line and no END {label} line; the text is perhaps cut short.");
        }

        if (LabelAt(end + End.Length) != label)
        {
            return Fail(ReadingRules.CertificateBlock,
                $"has a BEGIN {label} line that another END line follows; -----END {label}----- is wanted.");
        }

        var body = text.AsSpan(start, end - start);
        var stray = body.IndexOfAnyExcept(BodyCharacters);
        if (stray >= 0)
        {
            return Fail(ReadingRules.Base64, body[stray..] is ['\\', 'n' or 'r', ..]
                ? "has \\n or \\r written out as two characters in its text; line ends are wanted there, so the text was escaped once "
                    + "too often."
                : $"has the character {Quoted.Show(body.Slice(stray, 1))} on line {LineOf(start + stray)} of its text, inside the "
                    + "block; base64 is wanted there.");
        }

        var octets = new byte[(body.Length / 4 * 3) + 3];
        return Convert.TryFromBase64Chars(body, octets, out var length)
            ? octets.AsMemory(0, length)
            : Fail(ReadingRules.Base64,
                $"has base64 that ends wrongly before line {LineOf(end)} of its text: characters are missing, or = stands where "
                + "it does not belong.");
    }

    /// <summary>The label up to the dashes after it; null when they are missing on its line.</summary>
    private string? LabelAt(int start)
    {
        var line = text.AsSpan(start);
        var length = line.IndexOf(Dashes, StringComparison.Ordinal);
        return length < 0 || line[..length].ContainsAny('\r', '\n') ? null
            : line[..length].SequenceEqual(kind.Label) ? kind.Label
            : line[..length].ToString();
    }

    private string DescribeBlocks(int begin)
    {
        var blocks = new List<string>();
        var count = 0;
        for (; begin >= 0; begin = text.IndexOf(Begin, begin + Begin.Length, StringComparison.Ordinal))
        {
            if (count++ < MaxNamedBlocks)
            {
                var label = LabelAt(begin + Begin.Length);
                blocks.Add($"{(kind.Allows(label) ? label : Quoted.Show(label))} on line {LineOf(begin)}");
            }
        }

        return string.Join(", ", blocks)
            + (count > MaxNamedBlocks ? $" and {count - MaxNamedBlocks} more" : "");
    }

    private int LineOf(int position) => text.AsSpan(0, position).Count('\n') + 1;

    private ReadOnlyMemory<byte> Fail(Rule rule, string found)
    {
        Fault = new Fault(rule.Name, rule.Citation, $"The {role} {found}", kind.Mend ?? rule.Mend);
        return default;
    }
}
