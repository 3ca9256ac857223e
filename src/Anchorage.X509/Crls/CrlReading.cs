using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Reads a CertificateList (RFC 5280 5.1) from DER, field by field, in order.</summary>
internal static class CrlReading
{
    public const string EntriesField = "revokedCertificates";

    private const string Mend = "Issue the CRL anew with a tool that writes it as RFC 5280 asks: openssl ca -gencrl -out ca.crl";

    private static readonly PemKind Pem = new("X509 CRL", CertificateRevocationList.MaxCharacters, "CRL", Mend);
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    private static readonly ObjectIdentifier ReasonCode = ObjectIdentifier.Of("2.5.29.21");
    private static readonly ObjectIdentifier CertificateIssuer = ObjectIdentifier.Of("2.5.29.29");
    private static readonly ObjectIdentifier InvalidityDate = ObjectIdentifier.Of("2.5.29.24");

    public static Reading<CertificateRevocationList> Read(string pem)
    {
        var text = new PemDocument(pem, CertificateRevocationList.Role, Pem);
        var der = text.ReadBlock();
        return text.Fault is { } fault ? new Reading<CertificateRevocationList>(fault) : Read(der);
    }

    public static Reading<CertificateRevocationList> TooLong(int length)
    {
        var rule = ReadingRules.TextSize;
        return new(new Fault(rule.Name, rule.Citation, $"The CRL is a text of {length} bytes; at most {CertificateRevocationList.MaxCharacters} are wanted.", Mend));
    }

    public static Reading<CertificateRevocationList> Read(ReadOnlyMemory<byte> der)
    {
        var document = new DerDocument(der, CertificateRevocationList.Role, Mend);
        if (der.Length > CertificateRevocationList.MaxBytes)
        {
            document.Fail(ReadingRules.DerSize, $"has {der.Length} bytes of DER; at most {CertificateRevocationList.MaxBytes} are wanted.");
        }

        return ReadList(document) is { } list ? new Reading<CertificateRevocationList>(list) : new Reading<CertificateRevocationList>(document.Fault!);
    }

    /// <summary>CRLReason (RFC 5280 5.3.1); -1 after a fault.</summary>
    public static int ReadReason(DerReader value)
    {
        var reason = value.ReadCount("reasonCode", new Asn1Tag(UniversalTagNumber.Enumerated));
        value.End("reasonCode");
        return value.Document.Failed ? -1 : reason;
    }

    private static CertificateRevocationList? ReadList(DerDocument document)
    {
        var outer = new DerReader(document);
        var fields = outer.ReadSequence("CertificateList");
        outer.End("CertificateList");
        var signed = fields.Read(Asn1Tag.Sequence, "tbsCertList");
        var outerAlgorithm = AlgorithmIdentifier.Read(ref fields, "signatureAlgorithm");
        var signature = fields.ReadOctetsInBitString("signatureValue");
        fields.End("CertificateList");
        return outerAlgorithm is null ? null : ReadSigned(document, signed, outerAlgorithm, signature);
    }

    private static CertificateRevocationList? ReadSigned(
        DerDocument document, DerValue signed, AlgorithmIdentifier outerAlgorithm, ReadOnlyMemory<byte> signature)
    {
        var fields = new DerReader(document, signed);
        var isVersion2 = ReadVersion(ref fields);
        var algorithm = CertificateReading.ReadAlgorithm(ref fields, outerAlgorithm);
        var issuer = fields.ReadName("issuer");
        if (issuer.IsEmpty)
        {
            document.Fail(ReadingRules.IssuerNotEmpty, "has an empty issuer; the name of the CA that signed it is wanted.");
        }

        var thisUpdate = fields.ReadTime("thisUpdate");
        var nextUpdate = DerTime.IsNext(fields) ? fields.ReadTime("nextUpdate") : (DateTimeOffset?)null;
        var offsets = new List<int>();
        var hasOtherIssuers = fields.NextIs(Asn1Tag.Sequence) && ReadEntries(ref fields, isVersion2, offsets);
        var extensions = new CrlExtensions();
        if (fields.NextIs(ExtensionsTag))
        {
            extensions.Read(ref fields, ExtensionsTag, isVersion2);
        }

        fields.End("tbsCertList");
        return document.Failed
            ? null
            : new CertificateRevocationList(new RevokedSerialNumbers(document, offsets, hasOtherIssuers))
            {
                Issuer = issuer,
                ThisUpdate = thisUpdate,
                NextUpdate = nextUpdate,
                Number = extensions.Number,
                AuthorityKeyIdentifier = extensions.AuthorityKeyIdentifier,
                IsDelta = extensions.IsDelta,
                Scope = extensions.Scope,
                SignatureAlgorithm = algorithm!,
                SignedDer = signed.Encoded,
                Signature = signature,
            };
    }

    // RFC 5280 5.1.2.1: absent in version 1, and 1 for version 2.
    private static bool ReadVersion(ref DerReader fields)
    {
        if (!fields.NextIs(Asn1Tag.Integer))
        {
            return false;
        }

        var offset = fields.Position;
        if (fields.ReadCount("version") is not 1 and var number)
        {
            fields.Document.FailDer(ReadingRules.Version, offset, "version", $"the version's number is {number}; 1 (for version 2), or no version, is wanted.");
        }

        return true;
    }

    /// <summary>Notes where each entry stands; nothing of it is kept, however many there are. Answers whether one is about another CA's certificate.</summary>
    private static bool ReadEntries(ref DerReader fields, bool isVersion2, List<int> offsets)
    {
        var document = fields.Document;
        var hasOtherIssuers = false;
        var entries = fields.ReadSequence(EntriesField);
        if (!entries.HasMore)
        {
            document.FailDer(ReadingRules.Structure, fields.Position, EntriesField, "the list is empty; entries, or no list, are wanted (RFC 5280 5.1.2.6).");
        }

        while (entries.HasMore)
        {
            offsets.Add(entries.Position);
            var entry = entries.ReadSequence(EntriesField);
            entry.ReadInteger(EntriesField + ".userCertificate");
            entry.ReadTime(EntriesField + ".revocationDate");
            if (entry.HasMore)
            {
                hasOtherIssuers |= ReadEntryExtensions(ref entry, isVersion2);
            }

            entry.End(EntriesField);
        }

        return hasOtherIssuers;
    }

    private static bool ReadEntryExtensions(ref DerReader entry, bool isVersion2)
    {
        const string Field = "crlEntryExtensions";
        var document = entry.Document;
        var hasOtherIssuer = false;
        var offset = entry.Position;
        var extensions = entry.ReadSequence(Field);
        if (!isVersion2 || !extensions.HasMore)
        {
            document.FailDer(ReadingRules.ExtensionsVersion, offset, Field, "an entry has extensions in a CRL of version 1, or an empty list of them.");
        }

        var seen = new SeenExtensions();
        while (extensions.HasMore)
        {
            var at = extensions.Position;
            var (oid, isCritical, value) = ExtensionReading.ReadOne(ref extensions);
            seen.Add(document, oid);
            if (oid == ReasonCode && !document.Failed)
            {
                // RFC 5280 5.3.1: 7 is not used, and removeFromCRL is for delta CRLs, which are refused as a whole.
                var reason = ReadReason(new DerReader(document, value));
                if (reason is 7 or < 0 or > 10)
                {
                    document.FailDer(ReadingRules.ExtensionForm, at, Field, $"there is no reason {reason}.");
                }
            }
            else if (oid == CertificateIssuer)
            {
                hasOtherIssuer = true;
            }
            else if (isCritical && oid != InvalidityDate)
            {
                document.Fail(ReadingRules.CriticalExtensionKnown, $"has an entry with the critical extension {oid}, which is not known here.");
            }
        }

        return hasOtherIssuer;
    }
}
