using System.Collections.Frozen;
using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>An EC public key (RFC 5480 2): which curve it is on and how its point is written.</summary>
/// <param name="CurveName">NIST's or the common name of the curve; its dotted identifier when it has none here.</param>
/// <param name="FieldBits">0 for a curve that is not taken.</param>
/// <param name="Objection">Why such a key is not taken, as the end of a sentence; null when it is.</param>
internal sealed record EllipticCurveKey(string CurveName, int FieldBits, string? Objection)
{
    private const string CurvesTaken = "only the named curves P-256, P-384 and P-521 are taken";

    private static readonly FrozenDictionary<ObjectIdentifier, (string Name, int FieldBits)> Curves = new Dictionary<string, (string, int)>
    {
        ["1.2.840.10045.3.1.7"] = ("P-256", 256),
        ["1.3.132.0.34"] = ("P-384", 384),
        ["1.3.132.0.35"] = ("P-521", 521),
        ["1.2.840.10045.3.1.1"] = ("P-192", 0),
        ["1.3.132.0.33"] = ("P-224", 0),
        ["1.3.132.0.10"] = ("secp256k1", 0),
        ["1.3.36.3.3.2.8.1.1.7"] = ("brainpoolP256r1", 0),
        ["1.3.36.3.3.2.8.1.1.11"] = ("brainpoolP384r1", 0),
        ["1.3.36.3.3.2.8.1.1.13"] = ("brainpoolP512r1", 0),
        ["1.2.156.10197.1.301"] = ("SM2", 0),
    }.ToFrozenDictionary(row => ObjectIdentifier.Of(row.Key), row => row.Value);

    public static EllipticCurveKey? Read(DerDocument document, AlgorithmIdentifier identifier, ReadOnlyMemory<byte> point, int offset)
    {
        const string Field = "subjectPublicKeyInfo.subjectPublicKey";
        if (identifier.Parameters is not { } parameters)
        {
            document.Fail(ReadingRules.AlgorithmParameters, "has an EC key that names no curve; a named curve is wanted.");
            return null;
        }

        if (parameters.Tag != Asn1Tag.ObjectIdentifier)
        {
            return new EllipticCurveKey("with explicit parameters", 0, $"spells its curve out instead of naming it, and {CurvesTaken}");
        }

        if (!ObjectIdentifier.IsCanonical(parameters.Content.Span))
        {
            document.FailDer(ReadingRules.DerEncoding, parameters.Offset,
                "subjectPublicKeyInfo.algorithm", "the curve's OBJECT IDENTIFIER is not DER.");
            return null;
        }

        var oid = new ObjectIdentifier(parameters.Content);
        var (name, fieldBits) = Curves.GetValueOrDefault(oid, (oid.ToString(), 0));
        if (point.IsEmpty)
        {
            document.FailDer(ReadingRules.PublicKeyForm, offset, Field, "the EC point has no octets.");
            return null;
        }

        var objection = fieldBits == 0 ? $"is on the curve {name}, and {CurvesTaken}" : FindDefect(point.Span, fieldBits);
        return new EllipticCurveKey(name, fieldBits, objection);
    }

    // SEC 1 2.3.3: 02 and 03 start a compressed point, 04 an uncompressed, 06 and 07 a hybrid one.
    private static string? FindDefect(ReadOnlySpan<byte> point, int fieldBits)
    {
        var wanted = 1 + (2 * ((fieldBits + 7) / 8));
        return point[0] switch
        {
            0x02 or 0x03 => "is written as a compressed point, and only uncompressed points are taken",
            0x06 or 0x07 => "is written as a hybrid point, and only uncompressed points are taken",
            0x00 => "is the point at infinity, which is no key",
            0x04 when point.Length == wanted => null,
            0x04 => $"is a point of {point.Length} octets, and its curve wants {wanted}",
            _ => "is not written as an EC point of RFC 5480 2.2",
        };
    }
}
