using System.Globalization;
using System.Security.Cryptography;

namespace Anchorage.SigV4;

/// <summary>What a request says of its own signature, read before any secret is known.</summary>
public sealed class RequestSignature
{
    /// <summary>How far the signer's clock may be off, either way.</summary>
    public static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>The longest life of a presigned request.</summary>
    public static readonly TimeSpan MaxPresignedLife = TimeSpan.FromMinutes(15);

    internal const string MqttPath = "/mqtt";

    internal const string MismatchText =
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. "
        + "Consult the service documentation for details.";

    private readonly SignedRequest _request;
    private readonly string _signedHeaders;
    private readonly byte[] _signature;
    private readonly TimeSpan? _life;
    private readonly string? _contentSha256;

    private RequestSignature(
        SignedRequest request, in SignatureClaim claim, in CredentialScope scope, byte[] signature, TimeSpan? life)
    {
        _request = request;
        _signedHeaders = claim.SignedHeaders.ToString();
        _signature = signature;
        _life = life;
        _contentSha256 = claim.ContentSha256;
        AccessKeyId = scope.AccessKeyId;
        Region = scope.Region;
        Service = scope.Service;
        SignedAt = claim.SignedAt;
        SessionToken = claim.SecurityToken;
        IsPresigned = claim.IsPresigned;
    }

    /// <summary>The access key that the request claims to be signed with: 1 to 128 visible ASCII characters without a slash.</summary>
    public string AccessKeyId { get; }

    /// <summary>The region signed for: lower-case letters, digits and hyphens. Whether it is served is not judged here.</summary>
    public string Region { get; }

    /// <summary><c>iot</c> or <c>execute-api</c>; on <c>/mqtt</c> also <c>iotdevicegateway</c>.</summary>
    public string Service { get; }

    /// <summary>When the client says it signed, to the second, in UTC.</summary>
    public DateTimeOffset SignedAt { get; }

    /// <summary>The session token sent along, which whoever issued it must check; null for lasting credentials.</summary>
    public string? SessionToken { get; }

    /// <summary>Whether the signature stands in the query.</summary>
    public bool IsPresigned { get; }

    /// <summary>Reads the Authorization header or, if there is none, the X-Amz-* query parameters.</summary>
    /// <returns>
    /// Either the signature or a fault: MissingAuthenticationToken, IncompleteSignature, InvalidSignature (a signed header is absent; two
    /// signatures), UnsignedHeader, WrongScope, UnsignedPayload or PresignedNotAllowed.
    /// </returns>
    public static (RequestSignature? Signature, SignatureFault? Fault) Read(SignedRequest request)
    {
        Span<byte> signature = stackalloc byte[SigningKey.Length];
        var scope = default(CredentialScope);
        var life = default(TimeSpan?);
        var fault = FindClaim(request, out var claim)
            ?? CredentialScope.Read(claim.Credential, claim.SignedAt, request.RawPath, out scope)
            ?? SignedHeaderNames.Check(claim.SignedHeaders, request.Headers)
            ?? ReadHex(claim.Signature, signature)
            ?? CheckPayloadIsSigned(claim.ContentSha256)
            ?? (claim.IsPresigned ? CheckPresigned(request, claim.Expires, out life) : null);
        return fault is null ? (new RequestSignature(request, claim, scope, signature.ToArray(), life), null) : (null, fault);
    }

    /// <summary>Checks the signature against the secret of <see cref="AccessKeyId"/>.</summary>
    /// <param name="request">The same request that was read.</param>
    /// <param name="bodySha256">32 bytes, computed here from the body that arrived.</param>
    /// <param name="secretAccessKey">The secret of the access key.</param>
    /// <param name="now">The time by which the signature is judged.</param>
    /// <param name="cache">Where derived keys are kept; null to derive each time.</param>
    /// <returns>
    /// Null when the signature holds, else SignatureExpired, SignatureNotYetCurrent, PayloadHashMismatch or InvalidSignature.
    /// </returns>
    /// <exception cref="ArgumentException">Another request than was read, or a hash of another length: a mistake in the calling code.</exception>
    public SignatureFault? Verify(
        SignedRequest request, ReadOnlySpan<byte> bodySha256, string secretAccessKey, DateTimeOffset now, SigningKeyCache? cache = null)
    {
        if (!ReferenceEquals(request, _request))
        {
            throw new ArgumentException("The request is not the one that this signature was read from.", nameof(request));
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(bodySha256.Length, SHA256.HashSizeInBytes, nameof(bodySha256));
        return CheckTime(now) ?? CheckBody(bodySha256) ?? (Holds(bodySha256, secretAccessKey, cache) ? null : Mismatch());
    }

    private static SignatureFault? FindClaim(SignedRequest request, out SignatureClaim claim)
    {
        claim = default;
        var query = default(AuthQuery);
        if ((SigningHeaders.Read(request.Headers, out var headers) ?? AuthQuery.Read(request.RawQuery, out query)) is { } fault)
        {
            return fault;
        }

        return (headers.Authorization, query.IsPresent) switch
        {
            (not null, false) => AuthorizationHeader.Read(headers, out claim),
            (null, true) => query.ToClaim(headers.ContentSha256, out claim),
            (not null, true) => new SignatureFault(
                SignatureFaultKind.InvalidSignature,
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header. "
                + "Sign with one of them: leave all X-Amz-* parameters out of the query, or send no Authorization header."),
            (null, false) => new SignatureFault(
                SignatureFaultKind.MissingAuthenticationToken,
                "Missing Authentication Token. The request has neither an Authorization header nor X-Amz-* query parameters; "
                + "sign it with AWS Signature Version 4 for the service iot, as every AWS SDK and the AWS CLI do once they have credentials."),
        };
    }

    private static SignatureFault? ReadHex(ReadOnlySpan<char> text, Span<byte> signature) =>
        text.Length == SigningKey.Length * 2
        && !text.ContainsAnyInRange('A', 'F')
        && Convert.FromHexString(text, signature, out _, out _) == System.Buffers.OperationStatus.Done
            ? null
            : new SignatureFault(
                SignatureFaultKind.IncompleteSignature,
                $"The signature {Excerpt.Of(text)} has {text.Length} characters. Wanted 64 hexadecimal digits in lower case; "
                + "look for a tool that shortens or changes the Authorization header.");

    private static SignatureFault? CheckPayloadIsSigned(string? contentSha256) =>
        contentSha256 is not null
        && (contentSha256.StartsWith("UNSIGNED-", StringComparison.Ordinal) || contentSha256.StartsWith("STREAMING-", StringComparison.Ordinal))
            ? new SignatureFault(
                SignatureFaultKind.UnsignedPayload,
                $"x-amz-content-sha256 is {Excerpt.Of(contentSha256)}, which leaves the body out of the signature. "
                + "Wanted the SHA-256 of the body; turn payload signing on in the client.")
            : null;

    private static SignatureFault? CheckPresigned(SignedRequest request, string? expires, out TimeSpan? life)
    {
        life = null;
        if (request.Method != "GET")
        {
            return new SignatureFault(
                SignatureFaultKind.PresignedNotAllowed,
                $"A {Excerpt.Of(request.Method)} request cannot be presigned here; only GET can. Sign it with an Authorization header.");
        }

        // AWS's own samples for MQTT over WebSockets presign without a life; such a request is held to the clock skew, like a signed header.
        if (expires is null && request.RawPath == MqttPath)
        {
            return null;
        }

        if (!int.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds < 1
            || seconds > MaxPresignedLife.TotalSeconds)
        {
            return new SignatureFault(
                SignatureFaultKind.IncompleteSignature,
                $"X-Amz-Expires is {(expires is null ? "absent" : Excerpt.Of(expires))}. Wanted 1 to {MaxPresignedLife.TotalSeconds:0} seconds; "
                + "presign again with a shorter life.");
        }

        life = TimeSpan.FromSeconds(seconds);
        return null;
    }

    private SignatureFault? CheckTime(DateTimeOffset now)
    {
        // Differences, not sums: the year may be 9999.
        var age = now - SignedAt;
        var life = _life ?? MaxClockSkew;
        if (age > life)
        {
            return new SignatureFault(
                SignatureFaultKind.SignatureExpired,
                $"Signature expired: {SignatureTime.Format(SignedAt)} is now earlier than {SignatureTime.Format(now - life)} "
                + $"({SignatureTime.Format(now)} - {Length(life)}). "
                + (_life is null ? "Set the clock of the machine that signs, and sign again." : "Presign the URL again."));
        }

        return age < -MaxClockSkew
            ? new SignatureFault(
                SignatureFaultKind.SignatureNotYetCurrent,
                $"Signature not yet current: {SignatureTime.Format(SignedAt)} is still later than {SignatureTime.Format(now + MaxClockSkew)} "
                + $"({SignatureTime.Format(now)} + {Length(MaxClockSkew)}). Set the clock of the machine that signs, and sign again.")
            : null;
    }

    private static string Length(TimeSpan life) =>
        life.Seconds == 0 ? $"{life.TotalMinutes:0} min." : $"{life.TotalSeconds:0} sec.";

    private SignatureFault? CheckBody(ReadOnlySpan<byte> bodySha256)
    {
        Span<char> ours = stackalloc char[SHA256.HashSizeInBytes * 2];
        _ = Convert.TryToHexStringLower(bodySha256, ours, out _);
        return _contentSha256 is null || _contentSha256.AsSpan().SequenceEqual(ours)
            ? null
            : new SignatureFault(
                SignatureFaultKind.PayloadHashMismatch,
                $"The provided 'x-amz-content-sha256' header does not match what was computed: it is {Excerpt.Of(_contentSha256)}, and the "
                + $"SHA-256 of the body that arrived is '{ours}'. Look for a proxy that changes the body, or hash the bytes that are sent.");
    }

    /// <summary>
    /// Tries the query as it was sent, which is what SDKs sign, and then as the SigV4 documentation re-encodes it, which is what tools sign
    /// that take a hand-written URL (curl 8). Both mean the same parameters.
    /// </summary>
    private bool Holds(ReadOnlySpan<byte> bodySha256, string secretAccessKey, SigningKeyCache? cache)
    {
        Span<byte> key = stackalloc byte[SigningKey.Length];
        var isCached = cache is not null && cache.TryGet(this, secretAccessKey, key);
        if (!isCached)
        {
            SigningKey.Derive(secretAccessKey, SignedAt, Region, Service, key);
        }

        var holds = HoldsOver(_request.RawQuery, bodySha256, key)
            || (CanonicalQuery.Reencode(_request.RawQuery) is var documented
                && documented != _request.RawQuery
                && HoldsOver(documented, bodySha256, key));
        if (holds && !isCached)
        {
            cache?.Keep(this, secretAccessKey, key);
        }

        CryptographicOperations.ZeroMemory(key);
        return holds;
    }

    // The gateway's clients append the session token to a URL that is signed already. The token cannot be exchanged all the same: it is
    // checked against the access key, whose secret made the signature.
    private bool HoldsOver(string query, ReadOnlySpan<byte> bodySha256, ReadOnlySpan<byte> key) =>
        Matches(query, withoutSecurityToken: false, bodySha256, key)
        || (IsPresigned && SessionToken is not null && _request.RawPath == MqttPath
            && Matches(query, withoutSecurityToken: true, bodySha256, key));

    private bool Matches(string query, bool withoutSecurityToken, ReadOnlySpan<byte> bodySha256, ReadOnlySpan<byte> key)
    {
        Span<byte> canonicalSha256 = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SigningKey.Length];
        CanonicalRequest.Hash(_request, query, withoutSecurityToken, _signedHeaders, bodySha256, canonicalSha256);
        SigningKey.Sign(key, SignedAt, Region, Service, canonicalSha256, expected);
        return CryptographicOperations.FixedTimeEquals(expected, _signature);
    }

    private SignatureFault Mismatch() => new(
        SignatureFaultKind.InvalidSignature,
        $"{MismatchText} The request was signed with access key {Excerpt.Of(AccessKeyId)} for {Region}/{Service} over the headers "
        + $"{Excerpt.Of(_signedHeaders)}. Check that the secret belongs to that key, and that nothing between the client and here changes the "
        + $"method, the path, the query, the body or one of those headers (a proxy's Host header is the usual one).{QueryAdvice()}{CurlAdvice()}");

    // Signing %20 and sending a plus is what Python's urlencode does to a hand-written client; read as a plus it is another value.
    private string QueryAdvice() => _request.RawQuery.Contains('+')
        ? " The query has a '+', which means a plus here: send %20 for a space, and sign that."
        : "";

    private string CurlAdvice()
    {
        var isCurl = _request.Headers.Any(static h =>
            h.Key.Equals("User-Agent", StringComparison.OrdinalIgnoreCase) && h.Value.StartsWith("curl/", StringComparison.OrdinalIgnoreCase));
        return isCurl
            ? " Older versions of curl sign query parameters in the order given and a '%' in the path unescaped: put the parameters in ASCII "
                + "order, and use a newer curl for a path with a '%'."
            : "";
    }
}
