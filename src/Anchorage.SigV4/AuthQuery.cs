namespace Anchorage.SigV4;

/// <summary>The X-Amz-* parameters of a presigned request, decoded.</summary>
internal struct AuthQuery
{
    public const string SignatureName = "X-Amz-Signature";
    public const string SecurityTokenName = "X-Amz-Security-Token";

    private string? _algorithm;
    private string? _credential;
    private string? _date;
    private string? _expires;
    private string? _signedHeaders;
    private string? _signature;
    private string? _securityToken;
    private string? _contentSha256;

    /// <summary>Whether the query says anything of a signature.</summary>
    public readonly bool IsPresent =>
        (_algorithm ?? _credential ?? _date ?? _expires ?? _signedHeaders ?? _signature ?? _securityToken) is not null;

    /// <summary>X-Amz-Credential as it was sent.</summary>
    public readonly string? Credential => _credential;

    public static SignatureFault? Read(string rawQuery, out AuthQuery found)
    {
        found = default;
        var query = rawQuery.AsSpan();
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            if (MayBeOurs(name) && !found.TryTake(PercentEncoding.Decode(name), equals < 0 ? [] : pair[(equals + 1)..]))
            {
                return Incomplete($"The query has more than one {PercentEncoding.Decode(name)} parameter. Send exactly one.");
            }
        }

        return null;
    }

    /// <summary>Whether a name, still encoded, is <paramref name="wanted"/>.</summary>
    public static bool IsNamed(ReadOnlySpan<char> rawName, string wanted) =>
        MayBeOurs(rawName) && (rawName.SequenceEqual(wanted) || (rawName.Contains('%') && PercentEncoding.Decode(rawName) == wanted));

    public readonly SignatureFault? ToClaim(string? contentSha256Header, out SignatureClaim claim)
    {
        claim = new SignatureClaim
        {
            IsPresigned = true,
            Credential = _credential,
            SignedHeaders = _signedHeaders,
            Signature = _signature,
            Expires = _expires,
            SecurityToken = _securityToken,
            ContentSha256 = contentSha256Header ?? _contentSha256,
        };

        if (_algorithm is { Length: > 0 } and not AuthorizationHeader.Algorithm)
        {
            return AuthorizationHeader.UnsupportedAlgorithm(_algorithm);
        }

        var missing = Missing(_algorithm, "X-Amz-Algorithm") + Missing(_credential, "X-Amz-Credential")
            + Missing(_signature, SignatureName) + Missing(_signedHeaders, "X-Amz-SignedHeaders") + Missing(_date, "X-Amz-Date");
        if (missing.Length > 0)
        {
            return Incomplete($"{missing}Re-examine the query-string parameters. Presign the URL again with an AWS SDK.");
        }

        return SignatureTime.TryRead(_date, out claim.SignedAt)
            ? null
            : Incomplete(
                $"X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\". Got {Excerpt.Of(_date)}; "
                + "presign the URL again with an AWS SDK.");
    }

    private static string Missing(string? value, string name) =>
        string.IsNullOrEmpty(value) ? $"AWS query-string parameters must include '{name}'. " : "";

    // The names have 10 to 20 characters, each of which may be written as an escape of three. Spares decoding what else a query is full of.
    private static bool MayBeOurs(ReadOnlySpan<char> rawName) => rawName is ['X' or '%', ..] && rawName.Length is >= 10 and <= 60;

    private bool TryTake(string name, ReadOnlySpan<char> rawValue) => name switch
    {
        "X-Amz-Algorithm" => TrySet(ref _algorithm, rawValue),
        "X-Amz-Credential" => TrySet(ref _credential, rawValue),
        "X-Amz-Date" => TrySet(ref _date, rawValue),
        "X-Amz-Expires" => TrySet(ref _expires, rawValue),
        "X-Amz-SignedHeaders" => TrySet(ref _signedHeaders, rawValue),
        SignatureName => TrySet(ref _signature, rawValue),
        SecurityTokenName => TrySet(ref _securityToken, rawValue),
        "X-Amz-Content-Sha256" => TrySet(ref _contentSha256, rawValue),
        _ => true,
    };

    private static bool TrySet(ref string? parameter, ReadOnlySpan<char> rawValue)
    {
        var first = parameter is null;
        parameter ??= PercentEncoding.Decode(rawValue);
        return first;
    }

    private static SignatureFault Incomplete(string message) => new(SignatureFaultKind.IncompleteSignature, message);
}
