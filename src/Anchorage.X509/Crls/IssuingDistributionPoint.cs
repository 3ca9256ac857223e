using System.Collections.Immutable;
using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>What a CRL is for, when that is not all that its issuer issued (RFC 5280 5.2.5).</summary>
/// <param name="Names">The distribution point it is found at; only certificates that name it are meant. Empty when not given.</param>
/// <param name="IsForSomeReasonsOnly">Whether it lists revocations for some reasons only.</param>
/// <param name="IsIndirect">Whether it lists other CAs' certificates too.</param>
public sealed record IssuingDistributionPoint(
    ImmutableArray<GeneralName> Names, bool IsForUsersOnly, bool IsForCAsOnly, bool IsForSomeReasonsOnly, bool IsIndirect, bool IsForAttributesOnly)
{
    private static readonly Asn1Tag NameTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag ReasonsTag = new(TagClass.ContextSpecific, 3);

    internal static IssuingDistributionPoint Read(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var fields = reader.ReadSequence(field);
        var hasName = fields.NextIs(NameTag);
        var names = hasName ? DistributionPoint.ReadName(ref fields, field) : [];
        var users = ReadFlag(ref fields, 1, field);
        var authorities = ReadFlag(ref fields, 2, field);
        var hasReasons = fields.NextIs(ReasonsTag);
        if (hasReasons)
        {
            fields.ReadBitString(ReasonsTag, field);
        }

        var indirect = ReadFlag(ref fields, 4, field);
        var attributes = ReadFlag(ref fields, 5, field);
        fields.End(field);

        // RFC 5280 5.2.5: not an empty sequence, and at most one of the three kinds of certificate.
        var kinds = (users ? 1 : 0) + (authorities ? 1 : 0) + (attributes ? 1 : 0);
        if (kinds > 1 || (kinds == 0 && !hasName && !hasReasons && !indirect))
        {
            reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "it says nothing, or restricts the CRL to more than one kind of certificate.");
        }

        return new IssuingDistributionPoint(names, users, authorities, hasReasons, indirect, attributes);
    }

    private static bool ReadFlag(ref DerReader fields, int number, string field) =>
        fields.ReadTrueOrAbsent(field, new Asn1Tag(TagClass.ContextSpecific, number));
}
