using System.Formats.Asn1;
using System.Numerics;

namespace Anchorage.X509;

/// <summary>An RSAPublicKey (RFC 8017 A.1.1): two positive integers, whatever their size.</summary>
/// <param name="Modulus">Big-endian, without leading zero octets.</param>
/// <param name="Exponent">Big-endian, without leading zero octets.</param>
internal sealed record RsaPublicKey(ReadOnlyMemory<byte> Modulus, ReadOnlyMemory<byte> Exponent)
{
    public int ModulusBits => Bits(Modulus.Span);

    public int ExponentBits => Bits(Exponent.Span);

    /// <param name="offset">Of the key's octets in the certificate, which are the end of <paramref name="key"/>'s document.</param>
    public static RsaPublicKey? Read(DerDocument document, ReadOnlyMemory<byte> key, int offset)
    {
        const string Field = "subjectPublicKeyInfo.subjectPublicKey";
        var reader = new DerReader(document, new DerValue(default, offset, key, key));
        var fields = reader.ReadSequence(Field);
        reader.End(Field);
        var modulus = fields.ReadPositiveInteger(Field + ".modulus");
        var exponent = fields.ReadPositiveInteger(Field + ".publicExponent");
        fields.End(Field);
        return document.Failed ? null : new RsaPublicKey(modulus, exponent);
    }

    /// <summary>RFC 3279 2.3.1: NULL for rsaEncryption. RFC 4055 3.1: RSASSA-PSS-params or nothing for id-RSASSA-PSS.</summary>
    public static PssParameters? ReadParameters(DerDocument document, AlgorithmIdentifier identifier, PublicKeyKind kind)
    {
        if (kind == PublicKeyKind.RsaPss)
        {
            return identifier.Parameters is { } parameters
                ? PssParameters.Read(document, parameters, "subjectPublicKeyInfo.algorithm")
                : null;
        }

        if (identifier.Parameters is not { } value || value.Tag != Asn1Tag.Null || !value.Content.IsEmpty)
        {
            document.Fail(ReadingRules.AlgorithmParameters, "has an RSA key whose algorithm's parameters are not NULL; NULL is wanted.");
        }

        return null;
    }

    private static int Bits(ReadOnlySpan<byte> octets) => (octets.Length * 8) - BitOperations.LeadingZeroCount((uint)octets[0] << 24);
}
