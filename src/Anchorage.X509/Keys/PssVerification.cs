using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Anchorage.X509;

/// <summary>
/// RSASSA-PSS-VERIFY (RFC 8017 8.1.2) for a salt of any length: the platform verifies only one as long as the hash, and openssl makes the
/// longest that fits. Nothing here is secret: key, signature and what is signed are in certificates.
/// </summary>
internal static class PssVerification
{
    private const int MaxModulusOctets = PublicKeyJudgement.MaxModulusBits / 8;
    private const byte Trailer = 0xbc;

    /// <param name="key">One that <see cref="PublicKeyJudgement"/> calls usable, which bounds the work: 8192 bits, raised to 64.</param>
    /// <param name="hash">Of what is signed, by <paramref name="algorithm"/>, which the mask is made with too.</param>
    /// <param name="saltLength">In octets, exactly.</param>
    public static bool Verify(RsaPublicKey key, ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, int saltLength, ReadOnlySpan<byte> signature)
    {
        Span<byte> room = stackalloc byte[MaxModulusOctets];
        var bits = key.ModulusBits - 1;
        var message = room[..((bits + 7) / 8)];
        return IsRoom(message.Length, hash.Length, saltLength)
            && TryOpen(key, signature, message)
            && IsEncoded(message, bits, hash, algorithm, saltLength);
    }

    // Not a sum: the salt's length comes from outside and may be the largest number there is.
    private static bool IsRoom(int messageLength, int hashLength, int saltLength) => saltLength <= messageLength - hashLength - 2;

    /// <summary>RSAVP1 and I2OSP (RFC 8017 5.2.2, 4.1): false when the signature is not below the modulus, or too long when opened.</summary>
    private static bool TryOpen(RsaPublicKey key, ReadOnlySpan<byte> signature, Span<byte> message)
    {
        var modulus = new BigInteger(key.Modulus.Span, isUnsigned: true, isBigEndian: true);
        var number = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (signature.Length != key.Modulus.Length || number >= modulus)
        {
            return false;
        }

        var opened = BigInteger.ModPow(number, new BigInteger(key.Exponent.Span, isUnsigned: true, isBigEndian: true), modulus);
        var length = opened.GetByteCount(isUnsigned: true);
        message.Clear();
        return length <= message.Length && opened.TryWriteBytes(message[^length..], out _, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>EMSA-PSS-VERIFY (RFC 8017 9.1.2). Every step is taken, whatever the earlier ones found, and one answer given.</summary>
    private static bool IsEncoded(Span<byte> message, int bits, ReadOnlySpan<byte> hash, HashAlgorithmName algorithm, int saltLength)
    {
        var masked = message[..(message.Length - hash.Length - 1)];
        var found = message.Slice(masked.Length, hash.Length);
        var unused = (byte)(0xff00 >> ((message.Length * 8) - bits));
        var isWrong = (message[^1] ^ Trailer) | (masked[0] & unused);
        Unmask(masked, found, algorithm);
        masked[0] &= (byte)~unused;
        var padding = masked[..(masked.Length - saltLength - 1)];
        isWrong |= masked[padding.Length] ^ 0x01;
        foreach (var octet in padding)
        {
            isWrong |= octet;
        }

        Span<byte> signed = stackalloc byte[8 + SHA512.HashSizeInBytes + MaxModulusOctets];
        signed[..8].Clear();
        hash.CopyTo(signed[8..]);
        masked[(padding.Length + 1)..].CopyTo(signed[(8 + hash.Length)..]);
        Span<byte> wanted = stackalloc byte[SHA512.HashSizeInBytes];
        wanted = wanted[..CryptographicOperations.HashData(algorithm, signed[..(8 + hash.Length + saltLength)], wanted)];
        return CryptographicOperations.FixedTimeEquals(wanted, found) & isWrong == 0;
    }

    /// <summary>MGF1 (RFC 8017 B.2.1), taken off in place.</summary>
    private static void Unmask(Span<byte> masked, ReadOnlySpan<byte> seed, HashAlgorithmName algorithm)
    {
        Span<byte> input = stackalloc byte[SHA512.HashSizeInBytes + sizeof(uint)];
        input = input[..(seed.Length + sizeof(uint))];
        seed.CopyTo(input);
        Span<byte> mask = stackalloc byte[SHA512.HashSizeInBytes];
        for (uint counter = 0; !masked.IsEmpty; counter++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(input[seed.Length..], counter);
            var length = Math.Min(CryptographicOperations.HashData(algorithm, input, mask), masked.Length);
            for (var index = 0; index < length; index++)
            {
                masked[index] ^= mask[index];
            }

            masked = masked[length..];
        }
    }
}
