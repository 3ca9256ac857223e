using System.Collections.Immutable;
using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Where the names of everything below a CA must lie, and must not (RFC 5280 4.2.1.10).</summary>
/// <param name="Permitted">Bases of the subtrees that are allowed; a kind of name that has none here is free.</param>
/// <param name="Excluded">Bases of the subtrees that are not, whatever is permitted.</param>
public sealed record NameConstraints(ImmutableArray<GeneralName> Permitted, ImmutableArray<GeneralName> Excluded)
{
    private static readonly Asn1Tag PermittedTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag ExcludedTag = new(TagClass.ContextSpecific, 1, isConstructed: true);

    internal static NameConstraints Read(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var fields = reader.ReadSequence(field);
        var permitted = ReadSubtrees(ref fields, PermittedTag, field + ".permittedSubtrees");
        var excluded = ReadSubtrees(ref fields, ExcludedTag, field + ".excludedSubtrees");
        fields.End(field);
        if (permitted.IsEmpty && excluded.IsEmpty)
        {
            reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "it constrains nothing; permitted or excluded subtrees are wanted.");
        }

        return new NameConstraints(permitted, excluded);
    }

    private static ImmutableArray<GeneralName> ReadSubtrees(ref DerReader fields, Asn1Tag tag, string field)
    {
        if (!fields.NextIs(tag))
        {
            return [];
        }

        var document = fields.Document;
        var offset = fields.Position;
        var list = fields.ReadConstructed(tag, field);
        var bases = ImmutableArray.CreateBuilder<GeneralName>();
        while (list.HasMore)
        {
            var subtree = list.ReadSequence(field);
            bases.Add(GeneralName.Read(ref subtree, field, isConstraint: true));

            // RFC 5280 4.2.1.10: minimum is zero, which DER leaves out, and maximum is absent.
            if (subtree.HasMore)
            {
                document.FailDer(ReadingRules.ExtensionForm, subtree.Position, field, "a subtree has a minimum or maximum; RFC 5280 wants neither.");
            }

            if (bases.Count > GeneralNames.MaxCount)
            {
                document.FailDer(ReadingRules.ExtensionForm, offset, field, $"there are more than {GeneralNames.MaxCount} subtrees, the most that are read.");
            }
        }

        if (bases.Count == 0)
        {
            document.FailDer(ReadingRules.ExtensionForm, offset, field, "the list of subtrees is empty; at least one is wanted.");
        }

        return bases.DrainToImmutable();
    }
}
