using System.Buffers;
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

    /// <summary>
    /// The session token sent along; null when there is none. Whoever issued temporary credentials must check that it belongs to
    /// <see cref="AccessKeyId"/>, and refuse such a key without it: on <c>/mqtt</c> the signature may not cover it.
    /// </summary>
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
            ?? (claim.IsPresigned ? PresignedLife.Read(request, claim.Expires, out life) : null);
        return fault is null
            ? (new RequestSignature(request, claim, scope, signature.ToArray(), life), null)
            : (null, fault);
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
    /// <exception cref="ArgumentException">
    /// Another request than was read, or a hash of another length: a mistake in the calling code.
    /// </exception>
    public SignatureFault? Verify(
        SignedRequest request, ReadOnlySpan<byte> bodySha256, string secretAccessKey, DateTimeOffset now, SigningKeyCache? cache = null)
    {
        if (!ReferenceEquals(request, _request))
        {
            throw new ArgumentException("The request is not the one that this signature was read from.", nameof(request));
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(bodySha256.Length, SHA256.HashSizeInBytes, nameof(bodySha256));
        return SignatureAge.Check(SignedAt, _life, now)
            ?? CheckBody(bodySha256)
            ?? (Holds(bodySha256, secretAccessKey, cache) ? null : SignatureMismatch.Fault(request, this, _signedHeaders));
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
                + "sign it with AWS Signature Version 4 for the service iot, as AWS SDKs and the AWS CLI do once they have credentials."),
        };
    }

    private static SignatureFault? ReadHex(ReadOnlySpan<char> text, Span<byte> signature) =>
        text.Length == SigningKey.Length * 2
        && !text.ContainsAnyInRange('A', 'F')
        && Convert.FromHexString(text, signature, out _, out _) == OperationStatus.Done
            ? null
            : new SignatureFault(
                SignatureFaultKind.IncompleteSignature,
                // Not quoted: cut back to its 64 digits, it may still be good, and messages go to the log.
                $"The signature has {text.Length} characters. Wanted 64 hexadecimal digits in lower case; "
                + "look for a tool that shortens or changes the Authorization header.");

    private static SignatureFault? CheckPayloadIsSigned(string? contentSha256) =>
        contentSha256 is not null
        && (contentSha256.StartsWith("UNSIGNED-", StringComparison.Ordinal)
            || contentSha256.StartsWith("STREAMING-", StringComparison.Ordinal))
            ? new SignatureFault(
                SignatureFaultKind.UnsignedPayload,
                $"x-amz-content-sha256 is {Excerpt.Of(contentSha256)}, which leaves the body out of the signature. "
                + "Wanted the SHA-256 of the body; turn payload signing on in the client.")
            : null;

    private SignatureFault? CheckBody(ReadOnlySpan<byte> bodySha256)
    {
        Span<char> ours = stackalloc char[SHA256.HashSizeInBytes * 2];
        _ = Convert.TryToHexStringLower(bodySha256, ours, out _);
        return _contentSha256 is null || _contentSha256.AsSpan().SequenceEqual(ours)
            ? null
            : new SignatureFault(
                SignatureFaultKind.PayloadHashMismatch,
                "The provided 'x-amz-content-sha256' header does not match what was computed: "
                + $"it is {Excerpt.Of(_contentSha256)}, and the SHA-256 of the body that arrived is '{ours}'. "
                + "Look for a proxy that changes the body, or hash the bytes that are sent.");
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
}
