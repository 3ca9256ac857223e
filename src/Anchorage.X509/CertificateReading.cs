using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Reads a Certificate (RFC 5280 4.1) from DER, field by field, in order.</summary>
internal static class CertificateReading
{
    private const int MaxSerialNumberOctets = 20;

    private static readonly Asn1Tag VersionTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag IssuerUniqueIdentifier = new(TagClass.ContextSpecific, 1);
    private static readonly Asn1Tag SubjectUniqueIdentifier = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The reading carries it to the caller, whose it is.")]
    public static Reading<Certificate> Read(ReadOnlyMemory<byte> der, string role)
    {
        var document = new DerDocument(der, role);
        if (der.Length > Certificate.MaxBytes)
        {
            document.Fail(ReadingRules.DerSize, $"has {der.Length} bytes of DER; at most {Certificate.MaxBytes} are wanted.");
        }
        else if (ForeignDer.Recognise(der.Span) is { } foreign)
        {
            document.Fail(foreign.IsPrivateKey ? ReadingRules.NoPrivateKey : ReadingRules.Structure,
                $"holds the DER of {foreign.Name}; a certificate is wanted.");
        }

        return ReadCertificate(document) is { } certificate
            ? new Reading<Certificate>(certificate)
            : new Reading<Certificate>(document.Fault!);
    }

    private static Certificate? ReadCertificate(DerDocument document)
    {
        var outer = new DerReader(document);
        var fields = outer.ReadSequence("Certificate");
        outer.End("Certificate");
        var signed = fields.Read(Asn1Tag.Sequence, "tbsCertificate");
        var outerAlgorithm = AlgorithmIdentifier.Read(ref fields, "signatureAlgorithm");
        var signature = fields.ReadOctetsInBitString("signatureValue");
        fields.End("Certificate");
        return outerAlgorithm is null ? null : ReadSigned(document, signed, outerAlgorithm, signature);
    }

    private static Certificate? ReadSigned(
        DerDocument document, DerValue signed, AlgorithmIdentifier outerAlgorithm, ReadOnlyMemory<byte> signature)
    {
        var fields = new DerReader(document, signed);
        var version = ReadVersion(ref fields);
        var serialNumber = ReadSerialNumber(ref fields);
        var algorithm = ReadAlgorithm(ref fields, outerAlgorithm);
        var issuer = fields.ReadName("issuer");
        if (issuer.IsEmpty)
        {
            document.Fail(ReadingRules.IssuerNotEmpty, "has an empty issuer; the name of the CA that signed it is wanted.");
        }

        var validity = fields.ReadSequence("validity");
        var notBefore = validity.ReadTime("validity.notBefore");
        var notAfter = validity.ReadTime("validity.notAfter");
        validity.End("validity");
        var subject = fields.ReadName("subject");
        var key = SubjectPublicKey.Read(ref fields);
        SkipUniqueIdentifier(ref fields, IssuerUniqueIdentifier, version, "issuerUniqueID");
        SkipUniqueIdentifier(ref fields, SubjectUniqueIdentifier, version, "subjectUniqueID");
        var extensions = ReadExtensions(ref fields, version);
        fields.End("tbsCertificate");
        return document.Failed
            ? null
            : new Certificate(document.Der)
            {
                Version = version,
                SerialNumber = serialNumber,
                SignatureAlgorithm = algorithm!,
                Issuer = issuer,
                NotBefore = notBefore,
                NotAfter = notAfter,
                Subject = subject,
                PublicKey = key!,
                Extensions = extensions,
                SignedDer = signed.Encoded,
                Signature = signature,
            };
    }

    private static int ReadVersion(ref DerReader fields)
    {
        if (!fields.NextIs(VersionTag))
        {
            return 1;
        }

        var offset = fields.Position;
        var explicitTag = fields.ReadConstructed(VersionTag, "version");
        var number = explicitTag.ReadCount("version");
        explicitTag.End("version");
        if (number is not (1 or 2))
        {
            fields.Document.FailDer(ReadingRules.Version, offset, "version", number == 0
                ? "version 1 is written out; it is the default, and DER leaves a default out."
                : $"the version's number is {number}; 1 (for version 2) or 2 (for version 3) is wanted.");
        }

        return number + 1;
    }

    // RFC 5280 4.1.2.2: CAs must not make them zero, negative or longer than 20 octets, but users should handle zero and
    // negative ones gracefully. So those are read; the limit on length is kept, not counting an octet that only holds the sign.
    private static ReadOnlyMemory<byte> ReadSerialNumber(ref DerReader fields)
    {
        var offset = fields.Position;
        var serialNumber = fields.ReadInteger("serialNumber");
        var octets = serialNumber.Length - (serialNumber.Span is [0, _, ..] ? 1 : 0);
        if (octets > MaxSerialNumberOctets)
        {
            fields.Document.FailDer(
                ReadingRules.SerialNumber, offset, "serialNumber",
                $"the serial number has {octets} octets; at most {MaxSerialNumberOctets} are wanted.");
        }

        return serialNumber;
    }

    /// <summary>The algorithm inside the signed part, which must be the one outside it.</summary>
    public static SignatureAlgorithm? ReadAlgorithm(ref DerReader fields, AlgorithmIdentifier outer)
    {
        const string Field = "signature";
        var document = fields.Document;
        var inner = AlgorithmIdentifier.Read(ref fields, Field);
        if (inner is null)
        {
            return null;
        }

        if (!inner.IsSameAs(outer))
        {
            document.Fail(
                ReadingRules.SignatureAlgorithmsMatch,
                $"names the signature algorithm {inner.Oid} inside its signed part and {outer.Oid} outside it, or other parameters; the "
                    + "same is wanted in both.");
        }

        return SignatureAlgorithm.Read(document, inner, Field);
    }

    private static void SkipUniqueIdentifier(ref DerReader fields, Asn1Tag tag, int version, string field)
    {
        if (!fields.NextIs(tag))
        {
            return;
        }

        var offset = fields.Position;
        fields.ReadBitString(tag, field);
        if (version == 1)
        {
            fields.Document.FailDer(ReadingRules.UniqueIdentifiers, offset, field,
                "it stands in a version 1 certificate, where it does not belong.");
        }
    }

    private static CertificateExtensions ReadExtensions(ref DerReader fields, int version)
    {
        if (!fields.NextIs(ExtensionsTag))
        {
            return CertificateExtensions.None;
        }

        var explicitTag = fields.ReadConstructed(ExtensionsTag, "extensions");
        var sequence = explicitTag.ReadSequence("extensions");
        explicitTag.End("extensions");
        if (version != 3)
        {
            fields.Document.Fail(
                ReadingRules.ExtensionsVersion, $"is of version {version} and has extensions; they are wanted in version 3 only.");
        }

        return CertificateExtensions.Read(sequence);
    }
}
