using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Anchorage.X509;

/// <summary>An ASN.1 object identifier, held as the octets that DER writes for it (X.690 8.19).</summary>
public readonly struct ObjectIdentifier : IEquatable<ObjectIdentifier>
{
    /// <summary>Longest identifier that is read, in octets of DER content: twice what the longest in use (UUID arcs) need.</summary>
    public const int MaxOctets = 64;

    internal ObjectIdentifier(ReadOnlyMemory<byte> content) => Content = content;

    /// <summary>The DER content octets, without tag and length.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>For tables in code: <paramref name="dotted"/> must be a valid identifier such as <c>2.5.29.19</c>.</summary>
    internal static ObjectIdentifier Of(string dotted)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(dotted);
        return new ObjectIdentifier(writer.Encode().AsMemory(2));
    }

    /// <summary>Canonical: every arc in its shortest form, and the last one complete.</summary>
    internal static bool IsCanonical(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty || content.Length > MaxOctets || content[^1] >= 0x80)
        {
            return false;
        }

        var startsArc = true;
        foreach (var octet in content)
        {
            if (startsArc && octet == 0x80)
            {
                return false;
            }

            startsArc = octet < 0x80;
        }

        return true;
    }

    /// <summary>The dotted form. Arcs past 128 bits, which nobody assigns, are shown as <c>?</c>.</summary>
    public override string ToString()
    {
        var dotted = new StringBuilder();
        UInt128 arc = 0;
        var tooLarge = false;
        foreach (var octet in Content.Span)
        {
            tooLarge |= arc >> 121 != 0;
            arc = (arc << 7) | (uint)(octet & 0x7f);
            if (octet >= 0x80)
            {
                continue;
            }

            if (dotted.Length == 0)
            {
                // The first two arcs share one number: 40 * first + second, with first at most 2.
                var first = arc < 80 && !tooLarge ? arc / 40 : 2;
                dotted.Append(CultureInfo.InvariantCulture, $"{first}");
                arc = tooLarge ? 0 : arc - (first * 40);
            }

            dotted.Append(tooLarge ? ".?" : $".{arc}");
            arc = 0;
            tooLarge = false;
        }

        return dotted.ToString();
    }

    public bool Equals(ObjectIdentifier other) => Content.Span.SequenceEqual(other.Content.Span);

    public override bool Equals(object? obj) => obj is ObjectIdentifier other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Content.Span);
        return hash.ToHashCode();
    }

    public static bool operator ==(ObjectIdentifier left, ObjectIdentifier right) => left.Equals(right);

    public static bool operator !=(ObjectIdentifier left, ObjectIdentifier right) => !left.Equals(right);
}
