using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Anchorage.Client.Proof;

/// <summary>The private key in a PEM file: its label, the headers that OpenSSL's traditional encryption puts above it, its octets.</summary>
/// <param name="CipherInfo">The value of DEK-Info when the octets are encrypted so; null when they are not.</param>
internal sealed record KeyBlock(string Label, string? CipherInfo, byte[] Octets) : IDisposable
{
    /// <summary>Reads the one private key among whatever else stands there, such as EC PARAMETERS or the certificate.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The outcome carries the key to the caller, whose it is.")]
    public static Outcome<KeyBlock> Read(ReadOnlySpan<byte> text, string file)
    {
        var labels = new List<string>();
        ReadOnlySpan<byte> keyBody = default;
        while (Next(text, out var label, out var body, out text))
        {
            labels.Add(label);
            keyBody = IsKey(label) ? body : keyBody;
        }

        if (labels.Where(IsKey).ToList() is not [var only])
        {
            return Failure.Unreachable(labels.Exists(IsKey)
                ? $"{file} holds more than one private key; leave only the CA's."
                : $"{file} holds no private key{(labels.Count == 0 ? "" : $", but {Visible.Text(string.Join(", ", labels.Distinct().Take(4)))}")}; a file with -----BEGIN PRIVATE KEY-----, EC PRIVATE KEY or RSA PRIVATE KEY is wanted.");
        }

        var block = ReadBody(only, keyBody);
        return block is not null ? block : Failure.Unreachable($"{file} is damaged: what stands between its BEGIN and END {Visible.Text(only)} lines is not base64.");
    }

    private static bool IsKey(string label) => label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);

    public void Dispose() => CryptographicOperations.ZeroMemory(Octets);

    private static bool Next(ReadOnlySpan<byte> text, out string label, out ReadOnlySpan<byte> body, out ReadOnlySpan<byte> rest)
    {
        label = "";
        body = rest = default;
        if (text.IndexOf("-----BEGIN "u8) is >= 0 and var begin && text[(begin + 11)..] is var named
            && named.IndexOf("-----"u8) is > 0 and < 80 and var length)
        {
            label = Encoding.Latin1.GetString(named[..length]);
            body = named[(length + 5)..];
            var end = body.IndexOf(Encoding.Latin1.GetBytes($"-----END {label}-----"));
            rest = end < 0 ? default : body[end..];
            body = end < 0 ? body : body[..end];
            return true;
        }

        return false;
    }

    private static KeyBlock? ReadBody(string label, ReadOnlySpan<byte> body)
    {
        string? cipher = null;

        // RFC 1421 headers end with an empty line; base64 has no colon.
        for (var colon = body.IndexOf((byte)':'); colon >= 0; colon = body.IndexOf((byte)':'))
        {
            var lineEnd = body[colon..].IndexOf((byte)'\n') is >= 0 and var at ? colon + at : body.Length;
            var header = Encoding.Latin1.GetString(body[..lineEnd]).Trim();
            cipher = header.StartsWith("DEK-Info:", StringComparison.OrdinalIgnoreCase) ? header[9..].Trim() : cipher;
            body = body[lineEnd..];
        }

        var octets = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        var status = Base64.DecodeFromUtf8(body, octets, out _, out var written);
        var block = status is OperationStatus.Done && written > 0 ? new KeyBlock(label, cipher, octets[..written]) : null;
        CryptographicOperations.ZeroMemory(octets);
        return block;
    }
}
