using System.Numerics;
using System.Security.Cryptography;

namespace Anchorage.X509.Tests;

/// <summary>Signatures at the edges of their algorithms, after the kinds of test vectors that Project Wycheproof describes.</summary>
public sealed class SignatureEdgeTests
{
    // The order of P-256 (FIPS 186-4 D.1.2.3).
    private static readonly BigInteger Order = BigInteger.Parse("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", System.Globalization.NumberStyles.HexNumber, null);

    private static readonly CertificateDraft Draft = new();

    public static TheoryData<string> EcdsaFaults =>
    [
        "r zero", "s zero", "both zero", "r the order", "s the order", "r over the order", "s over the order", "r negative", "s negative", "swapped",
        "r one", "largest numbers", "empty", "empty sequence", "one number", "three numbers", "trailing octet", "trailing value", "long length", "indefinite length",
        "padded r", "padded s", "missing sign octet", "bit strings", "infinity", "raw", "cut short",
    ];

    [Theory]
    [MemberData(nameof(EcdsaFaults))]
    public void An_ECDSA_signature_that_is_none_is_refused(string fault)
    {
        var signer = Signer.P256 with { Sign = data => Break(fault, Signer.P256.Sign(data)) };
        using var certificate = Draft.Read(signer);
        Assert.NotEqual(SignatureVerdict.Valid, certificate.VerifySignatureOf(certificate));
        Assert.NotEmpty(Reads.Judge(certificate));
    }

    [Fact]
    public void The_other_of_the_two_ECDSA_signatures_is_one_too()
    {
        // (r, n - s) verifies wherever (r, s) does (SEC 1 4.1.4); X.509 asks for neither in particular.
        using var certificate = Draft.Read(Signer.P256 with
        {
            Sign = data =>
            {
                var (r, s) = Numbers(Signer.P256.Sign(data));
                return Sequence(r, Order - s);
            },
        });
        Assert.Equal(SignatureVerdict.Valid, certificate.VerifySignatureOf(certificate));
    }

    public static TheoryData<string> RsaFaults =>
    [
        "no NULL", "other hash", "SHA-1 identifier", "trailing octets", "hash at the front", "short padding", "padding 00", "padding FE", "block type 2", "block type 0", "no separator",
        "BER length", "no DigestInfo", "over the modulus", "leading zero", "cut short", "zero", "one", "modulus less one",
    ];

    [Theory]
    [MemberData(nameof(RsaFaults))]
    public void An_RSA_signature_of_another_padding_is_refused(string fault)
    {
        using var certificate = Draft.Read(Signer.Rsa2048 with { Sign = data => BreakRsa(fault, SHA256.HashData(data)) });
        Assert.NotEqual(SignatureVerdict.Valid, certificate.VerifySignatureOf(certificate));
        Assert.NotEmpty(Reads.Judge(certificate));
    }

    [Fact]
    public void The_padding_that_is_broken_above_is_right_before_it_is_broken()
    {
        using var certificate = Draft.Read(Signer.Rsa2048 with { Sign = data => BreakRsa("", SHA256.HashData(data)) });
        Assert.Equal(SignatureVerdict.Valid, certificate.VerifySignatureOf(certificate));
    }

    private static byte[] Break(string fault, byte[] signature)
    {
        var (r, s) = Numbers(signature);
        var (first, second) = (Der.Integer(r), Der.Integer(s));
        return fault switch
        {
            "r zero" => Sequence(0, s),
            "s zero" => Sequence(r, 0),
            "both zero" => Sequence(0, 0),
            "r the order" => Sequence(Order, s),
            "s the order" => Sequence(r, Order),
            "r over the order" => Sequence(r + Order, s),
            "s over the order" => Sequence(r, s + Order),
            "r negative" => Sequence(r - Order, s),
            "s negative" => Sequence(r, s - Order),
            "swapped" => Sequence(s, r),
            "r one" => Sequence(1, s),
            "largest numbers" => Sequence((BigInteger.One << 256) - 1, (BigInteger.One << 256) - 1),
            "empty" => [],
            "empty sequence" => Der.Sequence(),
            "one number" => Der.Sequence(first),
            "three numbers" => Der.Sequence(first, second, second),
            "trailing octet" => [.. signature, 0],
            "trailing value" => [.. signature, .. Der.Null],
            "long length" => [0x30, 0x81, .. signature[1..]],
            "indefinite length" => [0x30, 0x80, .. first, .. second, 0, 0],
            "padded r" => Der.Sequence(Der.Value(0x02, [0], [0], r.ToByteArray(true, true)), second),
            "padded s" => Der.Sequence(first, Der.Value(0x02, [0], [0], s.ToByteArray(true, true))),
            "missing sign octet" => Der.Sequence(Der.Value(0x02, [0x80, .. new byte[31]]), second),
            "bit strings" => Der.Sequence(Der.BitString(r.ToByteArray(true, true)), Der.BitString(s.ToByteArray(true, true))),
            "infinity" => Der.Sequence([0x09, 0x01, 0x40], second),
            "raw" => [.. r.ToByteArray(true, true), .. s.ToByteArray(true, true)],
            _ => signature[..^1],
        };
    }

    private static byte[] BreakRsa(string fault, byte[] hash)
    {
        var key = Signer.RsaKey.ExportParameters(true);
        var (modulus, exponent) = (Number(key.Modulus!), Number(key.D!));
        var sha256 = Der.Oid(fault == "SHA-1 identifier" ? "1.3.14.3.2.26" : "2.16.840.1.101.3.4.2.1");
        var digest = fault switch
        {
            "no NULL" => Der.Sequence(Der.Sequence(sha256), Der.OctetString(hash)),
            "other hash" => Der.Sequence(Der.Sequence(sha256, Der.Null), Der.OctetString([.. hash[1..], 0])),
            "BER length" => [0x30, 0x81, .. Der.Sequence(Der.Sequence(sha256, Der.Null), Der.OctetString(hash))[1..]],
            "no DigestInfo" => hash,
            _ => Der.Sequence(Der.Sequence(sha256, Der.Null), Der.OctetString(hash)),
        };
        byte[] padding = [.. Enumerable.Repeat((byte)(fault == "padding 00" ? 0x00 : fault == "padding FE" ? 0xfe : 0xff), 256 - 3 - digest.Length)];
        var type = (byte)(fault switch { "block type 2" => 2, "block type 0" => 0, _ => 1 });
        byte[] block = fault switch
        {
            "trailing octets" => [0, type, .. padding[16..], 0, .. digest, .. new byte[16]],
            "hash at the front" => [0, type, .. padding[..8], 0, .. digest, .. padding[8..]],
            "short padding" => [0, type, 0, .. digest, .. padding],
            "no separator" => [0, type, .. padding, 0xff, .. digest],
            _ => [0, type, .. padding, 0, .. digest],
        };
        var signature = BigInteger.ModPow(Number(block), exponent, modulus);
        return fault switch
        {
            "over the modulus" => Octets(signature + modulus),
            "leading zero" => [0, .. Octets(signature)],
            "cut short" => Octets(signature)[..^1],
            "zero" => new byte[256],
            "one" => [.. new byte[255], 1],
            "modulus less one" => Octets(modulus - 1),
            _ => Octets(signature),
        };
    }

    private static (BigInteger R, BigInteger S) Numbers(byte[] signature)
    {
        var reader = new System.Formats.Asn1.AsnReader(signature, System.Formats.Asn1.AsnEncodingRules.DER).ReadSequence();
        return (reader.ReadInteger(), reader.ReadInteger());
    }

    private static byte[] Sequence(BigInteger r, BigInteger s) => Der.Sequence(Der.Integer(r), Der.Integer(s));

    private static BigInteger Number(byte[] octets) => new(octets, isUnsigned: true, isBigEndian: true);

    private static byte[] Octets(BigInteger number)
    {
        var octets = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Math.Max(0, 256 - octets.Length)], .. octets];
    }
}
