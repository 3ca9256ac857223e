using System.Security.Cryptography;

namespace Anchorage.SigV4;

/// <summary>The text that a signature is made over, as AWS's SDKs build it for every service but S3.</summary>
internal static class CanonicalRequest
{
    private const int OnStack = 2048;

    /// <summary>Hashes the canonical form of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="rawQuery">The query to hash, which may be a re-encoded form of the request's.</param>
    /// <param name="withoutSecurityToken">Whether X-Amz-Security-Token in the query is left out.</param>
    /// <param name="signedHeaders">Lower-case header names in ASCII order, separated by <c>;</c>.</param>
    /// <param name="bodySha256">32 bytes.</param>
    /// <param name="sha256">Receives 32 bytes.</param>
    public static void Hash(
        SignedRequest request,
        string rawQuery,
        bool withoutSecurityToken,
        ReadOnlySpan<char> signedHeaders,
        ReadOnlySpan<byte> bodySha256,
        Span<byte> sha256)
    {
        var canonical = new Utf8Builder(stackalloc byte[OnStack]);
        canonical.Append(request.Method.ToUpperInvariant());
        canonical.Append((byte)'\n');
        PercentEncoding.AppendPath(ref canonical, NormalizedPath.Of(request.RawPath));
        canonical.Append((byte)'\n');
        CanonicalQuery.Append(ref canonical, rawQuery, withoutSecurityToken);
        canonical.Append((byte)'\n');
        AppendHeaders(ref canonical, signedHeaders, request.Headers);
        canonical.Append((byte)'\n');
        canonical.Append(signedHeaders);
        canonical.Append((byte)'\n');
        canonical.AppendHex(bodySha256);

        _ = SHA256.HashData(canonical.Written, sha256);
        canonical.Dispose();
    }

    private static void AppendHeaders(
        ref Utf8Builder canonical, ReadOnlySpan<char> signedHeaders, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var range in signedHeaders.Split(';'))
        {
            var name = signedHeaders[range];
            canonical.Append(name);
            var separator = (byte)':';
            for (var i = 0; i < headers.Count; i++)
            {
                if (name.Equals(headers[i].Key, StringComparison.OrdinalIgnoreCase))
                {
                    canonical.Append(separator);
                    AppendValue(ref canonical, headers[i].Value);
                    separator = (byte)',';
                }
            }

            canonical.Append((byte)'\n');
        }
    }

    /// <summary>Without leading and trailing white space, and with one space for each run of it inside.</summary>
    private static void AppendValue(ref Utf8Builder canonical, ReadOnlySpan<char> value)
    {
        while (true)
        {
            value = value[LengthOf(value, isWhiteSpace: true)..];
            var word = value[..LengthOf(value, isWhiteSpace: false)];
            canonical.Append(word);
            value = value[word.Length..];
            if (value.IsEmpty || LengthOf(value, isWhiteSpace: true) == value.Length)
            {
                return;
            }

            canonical.Append((byte)' ');
        }
    }

    private static int LengthOf(ReadOnlySpan<char> value, bool isWhiteSpace)
    {
        var length = 0;
        while (length < value.Length && IsWhiteSpace(value[length]) == isWhiteSpace)
        {
            length++;
        }

        return length;
    }

    // What Python's str.split() splits at, so that botocore and we agree on every value.
    private static bool IsWhiteSpace(char c) => c is ' ' or (>= '\x1C' and <= '\x1F') || char.IsWhiteSpace(c);
}
