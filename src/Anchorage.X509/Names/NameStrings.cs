using System.Buffers;
using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Text;
using System.Text.Unicode;

namespace Anchorage.X509;

/// <summary>The string types a name may hold: which octets belong to each, and the text they stand for.</summary>
internal static class NameStrings
{
    // X.680 41.4, table 10.
    private static readonly SearchValues<byte> Printable =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?"u8);

    private static readonly SearchValues<byte> Numeric = SearchValues.Create("0123456789 "u8);

    /// <summary>What is wrong with a value, as the end of a sentence; null when it is well-formed or of a type that is no string.</summary>
    public static string? FindDefect(DerValue value)
    {
        if (value.Tag.TagClass != TagClass.Universal)
        {
            return null;
        }

        var octets = value.Content.Span;
        return (UniversalTagNumber)value.Tag.TagValue switch
        {
            _ when IsString(value.Tag) && value.Tag.IsConstructed => "is a string in pieces, which is BER",
            UniversalTagNumber.UTF8String when !Utf8.IsValid(octets) => "is a UTF8String that is not UTF-8",
            UniversalTagNumber.PrintableString when octets.ContainsAnyExcept(Printable) =>
                "is a PrintableString with a character other than A-Z a-z 0-9 space ' ( ) + , - . / : = ?",
            UniversalTagNumber.NumericString when octets.ContainsAnyExcept(Numeric) =>
                "is a NumericString with more than digits and spaces",
            UniversalTagNumber.IA5String when !Ascii.IsValid(octets) => "is an IA5String with an octet above 7F",
            UniversalTagNumber.VisibleString when octets.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e) =>
                "is a VisibleString with a character that is not visible ASCII",
            UniversalTagNumber.BMPString when !IsBmp(octets) => "is a BMPString that does not consist of characters of 2 octets",
            UniversalTagNumber.UniversalString when !IsUniversal(octets) =>
                "is a UniversalString that does not consist of characters of 4 octets",
            _ => null,
        };
    }

    /// <summary>The text; null for a value that is no string. Each value must have passed <see cref="FindDefect"/>.</summary>
    public static string? Decode(DerValue value)
    {
        if (!IsString(value.Tag))
        {
            return null;
        }

        var octets = value.Content.Span;
        return (UniversalTagNumber)value.Tag.TagValue switch
        {
            UniversalTagNumber.UTF8String => Encoding.UTF8.GetString(octets),
            UniversalTagNumber.BMPString => Encoding.BigEndianUnicode.GetString(octets),
            UniversalTagNumber.UniversalString => DecodeUniversal(octets),

            // Latin-1 is what those who still write TeletexString put into it; the others are ASCII, which it contains.
            _ => Encoding.Latin1.GetString(octets),
        };
    }

    private static bool IsString(Asn1Tag tag) => tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is
        UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.NumericString
        or UniversalTagNumber.IA5String or UniversalTagNumber.VisibleString or UniversalTagNumber.BMPString
        or UniversalTagNumber.UniversalString or UniversalTagNumber.TeletexString;

    private static bool IsBmp(ReadOnlySpan<byte> octets)
    {
        for (; octets.Length >= 2; octets = octets[2..])
        {
            if (char.IsSurrogate((char)BinaryPrimitives.ReadUInt16BigEndian(octets)))
            {
                return false;
            }
        }

        return octets.IsEmpty;
    }

    private static bool IsUniversal(ReadOnlySpan<byte> octets)
    {
        for (; octets.Length >= 4; octets = octets[4..])
        {
            if (!Rune.IsValid(BinaryPrimitives.ReadUInt32BigEndian(octets)))
            {
                return false;
            }
        }

        return octets.IsEmpty;
    }

    private static string DecodeUniversal(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length / 4);
        for (; octets.Length >= 4; octets = octets[4..])
        {
            text.Append(new Rune(BinaryPrimitives.ReadUInt32BigEndian(octets)).ToString());
        }

        return text.ToString();
    }
}
