using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>An AlgorithmIdentifier (RFC 5280 4.1.1.2): an object identifier and, if there are any, its parameters.</summary>
/// <param name="Encoded">All of it, for comparing two of them.</param>
/// <param name="Parameters">Null when absent, which is not the same as an ASN.1 NULL.</param>
internal sealed record AlgorithmIdentifier(ObjectIdentifier Oid, DerValue? Parameters, ReadOnlyMemory<byte> Encoded)
{
    private static readonly Asn1Tag Null = Asn1Tag.Null;

    public bool HasNullOrNoParameters => Parameters is not { } value || (value.Tag == Null && value.Content.IsEmpty);

    public static AlgorithmIdentifier? Read(ref DerReader reader, string field)
    {
        var value = reader.Read(Asn1Tag.Sequence, field);
        var inner = new DerReader(reader.Document, value);
        var oid = inner.ReadObjectIdentifier(field);
        DerValue? parameters = inner.HasMore ? inner.ReadAny(field) : null;
        inner.End(field);
        if (parameters is { } given)
        {
            DerShape.Check(reader.Document, given, field);
        }

        return reader.Document.Failed ? null : new AlgorithmIdentifier(oid, parameters, value.Encoded);
    }

    public bool IsSameAs(AlgorithmIdentifier other) => Encoded.Span.SequenceEqual(other.Encoded.Span);
}
