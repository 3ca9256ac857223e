using Anchorage.SigV4;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>What an unverified request says of its credential; only <c>--auth none</c> asks.</summary>
internal sealed record ClaimedScope(string AccessKeyId, string? Region)
{
    /// <summary>The <c>Credential=KEY/DATE/REGION/…</c> of the Authorization header or of the query; null when there is none.</summary>
    public static ClaimedScope? Of(SignedRequest request)
    {
        foreach (var header in request.Headers)
        {
            if (header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            {
                var at = header.Value.IndexOf("Credential=", StringComparison.Ordinal);
                return at < 0 ? null : Parse(header.Value.AsSpan(at + "Credential=".Length));
            }
        }

        return RawQuery.Read(request.RawQuery)?.All("X-Amz-Credential") is [var credential, ..] ? Parse(credential) : null;
    }

    private static ClaimedScope? Parse(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(", ");
        var parts = (end < 0 ? text : text[..end]).ToString().Split('/', 5);
        return parts[0].Length is 0 or > 128 ? null : new ClaimedScope(parts[0], parts.Length > 2 && parts[2].Length > 0 ? parts[2] : null);
    }
}
