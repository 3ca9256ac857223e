using System.Formats.Asn1;

namespace Anchorage.X509.Tests;

/// <summary>Takes DER apart and puts it together with another value somewhere inside, with right lengths all the way up.</summary>
internal static class DerTree
{
    /// <summary>The value at an index, in the order they begin; the index wraps around.</summary>
    public static byte[] Subtree(byte[] der, int index)
    {
        var all = new List<byte[]>();
        Collect(der, all);
        return all[index % all.Count];
    }

    public static byte[] Replace(byte[] der, int index, byte[] replacement)
    {
        var all = new List<byte[]>();
        Collect(der, all);
        var next = 0;
        return Rebuild(der, index % all.Count, replacement, ref next);
    }

    private static void Collect(byte[] der, List<byte[]> all)
    {
        foreach (var value in Values(der))
        {
            all.Add(value);
            if ((value[0] & 0x20) != 0)
            {
                Collect(Content(value), all);
            }
        }
    }

    private static byte[] Rebuild(byte[] der, int index, byte[] replacement, ref int next)
    {
        var rebuilt = new List<byte>();
        foreach (var value in Values(der))
        {
            if (next++ == index)
            {
                rebuilt.AddRange(replacement);
            }
            else
            {
                var isPrimitive = (value[0] & 0x20) == 0;
                rebuilt.AddRange(isPrimitive ? value : Der.Value(value[0], Rebuild(Content(value), index, replacement, ref next)));
            }
        }

        return [.. rebuilt];
    }

    private static IEnumerable<byte[]> Values(byte[] der)
    {
        for (var position = 0; position < der.Length;)
        {
            AsnDecoder.ReadEncodedValue(der.AsSpan(position), AsnEncodingRules.DER, out _, out _, out var consumed);
            yield return der[position..(position + consumed)];
            position += consumed;
        }
    }

    private static byte[] Content(byte[] value)
    {
        AsnDecoder.ReadEncodedValue(value, AsnEncodingRules.DER, out var offset, out var length, out _);
        return value[offset..(offset + length)];
    }
}
