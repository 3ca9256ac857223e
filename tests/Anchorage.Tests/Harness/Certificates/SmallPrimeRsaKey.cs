using System.Numerics;
using System.Security.Cryptography;
using Anchorage.X509.Tests;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>
/// A key of RSA whose modulus is the product of many small primes. Anybody can break it, and its signatures verify all the same:
/// so keys of any size and any exponent, which nobody else would make, cost next to nothing.
/// </summary>
internal sealed class SmallPrimeRsaKey : CertificateKey
{
    private readonly List<BigInteger> _primes;
    private readonly BigInteger _modulus;
    private readonly BigInteger _exponent;

    private SmallPrimeRsaKey(List<BigInteger> primes, BigInteger exponent)
    {
        _primes = primes;
        _modulus = primes.Aggregate(BigInteger.One, BigInteger.Multiply);
        _exponent = exponent;
        PublicKey = Der.RsaKey(_modulus, exponent);
    }

    public override byte[] PublicKey { get; }

    public override string PrivateKeyPem => throw new InvalidDataException("A key of many small primes has no PKCS #8 form.");

    /// <summary>A key whose modulus has exactly this many bits.</summary>
    public static SmallPrimeRsaKey Make(int bits, BigInteger exponent)
    {
        // Primes just below a power of two, so that the product of all of them has lost less than one bit.
        var primes = new List<BigInteger>();
        for (var left = bits; left > 0;)
        {
            var width = left < 64 ? left : 32;
            left -= width;
            var candidate = width == 32 && primes.Count > 0 ? primes[^1] - 2 : (BigInteger.One << width) - 1;
            while (!IsPrime(candidate) || !(exponent.IsEven || BigInteger.GreatestCommonDivisor(exponent, candidate - 1).IsOne))
            {
                candidate -= 2;
            }

            primes.Add(candidate);
        }

        return new SmallPrimeRsaKey(primes, exponent);
    }

    /// <summary>A key with the mark of CVE-2017-15361: each prime is a power of 65537 modulo the product of the first small primes.</summary>
    public static SmallPrimeRsaKey Roca()
    {
        var small = Enumerable.Range(3, 165).Where(number => IsPrime(number)).Aggregate(BigInteger.Multiply(2, 1), (product, prime) => product * prime);
        var primes = new List<BigInteger>();
        for (var power = 1; primes.Count < 8; power++)
        {
            var rest = BigInteger.ModPow(65537, power, small);
            var first = ((BigInteger.One << 256) - 1 - rest) / small;
            for (var times = first; times > first - 2000; times--)
            {
                if (IsPrime((times * small) + rest))
                {
                    primes.Add((times * small) + rest);
                    break;
                }
            }
        }

        return new SmallPrimeRsaKey(primes, 65537);
    }

    public override byte[] Algorithm(string hash, bool pss) => Der.Algorithm(Hashes.RsaSignatureOid(hash), Der.Null);

    /// <summary>RSASSA-PKCS1-v1_5, prime by prime and put together by the Chinese remainder theorem.</summary>
    public override byte[] Sign(byte[] data, string hash, bool pss)
    {
        var length = PublicModulusLength();
        var digest = CryptographicOperations.HashData(Hashes.Named(hash), data);
        var info = Der.Sequence(Der.Algorithm(hash == "SHA-1" ? "1.3.14.3.2.26" : "2.16.840.1.101.3.4.2.1", Der.Null), Der.OctetString(digest));
        byte[] padded = [0x00, 0x01, .. Enumerable.Repeat((byte)0xff, length - info.Length - 3), 0x00, .. info];
        var message = new BigInteger(padded, isUnsigned: true, isBigEndian: true);
        if (_exponent.IsEven)
        {
            // An even exponent has no inverse: no signature over it can exist.
            return new byte[length];
        }

        var signature = BigInteger.Zero;
        foreach (var prime in _primes)
        {
            var others = _modulus / prime;
            var part = BigInteger.ModPow(message % prime, Inverse(_exponent % (prime - 1), prime - 1), prime);
            signature += part * others * Inverse(others % prime, prime);
        }

        var bytes = (signature % _modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }

    private int PublicModulusLength() => (int)((_modulus.GetBitLength() + 7) / 8);

    private static BigInteger Inverse(BigInteger number, BigInteger modulus)
    {
        var (previous, current, previousFactor, factor) = (number, modulus, BigInteger.One, BigInteger.Zero);
        while (!current.IsZero)
        {
            var quotient = previous / current;
            (previous, current) = (current, previous - (quotient * current));
            (previousFactor, factor) = (factor, previousFactor - (quotient * factor));
        }

        return ((previousFactor % modulus) + modulus) % modulus;
    }

    /// <summary>Miller and Rabin's test, to bases that are enough for numbers of 64 bits and good for larger ones.</summary>
    private static bool IsPrime(BigInteger number)
    {
        foreach (var small in (int[])[2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37])
        {
            if (number % small == 0)
            {
                return number == small;
            }
        }

        var odd = number - 1;
        var twos = 0;
        for (; odd.IsEven; twos++)
        {
            odd >>= 1;
        }

        return ((int[])[2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]).All(witness =>
        {
            var power = BigInteger.ModPow(witness, odd, number);
            for (var step = 0; step < twos - 1 && !power.IsOne && power != number - 1; step++)
            {
                power = power * power % number;
                if (power.IsOne)
                {
                    return false;
                }
            }

            return power.IsOne || power == number - 1;
        });
    }
}
