namespace Anchorage.SigV4;

/// <summary>The headers that a signature is read from, each at most once on a request.</summary>
internal struct SigningHeaders
{
    public string? Authorization;
    public string? AmzDate;
    public string? Date;
    public string? SecurityToken;
    public string? ContentSha256;
    private string? _host;

    /// <summary>Collects them in one pass.</summary>
    /// <returns>A fault when one is repeated: which of two values counts would be a guess.</returns>
    public static SignatureFault? Read(IReadOnlyList<KeyValuePair<string, string>> headers, out SigningHeaders found)
    {
        found = default;
        for (var i = 0; i < headers.Count; i++)
        {
            var (name, value) = headers[i];
            if (!found.TryTake(name, value))
            {
                return new SignatureFault(
                    SignatureFaultKind.IncompleteSignature,
                    $"The request has more than one {name.ToLowerInvariant()} header. Send exactly one.");
            }
        }

        return null;
    }

    private bool TryTake(string name, string value) => name.Length switch
    {
        4 when Is(name, "host") => TrySet(ref _host, value),
        4 when Is(name, "date") => TrySet(ref Date, value),
        10 when Is(name, "x-amz-date") => TrySet(ref AmzDate, value),
        13 when Is(name, "authorization") => TrySet(ref Authorization, value),
        20 when Is(name, "x-amz-security-token") => TrySet(ref SecurityToken, value),
        20 when Is(name, "x-amz-content-sha256") => TrySet(ref ContentSha256, value),
        _ => true,
    };

    private static bool Is(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static bool TrySet(ref string? header, string value)
    {
        var first = header is null;
        header ??= value.Trim();
        return first;
    }
}
