using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>What the subject's key may be used for (RFC 5280 4.2.1.3); bit 0 there is bit 0 here.</summary>
[Flags]
public enum KeyUsages
{
    None = 0,
    DigitalSignature = 1 << 0,
    NonRepudiation = 1 << 1,
    KeyEncipherment = 1 << 2,
    DataEncipherment = 1 << 3,
    KeyAgreement = 1 << 4,
    KeyCertSign = 1 << 5,
    CrlSign = 1 << 6,
    EncipherOnly = 1 << 7,
    DecipherOnly = 1 << 8,
}

/// <summary>Reads the named bit list of keyUsage.</summary>
internal static class KeyUsageReading
{
    private const int Bits = 9;

    // RFC 5280's names, by bit.
    private static readonly string[] Names =
    [
        "digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
        "keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
    ];

    public static KeyUsages Read(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var (octets, unusedBits) = reader.ReadBitString(Asn1Tag.PrimitiveBitString, field);
        var bits = octets.Span;
        if (bits.IsEmpty)
        {
            return KeyUsages.None;
        }

        // X.690 11.2.2: a named bit list ends with its last bit that is set.
        if ((bits[^1] & (1 << unusedBits)) == 0)
        {
            reader.Document.FailDer(ReadingRules.DerEncoding, offset, field,
                "the list of bits has zero bits at its end, which DER leaves out.");
        }

        if ((bits.Length * 8) - unusedBits > Bits)
        {
            reader.Document.FailDer(ReadingRules.ExtensionForm, offset, field, "a bit is set that RFC 5280 does not define.");
        }

        var usages = KeyUsages.None;
        for (var bit = 0; bit < Math.Min(Bits, bits.Length * 8); bit++)
        {
            if ((bits[bit / 8] & (0x80 >> (bit % 8))) != 0)
            {
                usages |= (KeyUsages)(1 << bit);
            }
        }

        return usages;
    }

    /// <summary>As RFC 5280 writes them, for messages.</summary>
    public static string Describe(KeyUsages usages) => usages == KeyUsages.None
        ? "no usage"
        : string.Join(", ", Names.Where((_, bit) => usages.HasFlag((KeyUsages)(1 << bit))));
}
