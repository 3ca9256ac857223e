using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Anchorage.X509;

/// <summary>A certificate that is to be issued (RFC 5280 4.1): of version 3, with the extensions that AWS IoT gives its own.</summary>
public sealed class UnsignedCertificate
{
    private const int SerialNumberOctets = 20;

    /// <summary>DER of the issuer's Name.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    /// <summary>DER of the subject's Name.</summary>
    public required ReadOnlyMemory<byte> Subject { get; init; }

    /// <summary>DER of the SubjectPublicKeyInfo.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>The issuer's subjectKeyIdentifier.</summary>
    public required ReadOnlyMemory<byte> AuthorityKeyIdentifier { get; init; }

    /// <summary>To the second; what is below it is cut off.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>To the second.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>True: keyUsage is keyCertSign and cRLSign. False: it is digitalSignature.</summary>
    public required bool IsCA { get; init; }

    /// <summary>DER of a Name of one commonName.</summary>
    public static byte[] NameOf(string commonName)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.5.4.3");
            writer.WriteCharacterString(UniversalTagNumber.UTF8String, commonName);
        }

        return writer.Encode();
    }

    /// <summary>Leftmost 160 bits of the SHA-256 of the key's octets (RFC 7093 2, method 1).</summary>
    /// <param name="publicKey">DER of a SubjectPublicKeyInfo.</param>
    /// <exception cref="AsnContentException">It is no SubjectPublicKeyInfo.</exception>
    public static byte[] KeyIdentifierOf(ReadOnlyMemory<byte> publicKey)
    {
        var fields = new AsnReader(publicKey, AsnEncodingRules.DER).ReadSequence();
        fields.ReadEncodedValue();
        return SHA256.HashData(fields.ReadBitString(out _))[..20];
    }

    /// <summary>Gives it a random serial number and signs it with sha256WithRSAEncryption.</summary>
    /// <returns>The certificate's DER.</returns>
    public byte[] Sign(RSA issuerKey)
    {
        var signed = WriteSigned();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            WriteAlgorithm(writer);
            writer.WriteBitString(issuerKey.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }

        return writer.Encode();
    }

    private byte[] WriteSigned()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                writer.WriteInteger(2);
            }

            writer.WriteIntegerUnsigned(NewSerialNumber());
            WriteAlgorithm(writer);
            writer.WriteEncodedValue(Issuer.Span);
            using (writer.PushSequence())
            {
                WriteTime(writer, NotBefore);
                WriteTime(writer, NotAfter);
            }

            writer.WriteEncodedValue(Subject.Span);
            writer.WriteEncodedValue(PublicKey.Span);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
            {
                WriteExtensions(writer);
            }
        }

        return writer.Encode();
    }

    private void WriteExtensions(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            Extension(writer, "2.5.29.35", isCritical: false, value =>
            {
                using (value.PushSequence())
                {
                    value.WriteOctetString(AuthorityKeyIdentifier.Span, new Asn1Tag(TagClass.ContextSpecific, 0));
                }
            });
            Extension(writer, "2.5.29.14", isCritical: false, value => value.WriteOctetString(KeyIdentifierOf(PublicKey)));
            Extension(writer, "2.5.29.19", isCritical: true, value =>
            {
                using (value.PushSequence())
                {
                    if (IsCA)
                    {
                        value.WriteBoolean(true);
                    }
                }
            });

            // RFC 5280 4.2.1.3: bit 0 is digitalSignature, bits 5 and 6 are keyCertSign and cRLSign; zeros at the end are left out.
            Extension(writer, "2.5.29.15", isCritical: true, value => value.WriteBitString([(byte)(IsCA ? 0x06 : 0x80)], IsCA ? 1 : 7));
        }
    }

    private static void Extension(AsnWriter writer, string identifier, bool isCritical, Action<AsnWriter> write)
    {
        var value = new AsnWriter(AsnEncodingRules.DER);
        write(value);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
            if (isCritical)
            {
                writer.WriteBoolean(true);
            }

            writer.WriteOctetString(value.Encode());
        }
    }

    private static void WriteAlgorithm(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.1.11");
            writer.WriteNull();
        }
    }

    // RFC 5280 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on.
    private static void WriteTime(AsnWriter writer, DateTimeOffset time)
    {
        if (time.UtcDateTime.Year < 2050)
        {
            writer.WriteUtcTime(time, 2049);
        }
        else
        {
            writer.WriteGeneralizedTime(time, omitFractionalSeconds: true);
        }
    }

    // RFC 5280 4.1.2.2: positive, and at most 20 octets.
    private static byte[] NewSerialNumber()
    {
        var octets = RandomNumberGenerator.GetBytes(SerialNumberOctets);
        octets[0] = (byte)((octets[0] & 0x3f) | 0x40);
        return octets;
    }
}
