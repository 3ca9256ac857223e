using System.Collections.Immutable;
using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Where a certificate's CRL is to be found (RFC 5280 4.2.1.13). Nothing here ever fetches it.</summary>
/// <param name="FullName">Names of the place, often one URI; empty when not given.</param>
/// <param name="CrlIssuer">Who signs that CRL, when that is not the certificate's issuer; else empty.</param>
/// <param name="IsForSomeReasonsOnly">Whether that CRL lists revocations for some reasons only.</param>
public sealed record DistributionPoint(ImmutableArray<GeneralName> FullName, ImmutableArray<GeneralName> CrlIssuer, bool IsForSomeReasonsOnly)
{
    private const int MaxCount = 64;

    private static readonly Asn1Tag NameTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag ReasonsTag = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag IssuerTag = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag RelativeNameTag = new(TagClass.ContextSpecific, 1, isConstructed: true);

    internal static ImmutableArray<DistributionPoint> ReadAll(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var list = reader.ReadSequence(field);
        var points = ImmutableArray.CreateBuilder<DistributionPoint>();
        while (list.HasMore)
        {
            points.Add(Read(ref list, field));
            if (points.Count > MaxCount)
            {
                reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, $"there are more than {MaxCount} distribution points, the most that are read.");
            }
        }

        if (points.Count == 0)
        {
            reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "the list is empty; at least one distribution point is wanted.");
        }

        return points.DrainToImmutable();
    }

    /// <summary>DistributionPointName, inside its explicit tag; empty for a name relative to the CRL's issuer.</summary>
    internal static ImmutableArray<GeneralName> ReadName(ref DerReader fields, string field)
    {
        var choice = fields.ReadConstructed(NameTag, field);
        var offset = choice.Position;
        ImmutableArray<GeneralName> names = [];
        if (choice.NextIs(RelativeNameTag))
        {
            DerShape.Check(choice.Document, choice.ReadAny(field), field);
        }
        else
        {
            var list = choice.ReadConstructed(NameTag, field);
            names = GeneralNames.ReadAll(ref list, offset, field);
        }

        choice.End(field);
        return names;
    }

    private static DistributionPoint Read(ref DerReader list, string field)
    {
        var offset = list.Position;
        var fields = list.ReadSequence(field);
        var hasName = fields.NextIs(NameTag);
        var fullName = hasName ? ReadName(ref fields, field) : [];
        var hasReasons = fields.NextIs(ReasonsTag);
        if (hasReasons)
        {
            fields.ReadBitString(ReasonsTag, field);
        }

        ImmutableArray<GeneralName> issuer = [];
        if (fields.NextIs(IssuerTag))
        {
            var at = fields.Position;
            var names = fields.ReadConstructed(IssuerTag, field);
            issuer = GeneralNames.ReadAll(ref names, at, field);
        }

        fields.End(field);
        if (!hasName && issuer.IsEmpty)
        {
            list.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "a distribution point names neither a place nor an issuer; one is wanted.");
        }

        return new DistributionPoint(fullName, issuer, hasReasons);
    }
}
