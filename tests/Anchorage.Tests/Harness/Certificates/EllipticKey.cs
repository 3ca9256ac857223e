using System.Security.Cryptography;
using Anchorage.X509.Tests;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>A key of ECDSA, written with its curve's name, with the curve's parameters, or with its point compressed.</summary>
internal sealed class EllipticKey : CertificateKey
{
    private readonly ECDsa _key;

    private EllipticKey(ECDsa key, byte[] publicKey)
    {
        _key = key;
        PublicKey = publicKey;
    }

    public override byte[] PublicKey { get; }

    public override string PrivateKeyPem => _key.ExportPkcs8PrivateKeyPem();

    public static EllipticKey Make(string description)
    {
        var words = description.Split(' ', 2);
        var key = ECDsa.Create(words[0] switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            "P-224" => ECCurve.CreateFromFriendlyName("secp224r1"),
            "secp256k1" or "brainpoolP256r1" => ECCurve.CreateFromFriendlyName(words[0]),
            _ => throw new InvalidDataException($"No key is described by '{description}'."),
        });
        return new EllipticKey(key, words is [_, var form] ? PublicKeyOf(key, form) : key.ExportSubjectPublicKeyInfo());
    }

    public override byte[] Algorithm(string hash, bool pss) => Der.Algorithm(hash switch
    {
        "SHA-1" => "1.2.840.10045.4.1",
        "SHA-224" => "1.2.840.10045.4.3.1",
        "SHA-256" => "1.2.840.10045.4.3.2",
        "SHA-384" => "1.2.840.10045.4.3.3",
        _ => "1.2.840.10045.4.3.4",
    });

    public override byte[] Sign(byte[] data, string hash, bool pss) =>
        _key.SignData(data, Hashes.Named(hash), DSASignatureFormat.Rfc3279DerSequence);

    private static byte[] PublicKeyOf(ECDsa key, string form)
    {
        const string EcPublicKey = "1.2.840.10045.2.1";
        var point = key.ExportParameters(false).Q;
        byte[] uncompressed = [0x04, .. point.X!, .. point.Y!];
        switch (form)
        {
            case "compressed":
                return Der.EcKey("1.2.840.10045.3.1.7", [(byte)(0x02 | (point.Y![^1] & 1)), .. point.X!]);
            case "off its curve":
                uncompressed[^1] ^= 1;
                return Der.EcKey("1.2.840.10045.3.1.7", uncompressed);
            case "with explicit parameters":
                var curve = key.ExportExplicitParameters(false).Curve;
                return Der.Sequence(
                    Der.Algorithm(EcPublicKey, Der.Sequence(
                        Der.Integer(1),
                        Der.Sequence(Der.Oid("1.2.840.10045.1.1"), Unsigned(curve.Prime!)),
                        Der.Sequence(Der.OctetString(curve.A!), Der.OctetString(curve.B!)),
                        Der.OctetString([0x04, .. curve.G.X!, .. curve.G.Y!]),
                        Unsigned(curve.Order!),
                        Der.Integer(1))),
                    Der.BitString(uncompressed));
            default:
                throw new InvalidDataException($"No EC key is written '{form}'.");
        }
    }

    private static byte[] Unsigned(byte[] number) => Der.Integer(new System.Numerics.BigInteger(number, isUnsigned: true, isBigEndian: true));
}
