using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>The primitive types that certificates are made of, each held to its one form under DER.</summary>
internal static class DerPrimitives
{
    /// <summary>An INTEGER's content octets, two's complement, in the shortest form (X.690 8.3.2); empty after a fault.</summary>
    public static ReadOnlyMemory<byte> ReadInteger(this ref DerReader reader, string field, Asn1Tag? tag = null)
    {
        var value = reader.Read(tag ?? Asn1Tag.Integer, field);
        var content = value.Content.Span;
        if (reader.Document.Failed)
        {
            return default;
        }

        if (content.IsEmpty)
        {
            reader.Document.FailDer(ReadingRules.DerEncoding, value.Offset, field,
                "the INTEGER has no content; at least one octet is wanted.");
            return default;
        }

        if (content.Length > 1 && ((content[0] == 0x00 && content[1] < 0x80) || (content[0] == 0xff && content[1] >= 0x80)))
        {
            reader.Document.FailDer(
                ReadingRules.DerEncoding, value.Offset, field,
                "the INTEGER has leading octets that say nothing; DER wants the shortest form.");
            return default;
        }

        return value.Content;
    }

    /// <summary>The octets of a positive INTEGER without its sign octet (RFC 8017 A.1.1); empty after a fault.</summary>
    public static ReadOnlyMemory<byte> ReadPositiveInteger(this ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var content = reader.ReadInteger(field);
        if (reader.Document.Failed)
        {
            return default;
        }

        if (content.Span[0] >= 0x80 || (content.Length == 1 && content.Span[0] == 0))
        {
            reader.Document.FailDer(ReadingRules.PublicKeyForm, offset, field,
                "the INTEGER is zero or negative; a positive one is wanted.");
            return default;
        }

        return content.Span[0] == 0 ? content[1..] : content;
    }

    /// <summary>An INTEGER from 0 to <see cref="int.MaxValue"/>.</summary>
    public static int ReadCount(this ref DerReader reader, string field, Asn1Tag? tag = null)
    {
        var offset = reader.Position;
        var content = reader.ReadInteger(field, tag);
        if (reader.Document.Failed)
        {
            return 0;
        }

        if (content.Length > sizeof(int) || content.Span[0] >= 0x80)
        {
            reader.Document.FailDer(
                ReadingRules.Structure, offset, field, $"a number from 0 to {int.MaxValue} was wanted.");
            return 0;
        }

        var number = 0;
        foreach (var octet in content.Span)
        {
            number = (number << 8) | octet;
        }

        return number;
    }

    /// <summary>
    /// A BOOLEAN whose DEFAULT is FALSE. DER leaves a default out (X.690 11.5) and writes TRUE as FF (11.1), so FF is all that may
    /// stand here.
    /// </summary>
    public static bool ReadTrueOrAbsent(this ref DerReader reader, string field, Asn1Tag? tag = null)
    {
        var wanted = tag ?? Asn1Tag.Boolean;
        if (!reader.NextIs(wanted))
        {
            return false;
        }

        var value = reader.Read(wanted, field);
        if (reader.Document.Failed || value.Content.Span is [0xff])
        {
            return !reader.Document.Failed;
        }

        reader.Document.FailDer(ReadingRules.DerEncoding, value.Offset, field, value.Content.Span is [0x00]
            ? "FALSE is written out; it is the default, and DER leaves a default out."
            : "the BOOLEAN is not one octet FF, which is how DER writes TRUE.");
        return false;
    }

    public static void ReadNull(this ref DerReader reader, string field)
    {
        var value = reader.Read(Asn1Tag.Null, field);
        if (!value.Content.IsEmpty)
        {
            reader.Document.FailDer(ReadingRules.DerEncoding, value.Offset, field, "the NULL has content; none is wanted.");
        }
    }

    public static ObjectIdentifier ReadObjectIdentifier(this ref DerReader reader, string field)
    {
        var value = reader.Read(Asn1Tag.ObjectIdentifier, field);
        if (reader.Document.Failed)
        {
            return default;
        }

        if (!ObjectIdentifier.IsCanonical(value.Content.Span))
        {
            reader.Document.FailDer(
                ReadingRules.DerEncoding, value.Offset, field,
                $"the OBJECT IDENTIFIER is not in its shortest form, cut short, or not 1 to {ObjectIdentifier.MaxOctets} octets long.");
            return default;
        }

        return new ObjectIdentifier(value.Content);
    }

    /// <summary>A BIT STRING's octets and how many bits of the last one are unused (0 to 7, and zero: X.690 11.2.1).</summary>
    public static (ReadOnlyMemory<byte> Octets, int UnusedBits) ReadBitString(this ref DerReader reader, Asn1Tag tag, string field)
    {
        var value = reader.Read(tag, field);
        var content = value.Content.Span;
        if (reader.Document.Failed)
        {
            return default;
        }

        if (content.IsEmpty || content[0] > 7 || (content.Length == 1 && content[0] != 0)
            || (content[^1] & ((1 << content[0]) - 1)) != 0 && content.Length > 1)
        {
            reader.Document.FailDer(
                ReadingRules.DerEncoding, value.Offset, field,
                "the BIT STRING's count of unused bits is wrong, or those bits are not zero.");
            return default;
        }

        return (value.Content[1..], content[0]);
    }

    /// <summary>A BIT STRING that holds whole octets, as keys and signatures do.</summary>
    public static ReadOnlyMemory<byte> ReadOctetsInBitString(this ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var (octets, unusedBits) = reader.ReadBitString(Asn1Tag.PrimitiveBitString, field);
        if (unusedBits != 0)
        {
            reader.Document.FailDer(ReadingRules.Structure, offset, field, "the BIT STRING does not hold whole octets.");
        }

        return octets;
    }
}
