using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>Purposes the subject's key is for (RFC 5280 4.2.1.12).</summary>
/// <param name="Purposes">At least one, as object identifiers.</param>
public sealed record ExtendedKeyUsage(ImmutableArray<ObjectIdentifier> Purposes)
{
    internal static ExtendedKeyUsage Read(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var list = reader.ReadSequence(field);
        var purposes = ImmutableArray.CreateBuilder<ObjectIdentifier>();
        while (list.HasMore)
        {
            purposes.Add(list.ReadObjectIdentifier(field));
        }

        if (purposes.Count == 0)
        {
            reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "the list of purposes is empty; at least one is wanted.");
        }

        return new ExtendedKeyUsage(purposes.DrainToImmutable());
    }
}
