using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Says in words what is wrong with octets that are not DER. Only runs when something is.</summary>
internal static class DerDefect
{
    /// <param name="rest">From the tag on, up to the end of the value around it.</param>
    public static string Explain(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return "a value was wanted, and the value around it ends.";
        }

        if (!Asn1Tag.TryDecode(rest, out _, out var tagLength))
        {
            return "the tag is cut short or not in its shortest form.";
        }

        if (tagLength == rest.Length)
        {
            return "the value is cut short after its tag.";
        }

        var first = rest[tagLength];
        if (first == 0x80)
        {
            return "the length is indefinite, which is BER; DER wants a definite length.";
        }

        if (first < 0x80)
        {
            return Past(first, rest.Length - tagLength - 1);
        }

        var octets = first & 0x7f;
        if (octets > sizeof(uint))
        {
            return "the length is written with more than 4 octets.";
        }

        if (rest.Length - tagLength - 1 < octets)
        {
            return "the value is cut short inside its length.";
        }

        uint length = 0;
        foreach (var octet in rest.Slice(tagLength + 1, octets))
        {
            length = (length << 8) | octet;
        }

        return length < 0x80 || rest[tagLength + 1] == 0
            ? "the length is not in its shortest form, which is BER; DER wants the shortest."
            : Past(length, rest.Length - tagLength - 1 - octets);
    }

    public static string NameOf(Asn1Tag tag) => tag.TagClass switch
    {
        TagClass.Universal => $"{(UniversalTagNumber)tag.TagValue}{Form(tag)} (tag {tag.TagValue})",
        TagClass.ContextSpecific => $"[{tag.TagValue}]{Form(tag)}",
        _ => $"[{tag.TagClass} {tag.TagValue}]",
    };

    // The platform has two names for each of these numbers and prints the other one.
    private static string Universal(int number) => (UniversalTagNumber)number switch
    {
        UniversalTagNumber.Sequence => "Sequence",
        UniversalTagNumber.Set => "Set",
        var other => other.ToString(),
    };

    // SEQUENCE and SET are always constructed, so that it goes without saying; elsewhere the form may be what is wrong.
    private static string Form(Asn1Tag tag) => tag switch
    {
        { TagClass: TagClass.Universal, TagValue: (int)UniversalTagNumber.Sequence or (int)UniversalTagNumber.Set } =>
            tag.IsConstructed ? "" : ", primitive",
        { TagClass: TagClass.Universal } => tag.IsConstructed ? ", constructed" : "",
        _ => tag.IsConstructed ? ", constructed" : ", primitive",
    };

    private static string Past(uint length, int available) =>
        $"the value claims {length} bytes of content, and {available} are left.";
}
