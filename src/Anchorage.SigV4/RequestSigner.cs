using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Anchorage.SigV4;

/// <summary>Signs requests as botocore does.</summary>
public static class RequestSigner
{
    private const string AmzDate = "X-Amz-Date";
    private const string SecurityToken = "X-Amz-Security-Token";
    private const string ContentSha256 = "X-Amz-Content-Sha256";

    private static readonly byte[] s_emptyBodySha256 = SHA256.HashData([]);

    // Not signed: what a proxy or the HTTP client may change on the way.
    private static readonly FrozenSet<string> s_unsigned = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Connection", "Expect", "Keep-Alive", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
        "User-Agent", "X-Amzn-Trace-Id");

    // Ours, whatever the request had.
    private static readonly FrozenSet<string> s_replaced = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Authorization", AmzDate, SecurityToken, ContentSha256);

    /// <summary>Signs a request with an Authorization header.</summary>
    /// <param name="request">The request with the headers it will be sent with, <c>Host</c> among them.</param>
    /// <param name="bodySha256">32 bytes.</param>
    /// <param name="credentials">What to sign with.</param>
    /// <param name="region">The region to sign for.</param>
    /// <param name="service">The service to sign for: <c>iot</c>.</param>
    /// <param name="now">The time to sign at.</param>
    /// <param name="withContentSha256">Whether to state the body's hash in a header too.</param>
    /// <returns>
    /// The headers to set on the request, in place of any it has of the same names: X-Amz-Date, Authorization and, as asked for,
    /// X-Amz-Security-Token and X-Amz-Content-Sha256.
    /// </returns>
    /// <exception cref="ArgumentException">The request has no Host header, or the hash another length.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Sign(
        SignedRequest request,
        ReadOnlySpan<byte> bodySha256,
        Credentials credentials,
        string region,
        string service,
        DateTimeOffset now,
        bool withContentSha256 = false)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bodySha256.Length, SHA256.HashSizeInBytes, nameof(bodySha256));
        var added = new List<KeyValuePair<string, string>>(4) { new(AmzDate, SignatureTime.Format(now)) };
        if (credentials.SessionToken is { } token)
        {
            added.Add(new(SecurityToken, token));
        }

        if (withContentSha256)
        {
            added.Add(new(ContentSha256, Convert.ToHexStringLower(bodySha256)));
        }

        var signed = request with { Headers = [.. request.Headers.Where(static h => !s_replaced.Contains(h.Key)), .. added] };
        var signedHeaders = NamesOf(signed.Headers);
        var signature = Signature(signed, signedHeaders, bodySha256, credentials, region, service, now, withoutSecurityToken: false);
        added.Add(new(
            "Authorization",
            $"{AuthorizationHeader.Algorithm} Credential={credentials.AccessKeyId}/{ScopeOf(now, region, service)}, "
            + $"SignedHeaders={signedHeaders}, Signature={signature}"));
        return added;
    }

    /// <summary>Signs a GET request without a body in its query, for use by someone without credentials.</summary>
    /// <param name="request">The request with the headers it will be sent with: <c>Host</c>, and seldom more.</param>
    /// <param name="credentials">What to sign with.</param>
    /// <param name="region">The region to sign for.</param>
    /// <param name="service">The service to sign for: <c>iot</c>, or <c>iotdevicegateway</c> for <c>/mqtt</c>.</param>
    /// <param name="now">The time from which it holds.</param>
    /// <param name="life">How long it holds, in whole seconds; up to <see cref="RequestSignature.MaxPresignedLife"/> is taken.</param>
    /// <param name="signSessionToken">False to append the session token outside the signature, as <c>/mqtt</c> clients do.</param>
    /// <returns>The raw query, with the request's own parameters first.</returns>
    /// <exception cref="ArgumentException">The request has no Host header.</exception>
    public static string Presign(
        SignedRequest request,
        Credentials credentials,
        string region,
        string service,
        DateTimeOffset now,
        TimeSpan life,
        bool signSessionToken = true)
    {
        var headers = request.Headers.Where(static h => !s_replaced.Contains(h.Key)).ToArray();
        var signedHeaders = NamesOf(headers);
        var own = request.RawQuery.Length == 0 ? "" : request.RawQuery + "&";
        var token = credentials.SessionToken is { } value ? $"&{SecurityToken}={Uri.EscapeDataString(value)}" : "";
        var query = $"{own}X-Amz-Algorithm={AuthorizationHeader.Algorithm}"
            + $"&X-Amz-Credential={Uri.EscapeDataString($"{credentials.AccessKeyId}/{ScopeOf(now, region, service)}")}"
            + $"&X-Amz-Date={SignatureTime.Format(now)}&X-Amz-Expires={(long)life.TotalSeconds}"
            + $"&X-Amz-SignedHeaders={Uri.EscapeDataString(signedHeaders)}{token}";

        var signature = Signature(
            request with { RawQuery = query, Headers = headers },
            signedHeaders,
            s_emptyBodySha256,
            credentials,
            region,
            service,
            now,
            withoutSecurityToken: !signSessionToken);
        return $"{query}&{AuthQuery.SignatureName}={signature}";
    }

    private static string Signature(
        SignedRequest request,
        string signedHeaders,
        ReadOnlySpan<byte> bodySha256,
        Credentials credentials,
        string region,
        string service,
        DateTimeOffset now,
        bool withoutSecurityToken)
    {
        Span<byte> key = stackalloc byte[SigningKey.Length];
        Span<byte> canonicalSha256 = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> signature = stackalloc byte[SigningKey.Length];
        CanonicalRequest.Hash(request, request.RawQuery, withoutSecurityToken, signedHeaders, bodySha256, canonicalSha256);
        SigningKey.Derive(credentials.SecretAccessKey, now, region, service, key);
        SigningKey.Sign(key, now, region, service, canonicalSha256, signature);
        CryptographicOperations.ZeroMemory(key);
        return Convert.ToHexStringLower(signature);
    }

    private static string NamesOf(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var names = new SortedSet<string>(
            headers.Where(static h => !s_unsigned.Contains(h.Key)).Select(static h => h.Key.ToLowerInvariant()), StringComparer.Ordinal);
        return names.Contains("host")
            ? string.Join(';', names)
            : throw new ArgumentException("The request has no Host header, which a signature must cover.", nameof(headers));
    }

    private static string ScopeOf(DateTimeOffset now, string region, string service) =>
        $"{SignatureTime.Format(now)[..SignatureTime.DateLength]}/{region}/{service}/{CredentialScope.Terminator}";
}
