using System.Security.Cryptography;

namespace Anchorage.SigV4;

/// <summary>The chain of HMACs from a secret to a signature.</summary>
internal static class SigningKey
{
    /// <summary>Bytes in a signing key, and in a signature.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    /// <summary>Derives the key for one day, region and service: 32 bytes into <paramref name="key"/>.</summary>
    public static void Derive(string secretAccessKey, DateTimeOffset day, string region, string service, Span<byte> key)
    {
        Span<byte> time = stackalloc byte[SignatureTime.Length];
        SignatureTime.Format(day, time);

        var seed = new Utf8Builder(stackalloc byte[256]);
        seed.Append("AWS4"u8);
        seed.Append(secretAccessKey);
        _ = HMACSHA256.HashData(seed.Written, time[..SignatureTime.DateLength], key);
        seed.Dispose();

        Step(key, region);
        Step(key, service);
        _ = HMACSHA256.HashData(key, "aws4_request"u8, key);
    }

    /// <summary>Signs the string to sign that goes with a canonical request: 32 bytes into <paramref name="signature"/>.</summary>
    public static void Sign(
        ReadOnlySpan<byte> key,
        DateTimeOffset signedAt,
        string region,
        string service,
        ReadOnlySpan<byte> canonicalRequestSha256,
        Span<byte> signature)
    {
        Span<byte> time = stackalloc byte[SignatureTime.Length];
        SignatureTime.Format(signedAt, time);

        var stringToSign = new Utf8Builder(stackalloc byte[256]);
        stringToSign.Append("AWS4-HMAC-SHA256\n"u8);
        stringToSign.Append(time);
        stringToSign.Append((byte)'\n');
        stringToSign.Append(time[..SignatureTime.DateLength]);
        stringToSign.Append((byte)'/');
        stringToSign.Append(region);
        stringToSign.Append((byte)'/');
        stringToSign.Append(service);
        stringToSign.Append("/aws4_request\n"u8);
        stringToSign.AppendHex(canonicalRequestSha256);
        _ = HMACSHA256.HashData(key, stringToSign.Written, signature);
        stringToSign.Dispose();
    }

    private static void Step(Span<byte> key, string word)
    {
        var utf8 = new Utf8Builder(stackalloc byte[128]);
        utf8.Append(word);
        _ = HMACSHA256.HashData(key, utf8.Written, key);
        utf8.Dispose();
    }
}
