namespace Anchorage.SigV4;

/// <summary>Whose key a request names, believed without any check: for servers that were told to ask for no signature.</summary>
/// <param name="AccessKeyId">1 to 128 visible ASCII characters without a slash.</param>
/// <param name="Region">The scope's region as it stands; null when it has none. Not judged: it may be of no region's form.</param>
public sealed record UnverifiedScope(string AccessKeyId, string? Region)
{
    /// <summary>Finds the credential in an Authorization header or an X-Amz-Credential parameter, however broken the rest is.</summary>
    /// <returns>Null when there is none, or more than one.</returns>
    public static UnverifiedScope? Find(SignedRequest request)
    {
        if (SigningHeaders.Read(request.Headers, out var headers) is not null
            || AuthQuery.Read(request.RawQuery, out var query) is not null)
        {
            return null;
        }

        const string Name = "Credential=";
        var header = headers.Authorization.AsSpan();
        var at = header.IndexOf(Name, StringComparison.Ordinal);
        if (at < 0)
        {
            return Split(query.Credential);
        }

        var credential = header[(at + Name.Length)..];
        var end = credential.IndexOfAny(',', ' ');
        return Split(end < 0 ? credential : credential[..end]);
    }

    private static UnverifiedScope? Split(ReadOnlySpan<char> credential)
    {
        Span<Range> parts = stackalloc Range[4];
        var count = credential.Split(parts, '/');
        if (count == 0 || !CredentialScope.IsAccessKeyId(credential[parts[0]]))
        {
            return null;
        }

        var region = count > 2 ? credential[parts[2]] : [];
        return new UnverifiedScope(credential[parts[0]].ToString(), region.IsEmpty ? null : region.ToString());
    }
}
