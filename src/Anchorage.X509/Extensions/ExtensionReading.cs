using System.Collections.Immutable;
using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Reads one Extension and holds it against those before it.</summary>
internal static class ExtensionReading
{
    /// <summary>Of a CRL or one of its entries: nothing is said of whether it is known.</summary>
    public static (ObjectIdentifier Oid, bool IsCritical, DerValue Octets) ReadOne(ref DerReader sequence)
    {
        var fields = sequence.ReadSequence("extensions");
        var oid = fields.ReadObjectIdentifier("extensions.extnID");
        var isCritical = fields.ReadTrueOrAbsent("extensions.critical");
        var octets = fields.Read(Asn1Tag.PrimitiveOctetString, "extensions.extnValue");
        fields.End("extensions");
        return (oid, isCritical, octets);
    }

    /// <summary>Of a certificate.</summary>
    public static (Extension Extension, DerValue Octets) ReadOne(ref DerReader sequence, ImmutableArray<Extension>.Builder before)
    {
        var document = sequence.Document;
        var (oid, isCritical, octets) = ReadOne(ref sequence);
        if (!document.Failed)
        {
            foreach (var earlier in before)
            {
                if (earlier.Oid == oid)
                {
                    document.Fail(ReadingRules.ExtensionOnce, $"has the extension {Describe(oid)} twice; each is wanted at most once.");
                }
            }

            if (isCritical && KnownExtensions.NameOf(oid) is null)
            {
                document.Fail(
                    ReadingRules.CriticalExtensionKnown,
                    $"has the critical extension {oid}, which is not known here; whoever does not know a critical extension must refuse "
                        + "the certificate.");
            }
        }

        return (new Extension(oid, isCritical, octets.Content), octets);
    }

    private static string Describe(ObjectIdentifier oid) => KnownExtensions.NameOf(oid) is { } name ? $"{name} ({oid})" : oid.ToString();
}
