using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Reads a Name and checks all of it, so that a <see cref="DistinguishedName"/> can be shown without checks.</summary>
internal static class NameReading
{
    public static DistinguishedName ReadName(this ref DerReader reader, string field)
    {
        var value = reader.Read(Asn1Tag.Sequence, field);
        var sets = new DerReader(reader.Document, value);
        var attributes = 0;
        while (sets.HasMore)
        {
            attributes += ReadSet(ref sets, field);
            if (attributes > DistinguishedName.MaxAttributes)
            {
                reader.Document.FailDer(
                    ReadingRules.NameForm, value.Offset, field, $"the name has more than {DistinguishedName.MaxAttributes} attributes.");
            }
        }

        return new DistinguishedName(value.Encoded);
    }

    private static int ReadSet(ref DerReader sets, string field)
    {
        var document = sets.Document;
        var set = sets.Read(Asn1Tag.SetOf, field);
        var inSet = new DerReader(document, set);
        if (!inSet.HasMore)
        {
            document.FailDer(ReadingRules.NameForm, set.Offset, field, "a SET in the name is empty; at least one attribute is wanted.");
        }

        var count = 0;
        for (DerValue previous = default; inSet.HasMore; count++)
        {
            var attribute = inSet.Read(Asn1Tag.Sequence, field);

            // X.690 11.6: the members of a SET OF stand in ascending order of their encodings.
            if (previous.Encoded.Span.SequenceCompareTo(attribute.Encoded.Span) > 0)
            {
                document.FailDer(ReadingRules.NameForm, attribute.Offset, field, "the attributes in a SET are not in DER's order.");
            }

            CheckAttribute(new DerReader(document, attribute), field);
            previous = attribute;
        }

        return count;
    }

    private static void CheckAttribute(DerReader attribute, string field)
    {
        var document = attribute.Document;
        attribute.ReadObjectIdentifier(field);
        var value = attribute.ReadAny(field);
        attribute.End(field);
        if (document.Failed)
        {
            return;
        }

        DerShape.Check(document, value, field);
        if (NameStrings.FindDefect(value) is { } defect)
        {
            document.FailDer(ReadingRules.NameString, value.Offset, field, $"an attribute's value {defect}.");
        }
    }
}
