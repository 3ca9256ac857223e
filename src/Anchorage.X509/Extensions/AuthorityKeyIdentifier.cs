using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Which of the issuer's keys made the signature (RFC 5280 4.2.1.1).</summary>
/// <param name="KeyIdentifier">The issuer's subjectKeyIdentifier; null when not given.</param>
/// <param name="CertificateIssuer">The GeneralNames of the issuer of the issuer's certificate, as DER content; null when not given.</param>
/// <param name="CertificateSerialNumber">Serial number of the issuer's certificate; given together with its issuer or not at all.</param>
public sealed record AuthorityKeyIdentifier(
    ReadOnlyMemory<byte>? KeyIdentifier, ReadOnlyMemory<byte>? CertificateIssuer, ReadOnlyMemory<byte>? CertificateSerialNumber)
{
    private static readonly Asn1Tag KeyIdentifierTag = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag IssuerTag = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag SerialNumberTag = new(TagClass.ContextSpecific, 2);

    internal static AuthorityKeyIdentifier Read(ref DerReader reader, string field)
    {
        var document = reader.Document;
        var offset = reader.Position;
        var fields = reader.ReadSequence(field);
        var keyIdentifier = ReadOptional(ref fields, KeyIdentifierTag, field);
        ReadOnlyMemory<byte>? issuer = null;
        if (fields.NextIs(IssuerTag))
        {
            var names = fields.Read(IssuerTag, field);
            DerShape.Check(document, names, field);
            issuer = names.Content;
        }

        var serialNumber = ReadOptional(ref fields, SerialNumberTag, field);
        fields.End(field);
        if (issuer.HasValue != serialNumber.HasValue)
        {
            document.FailDer(ReadingRules.ExtensionForm, offset, field,
                "issuer and serial number stand there together or not at all; one is missing.");
        }

        return new AuthorityKeyIdentifier(keyIdentifier, issuer, serialNumber);
    }

    // Not a conditional expression: null would convert to an empty ReadOnlyMemory there, by way of byte[].
    private static ReadOnlyMemory<byte>? ReadOptional(ref DerReader fields, Asn1Tag tag, string field)
    {
        if (fields.NextIs(tag))
        {
            return fields.Read(tag, field).Content;
        }

        return null;
    }
}
