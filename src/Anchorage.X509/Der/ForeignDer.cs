using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Recognises DER that is pasted for a certificate and is something else.</summary>
internal static class ForeignDer
{
    /// <summary>What the octets begin like; null when that is a certificate or nothing known.</summary>
    public static (string Name, bool IsPrivateKey)? Recognise(ReadOnlySpan<byte> der)
    {
        if (!Open(der, out var tag, out var content) || tag != Asn1Tag.Sequence)
        {
            return null;
        }

        // RSAPrivateKey, ECPrivateKey and PrivateKeyInfo begin with a version of 0 or 1, and no certificate does.
        if (content is [0x02, 0x01, 0x00 or 0x01, ..])
        {
            return ("a private key", true);
        }

        if (content is [0x02, 0x01, 0x03, ..])
        {
            return ("a PKCS #12 file, which may hold a private key", true);
        }

        // ContentInfo begins with an object identifier.
        if (content is [0x06, ..])
        {
            return ("a PKCS #7 bundle", false);
        }

        // EncryptedPrivateKeyInfo: an AlgorithmIdentifier, then an OCTET STRING. SubjectPublicKeyInfo: the same, then a BIT STRING.
        if (Open(content, out tag, out var first) && tag == Asn1Tag.Sequence && first is [0x06, ..]
            && AsnDecoder.TryReadEncodedValue(content, AsnEncodingRules.DER, out _, out _, out _, out var consumed)
            && Open(content[consumed..], out tag, out _))
        {
            return tag == Asn1Tag.PrimitiveOctetString ? ("an encrypted private key", true)
                : tag == Asn1Tag.PrimitiveBitString ? ("a public key", false)
                : null;
        }

        return null;
    }

    private static bool Open(ReadOnlySpan<byte> source, out Asn1Tag tag, out ReadOnlySpan<byte> content)
    {
        var isRead = AsnDecoder.TryReadEncodedValue(source, AsnEncodingRules.DER, out tag, out var offset, out var length, out _);
        content = isRead ? source.Slice(offset, length) : default;
        return isRead;
    }
}
