namespace Anchorage.Provisioning.Reading;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearMiss
{
    private const int MaxLength = 64;

    /// <summary><c> Did you mean 'Properties'?</c> with a space before it; empty when no allowed name is near.</summary>
    public static string Hint(string found, ReadOnlySpan<string> allowed) =>
        Of(found, allowed) is { } meant ? $" Did you mean {Shown.Quoted(meant)}?" : "";

    /// <summary>The allowed name that differs in letter case only, or in at most two letters.</summary>
    public static string? Of(string found, ReadOnlySpan<string> allowed)
    {
        if (found.Length is 0 or > MaxLength)
        {
            return null;
        }

        // In a short name two other letters make another name.
        var nearest = found.Length > 4 ? 3 : 2;
        string? meant = null;
        foreach (var name in allowed)
        {
            if (name.Length > MaxLength || Math.Abs(name.Length - found.Length) >= nearest)
            {
                continue;
            }

            var distance = Distance(found, name);
            if (distance < nearest)
            {
                (nearest, meant) = (distance, name);
            }
        }

        return meant;
    }

    /// <summary>Levenshtein's distance, letter case aside.</summary>
    private static int Distance(string from, string to)
    {
        Span<int> row = stackalloc int[MaxLength + 1];
        for (var j = 0; j <= to.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var same = char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]);
                var replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
