namespace Anchorage.Wire;

/// <summary>The request target as it stood on the wire, parted into path and query and not decoded.</summary>
internal readonly record struct RequestTarget(string RawPath, string RawQuery)
{
    /// <summary>Parts a target in origin form or in absolute form (RFC 9112 3.2); any other form becomes a path that nothing answers.</summary>
    public static RequestTarget Of(string target)
    {
        if (!target.StartsWith('/'))
        {
            var authority = target.IndexOf("://", StringComparison.Ordinal);
            var path = authority < 0 ? -1 : target.IndexOf('/', authority + 3);
            target = path < 0 ? "/" : target[path..];
        }

        var question = target.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? new(target, string.Empty) : new(target[..question], target[(question + 1)..]);
    }
}
