using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>The extensions of a CRL that decide something (RFC 5280 5.2).</summary>
internal sealed class CrlExtensions
{
    private static readonly ObjectIdentifier CrlNumber = ObjectIdentifier.Of("2.5.29.20");
    private static readonly ObjectIdentifier DeltaCrlIndicator = ObjectIdentifier.Of("2.5.29.27");
    private static readonly ObjectIdentifier IssuingDistributionPointId = ObjectIdentifier.Of("2.5.29.28");

    public ReadOnlyMemory<byte>? Number { get; private set; }

    public AuthorityKeyIdentifier? AuthorityKeyIdentifier { get; private set; }

    public bool IsDelta { get; private set; }

    public IssuingDistributionPoint? Scope { get; private set; }

    /// <summary>Faults go to the document.</summary>
    public void Read(ref DerReader fields, Asn1Tag tag, bool isVersion2)
    {
        const string Field = "crlExtensions";
        var document = fields.Document;
        var offset = fields.Position;
        var explicitTag = fields.ReadConstructed(tag, Field);
        var sequence = explicitTag.ReadSequence(Field);
        explicitTag.End(Field);
        if (!isVersion2 || !sequence.HasMore)
        {
            document.FailDer(ReadingRules.ExtensionsVersion, offset, Field, "it stands in a CRL of version 1, or is empty.");
        }

        var seen = new SeenExtensions();
        while (sequence.HasMore)
        {
            var (oid, isCritical, value) = ExtensionReading.ReadOne(ref sequence);
            seen.Add(document, oid);
            if (!document.Failed)
            {
                Decode(document, oid, isCritical, value);
            }
        }
    }

    private void Decode(DerDocument document, ObjectIdentifier oid, bool isCritical, DerValue value)
    {
        var reader = new DerReader(document, value);
        if (oid == CrlNumber)
        {
            Number = reader.ReadInteger("cRLNumber");
        }
        else if (oid == DeltaCrlIndicator)
        {
            IsDelta = true;
            reader.ReadInteger("deltaCRLIndicator");
        }
        else if (oid == IssuingDistributionPointId)
        {
            Scope = IssuingDistributionPoint.Read(ref reader, "issuingDistributionPoint");
        }
        else if (oid == KnownExtensions.AuthorityKeyIdentifier)
        {
            AuthorityKeyIdentifier = X509.AuthorityKeyIdentifier.Read(ref reader, "authorityKeyIdentifier");
        }
        else
        {
            if (isCritical)
            {
                document.Fail(ReadingRules.CriticalExtensionKnown, $"has the critical extension {oid}, which is not known here.");
            }

            return;
        }

        reader.End("crlExtensions");
    }
}
