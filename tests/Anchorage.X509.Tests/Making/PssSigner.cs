using System.Numerics;
using System.Security.Cryptography;

namespace Anchorage.X509.Tests;

/// <summary>Makes RSASSA-PSS signatures step by step (RFC 8017 9.1.1), so that each step can be taken wrongly.</summary>
internal sealed record PssSigner
{
    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public byte[] Salt { get; init; } = [];

    /// <summary>What the parameters say, when that is not the salt's length.</summary>
    public long? StatedSaltLength { get; init; }

    public byte Separator { get; init; } = 0x01;

    public byte Trailer { get; init; } = 0xbc;

    /// <summary>XORed onto the first octet of the padding before it is masked.</summary>
    public byte PaddingDamage { get; init; }

    /// <summary>Whether the bits above the encoded message's length are left as they come out.</summary>
    public bool KeepsUnusedBits { get; init; }

    /// <summary>Changes the signature at last, given the modulus.</summary>
    public Func<BigInteger, BigInteger, BigInteger> Change { get; init; } = (signature, _) => signature;

    public Signer For(RSA key) => new(key.ExportSubjectPublicKeyInfo(), Algorithm(), data => Sign(key, data));

    private byte[] Algorithm()
    {
        var oid = Hash.Name switch { "SHA256" => "2.16.840.1.101.3.4.2.1", "SHA384" => "2.16.840.1.101.3.4.2.2", _ => "2.16.840.1.101.3.4.2.3" };
        var hash = Der.Algorithm(oid, Der.Null);
        return Der.Algorithm("1.2.840.113549.1.1.10", Der.Sequence(
            Der.Explicit(0, hash),
            Der.Explicit(1, Der.Algorithm("1.2.840.113549.1.1.8", hash)),
            StatedSaltLength == 20 || (StatedSaltLength is null && Salt.Length == 20) ? [] : Der.Explicit(2, Der.Integer(StatedSaltLength ?? Salt.Length))));
    }

    private byte[] Sign(RSA key, byte[] data)
    {
        var parameters = key.ExportParameters(true);
        var modulus = Number(parameters.Modulus!);
        var bits = (int)modulus.GetBitLength() - 1;
        var length = (bits + 7) / 8;
        var digest = Digest([.. new byte[8], .. Digest(data), .. Salt]);
        var block = new byte[length - digest.Length - 1];
        block[^(Salt.Length + 1)] = Separator;
        Salt.CopyTo(block, block.Length - Salt.Length);
        block[0] ^= PaddingDamage;
        var mask = Mask(digest, block.Length);
        byte[] encoded = [.. block.Zip(mask, (left, right) => (byte)(left ^ right)), .. digest, Trailer];
        var unused = (length * 8) - bits;
        encoded[0] = KeepsUnusedBits ? (byte)(encoded[0] | (0x80 >> (unused - 1))) : (byte)(encoded[0] & (0xff >> unused));
        var signature = Change(BigInteger.ModPow(Number(encoded), Number(parameters.D!), modulus), modulus).ToByteArray(true, true);
        return [.. new byte[Math.Max(0, parameters.Modulus!.Length - signature.Length)], .. signature];
    }

    private byte[] Mask(byte[] seed, int length) =>
        [.. Enumerable.Range(0, (length / 32) + 1).SelectMany(counter => Digest([.. seed, 0, 0, 0, (byte)counter])).Take(length)];

    private byte[] Digest(byte[] data) => CryptographicOperations.HashData(Hash, data);

    private static BigInteger Number(byte[] octets) => new(octets, isUnsigned: true, isBigEndian: true);
}
