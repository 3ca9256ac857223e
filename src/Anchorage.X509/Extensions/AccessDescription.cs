using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>Where more about a certificate's issuer is to be found (RFC 5280 4.2.2.1). Nothing here ever fetches it.</summary>
/// <param name="Method">What is there: 1.3.6.1.5.5.7.48.1 for OCSP, 1.3.6.1.5.5.7.48.2 for the issuer's certificate.</param>
public sealed record AccessDescription(ObjectIdentifier Method, GeneralName Location)
{
    private const int MaxCount = 64;

    internal static ImmutableArray<AccessDescription> ReadAll(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var list = reader.ReadSequence(field);
        var all = ImmutableArray.CreateBuilder<AccessDescription>();
        while (list.HasMore)
        {
            var fields = list.ReadSequence(field);
            all.Add(new AccessDescription(fields.ReadObjectIdentifier(field), GeneralName.Read(ref fields, field)));
            fields.End(field);
            if (all.Count > MaxCount)
            {
                reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, $"there are more than {MaxCount} descriptions, the most that are read.");
            }
        }

        if (all.Count == 0)
        {
            reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "the list is empty; at least one description is wanted.");
        }

        return all.DrainToImmutable();
    }
}
