using System.Buffers;
using System.Text;

namespace Anchorage.SigV4;

/// <summary>The query as it is hashed: parameters sorted by name and then by value, each with its <c>=</c>.</summary>
internal static class CanonicalQuery
{
    private const int PairsOnStack = 32;

    /// <summary>
    /// Appends the parameters as they are encoded in <paramref name="rawQuery"/>, without the signature and, for clients that add it after
    /// signing, <paramref name="withoutSecurityToken"/>.
    /// </summary>
    public static void Append(ref Utf8Builder to, string rawQuery, bool withoutSecurityToken)
    {
        if (rawQuery.Length == 0)
        {
            return;
        }

        var count = rawQuery.AsSpan().Count('&') + 1;
        var rented = count > PairsOnStack ? ArrayPool<Pair>.Shared.Rent(count) : null;
        var pairs = rented is null ? stackalloc Pair[PairsOnStack] : rented;
        pairs = pairs[..Read(rawQuery, pairs, withoutSecurityToken)];

        var order = new PairOrder(rawQuery);
        if (!order.IsSorted(pairs))
        {
            pairs.Sort(order);
        }

        for (var i = 0; i < pairs.Length; i++)
        {
            if (i > 0)
            {
                to.Append((byte)'&');
            }

            to.Append(pairs[i].Name(rawQuery));
            to.Append((byte)'=');
            to.Append(pairs[i].Value(rawQuery));
        }

        if (rented is not null)
        {
            ArrayPool<Pair>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// The query with each name and value decoded and encoded again, so that <c>%3a</c> and <c>:</c> both become <c>%3A</c>: the form that
    /// the SigV4 documentation describes. The same text when the query was in that form.
    /// </summary>
    public static string Reencode(string rawQuery)
    {
        var to = new Utf8Builder(stackalloc byte[1024]);
        var pairs = rawQuery.AsSpan();
        while (true)
        {
            var end = pairs.IndexOf('&');
            var pair = end < 0 ? pairs : pairs[..end];
            var equals = pair.IndexOf('=');
            AppendReencoded(ref to, equals < 0 ? pair : pair[..equals]);
            if (equals >= 0)
            {
                to.Append((byte)'=');
                AppendReencoded(ref to, pair[(equals + 1)..]);
            }

            if (end < 0)
            {
                break;
            }

            to.Append((byte)'&');
            pairs = pairs[(end + 1)..];
        }

        var query = Encoding.ASCII.GetString(to.Written);
        to.Dispose();
        return query;
    }

    private static int Read(string rawQuery, Span<Pair> pairs, bool withoutSecurityToken)
    {
        var count = 0;
        for (var start = 0; start <= rawQuery.Length;)
        {
            var length = rawQuery.AsSpan(start).IndexOf('&');
            var end = length < 0 ? rawQuery.Length : start + length;
            var equals = rawQuery.AsSpan(start, end - start).IndexOf('=');
            var pair = new Pair(start, equals < 0 ? end : start + equals, end);
            var name = pair.Name(rawQuery);
            if (!AuthQuery.IsNamed(name, AuthQuery.SignatureName)
                && !(withoutSecurityToken && AuthQuery.IsNamed(name, AuthQuery.SecurityTokenName)))
            {
                pairs[count++] = pair;
            }

            start = end + 1;
        }

        return count;
    }

    private static void AppendReencoded(ref Utf8Builder to, ReadOnlySpan<char> part)
    {
        var utf8 = new Utf8Builder(stackalloc byte[256]);
        Span<byte> octet = stackalloc byte[1];
        while (part.Length > 0)
        {
            if (part is ['%', var high, var low, ..] && char.IsAsciiHexDigit(high) && char.IsAsciiHexDigit(low))
            {
                _ = Convert.FromHexString(part.Slice(1, 2), octet, out _, out _);
                utf8.Append(octet);
                part = part[3..];
            }
            else
            {
                var next = part[1..].IndexOf('%');
                var literal = next < 0 ? part : part[..(next + 1)];
                utf8.Append(literal);
                part = part[literal.Length..];
            }
        }

        PercentEncoding.AppendQueryPart(ref to, utf8.Written);
        utf8.Dispose();
    }

    /// <summary>Where one parameter stands in the query: its name up to the first <c>=</c>, its value to the end.</summary>
    private readonly record struct Pair(int Start, int NameEnd, int End)
    {
        public ReadOnlySpan<char> Name(string query) => query.AsSpan(Start, NameEnd - Start);

        public ReadOnlySpan<char> Value(string query) =>
            NameEnd == End ? [] : query.AsSpan(NameEnd + 1, End - NameEnd - 1);
    }

    /// <summary>By name and then by value, character for character.</summary>
    private readonly struct PairOrder(string query) : IComparer<Pair>
    {
        public int Compare(Pair x, Pair y) =>
            x.Name(query).SequenceCompareTo(y.Name(query)) is not 0 and var byName
                ? byName
                : x.Value(query).SequenceCompareTo(y.Value(query));

        public bool IsSorted(ReadOnlySpan<Pair> pairs)
        {
            for (var i = 1; i < pairs.Length; i++)
            {
                if (Compare(pairs[i - 1], pairs[i]) > 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
