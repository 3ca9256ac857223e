using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Reads a CertificationRequest (RFC 2986 4) from PEM, field by field, in order.</summary>
internal static class CertificationRequestReading
{
    private const string Make = "Make one with: openssl req -new -key device.key -subj \"/CN=device-1\" -out device.csr";

    private const int MaxAttributes = 64;

    private static readonly ObjectIdentifier ExtensionRequest = ObjectIdentifier.Of("1.2.840.113549.1.9.14");
    private static readonly Asn1Tag AttributesTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private static readonly PemKind Pem = new(
        "CERTIFICATE REQUEST", CertificationRequest.MaxCharacters, "request", Make, OldLabel: "NEW CERTIFICATE REQUEST");

    public static Reading<CertificationRequest> Read(string pem)
    {
        var text = new PemDocument(pem, CertificationRequest.Role, Pem);
        var der = text.ReadBlock();
        return text.Fault is { } fault ? new Reading<CertificationRequest>(fault) : Read(der);
    }

    public static Reading<CertificationRequest> Read(ReadOnlyMemory<byte> der)
    {
        var document = new DerDocument(der, CertificationRequest.Role, Make);
        if (der.Length > CertificationRequest.MaxBytes)
        {
            document.Fail(ReadingRules.DerSize, $"has {der.Length} bytes of DER; at most {CertificationRequest.MaxBytes} are wanted.");
        }

        return ReadRequest(document) is { } request
            ? new Reading<CertificationRequest>(request)
            : new Reading<CertificationRequest>(document.Fault!);
    }

    private static CertificationRequest? ReadRequest(DerDocument document)
    {
        var outer = new DerReader(document);
        var fields = outer.ReadSequence("CertificationRequest");
        outer.End("CertificationRequest");
        var signed = fields.Read(Asn1Tag.Sequence, "certificationRequestInfo");
        var algorithm = AlgorithmIdentifier.Read(ref fields, "signatureAlgorithm");
        var signature = fields.ReadOctetsInBitString("signature");
        fields.End("CertificationRequest");
        if (algorithm is null || document.Failed)
        {
            return null;
        }

        var info = new DerReader(document, signed);
        var versionOffset = info.Position;
        if (info.ReadCount("version") is not 0 and var version)
        {
            document.FailDer(ReadingRules.Version, versionOffset, "version", $"the version's number is {version}; 0 is wanted.");
        }

        var subject = info.ReadName("subject");
        var key = SubjectPublicKey.Read(ref info);
        var extensions = ReadAttributes(ref info);
        info.End("certificationRequestInfo");
        var signatureAlgorithm = document.Failed ? null : SignatureAlgorithm.Read(document, algorithm, "signatureAlgorithm");
        return document.Failed
            ? null
            : new CertificationRequest
            {
                Subject = subject,
                PublicKey = key!,
                RequestedExtensions = extensions,
                SignatureAlgorithm = signatureAlgorithm!,
                SignedDer = signed.Encoded,
                Signature = signature,
            };
    }

    /// <summary>
    /// Attributes (RFC 2986 4.1): each once, in DER's order, and of them the extensions that are asked for. Some requests leave the field out.
    /// </summary>
    private static CertificateExtensions ReadAttributes(ref DerReader info)
    {
        const string Field = "attributes";
        var requested = CertificateExtensions.None;
        if (!info.NextIs(AttributesTag))
        {
            return requested;
        }

        var document = info.Document;
        var set = info.ReadConstructed(AttributesTag, Field);
        var seen = new List<ObjectIdentifier>();
        for (DerValue previous = default; set.HasMore;)
        {
            var attribute = set.Read(Asn1Tag.Sequence, Field);
            var fields = new DerReader(document, attribute);
            var type = fields.ReadObjectIdentifier(Field);
            var values = fields.Read(Asn1Tag.SetOf, Field);
            fields.End(Field);
            DerShape.Check(document, values, Field);
            if (previous.Encoded.Span.SequenceCompareTo(attribute.Encoded.Span) > 0 || seen.Contains(type) || seen.Count == MaxAttributes)
            {
                document.FailDer(ReadingRules.Structure, attribute.Offset, Field, $"the attributes are not in DER's order, one stands twice, or there are more than {MaxAttributes}.");
            }

            if (type == ExtensionRequest && !document.Failed)
            {
                requested = ReadExtensions(document, values);
            }

            seen.Add(type);
            previous = attribute;
        }

        return requested;
    }

    /// <summary>The one value of extensionRequest (RFC 2985 5.4.2).</summary>
    private static CertificateExtensions ReadExtensions(DerDocument document, DerValue values)
    {
        var value = new DerReader(document, values);
        var extensions = CertificateExtensions.Read(value.ReadSequence("extensionRequest"));
        value.End("extensionRequest");
        return extensions;
    }
}
