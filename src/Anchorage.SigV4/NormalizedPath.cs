using System.Text;

namespace Anchorage.SigV4;

/// <summary>The path that a signature speaks of: dot segments and empty segments are gone before it is hashed.</summary>
public static class NormalizedPath
{
    /// <summary>
    /// Removes dot segments (RFC 3986 5.2.4) and, beyond the RFC, empty segments, as every AWS SDK does before it signs for a service other
    /// than S3. <c>/a//b/./c/../d/</c> is <c>/a/b/d/</c>; an empty path is <c>/</c>. Nothing is decoded: <c>%2E%2E</c> is a name.
    /// </summary>
    /// <remarks>
    /// A signature over <c>/a/b</c> also holds for <c>/a/./b</c>. Whoever routes must route on this value, or refuse a raw path that
    /// differs from it, or a signed request could be replayed against another operation.
    /// </remarks>
    /// <returns>The same string when it is normalized already.</returns>
    public static string Of(string rawPath)
    {
        if (rawPath.Length == 0)
        {
            return "/";
        }

        return rawPath[0] != '.' && !rawPath.Contains("//", StringComparison.Ordinal) && !rawPath.Contains("/.", StringComparison.Ordinal)
            ? rawPath
            : WithoutDotSegments(rawPath);
    }

    private static string WithoutDotSegments(string rawPath)
    {
        var kept = new List<Range>();
        foreach (var segment in rawPath.AsSpan().Split('/'))
        {
            switch (rawPath.AsSpan()[segment])
            {
                case "" or ".":
                    break;
                case "..":
                    if (kept.Count > 0)
                    {
                        kept.RemoveAt(kept.Count - 1);
                    }

                    break;
                default:
                    kept.Add(segment);
                    break;
            }
        }

        var path = new StringBuilder(rawPath.Length);
        _ = rawPath[0] == '/' ? path.Append('/') : path;
        for (var i = 0; i < kept.Count; i++)
        {
            _ = (i > 0 ? path.Append('/') : path).Append(rawPath.AsSpan()[kept[i]]);
        }

        return (rawPath[^1] == '/' && kept.Count > 0 ? path.Append('/') : path).ToString();
    }
}
