using System.Collections.Frozen;
using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>A SubjectPublicKeyInfo (RFC 5280 4.1.2.7), read but not yet judged and not imported.</summary>
public sealed class SubjectPublicKey
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string RsaPssOid = "1.2.840.113549.1.1.10";
    private const string EllipticCurveOid = "1.2.840.10045.2.1";

    private static readonly FrozenDictionary<ObjectIdentifier, (PublicKeyKind Kind, string Name)> Known =
        new Dictionary<string, (PublicKeyKind, string)>
        {
            [RsaOid] = (PublicKeyKind.Rsa, "RSA"),
            [RsaPssOid] = (PublicKeyKind.RsaPss, "RSASSA-PSS"),
            [EllipticCurveOid] = (PublicKeyKind.EllipticCurve, "EC"),
            ["1.2.840.10040.4.1"] = (PublicKeyKind.Other, "DSA"),
            ["1.2.840.10046.2.1"] = (PublicKeyKind.Other, "Diffie-Hellman"),
            ["1.3.101.110"] = (PublicKeyKind.Other, "X25519"),
            ["1.3.101.111"] = (PublicKeyKind.Other, "X448"),
            ["1.3.101.112"] = (PublicKeyKind.Other, "Ed25519"),
            ["1.3.101.113"] = (PublicKeyKind.Other, "Ed448"),
            ["1.3.132.1.12"] = (PublicKeyKind.Other, "ECDH"),
            ["2.16.840.1.101.3.4.3.17"] = (PublicKeyKind.Other, "ML-DSA-44"),
            ["2.16.840.1.101.3.4.3.18"] = (PublicKeyKind.Other, "ML-DSA-65"),
            ["2.16.840.1.101.3.4.3.19"] = (PublicKeyKind.Other, "ML-DSA-87"),
        }.ToFrozenDictionary(row => ObjectIdentifier.Of(row.Key), row => row.Value);

    private SubjectPublicKey(ReadOnlyMemory<byte> der, ReadOnlyMemory<byte> key, PublicKeyKind kind, string algorithm)
    {
        Der = der;
        Key = key;
        Kind = kind;
        Algorithm = algorithm;
    }

    /// <summary>The SubjectPublicKeyInfo, from its SEQUENCE tag on.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>The octets in its BIT STRING: an RSAPublicKey, or an EC point.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    public PublicKeyKind Kind { get; }

    /// <summary>The algorithm's name, such as <c>RSA</c> or <c>Ed25519</c>; its dotted identifier when it has no name here.</summary>
    public string Algorithm { get; }

    /// <summary>Bits of the modulus of an RSA key or of the field of a curve that is taken; 0 for other keys.</summary>
    public int SizeInBits => Rsa?.ModulusBits ?? EllipticCurve?.FieldBits ?? 0;

    internal RsaPublicKey? Rsa { get; private init; }

    internal EllipticCurveKey? EllipticCurve { get; private init; }

    /// <summary>What a key that is for RSASSA-PSS only is further restricted to; null for no restriction.</summary>
    internal PssParameters? PssRestriction { get; private init; }

    /// <summary>For people: <c>RSA 2048</c>, <c>EC P-256</c>, <c>Ed25519</c>.</summary>
    public override string ToString() => this switch
    {
        { Rsa: { } rsa } => $"{Algorithm} {rsa.ModulusBits}",
        { EllipticCurve: { } curve } => $"{Algorithm} {curve.CurveName}",
        _ => Algorithm,
    };

    internal static SubjectPublicKey? Read(ref DerReader reader)
    {
        const string Field = "subjectPublicKeyInfo";
        var document = reader.Document;
        var value = reader.Read(Asn1Tag.Sequence, Field);
        var fields = new DerReader(document, value);
        var identifier = AlgorithmIdentifier.Read(ref fields, Field + ".algorithm");
        var keyOffset = fields.Position;
        var key = fields.ReadOctetsInBitString(Field + ".subjectPublicKey");
        fields.End(Field);
        if (identifier is null || document.Failed)
        {
            return null;
        }

        var (kind, name) = Known.GetValueOrDefault(identifier.Oid, (PublicKeyKind.Other, identifier.Oid.ToString()));
        var read = kind switch
        {
            PublicKeyKind.Rsa or PublicKeyKind.RsaPss => new SubjectPublicKey(value.Encoded, key, kind, name)
            {
                Rsa = RsaPublicKey.Read(document, key, value.Offset + value.Encoded.Length - key.Length),
                PssRestriction = RsaPublicKey.ReadParameters(document, identifier, kind),
            },
            PublicKeyKind.EllipticCurve => new SubjectPublicKey(value.Encoded, key, kind, name)
            {
                EllipticCurve = EllipticCurveKey.Read(document, identifier, key, keyOffset),
            },
            _ => new SubjectPublicKey(value.Encoded, key, kind, name),
        };
        return document.Failed ? null : read;
    }
}
