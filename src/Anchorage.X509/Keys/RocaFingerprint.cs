using System.Collections.Immutable;
using System.Numerics;

namespace Anchorage.X509;

/// <summary>
/// Recognises RSA moduli from the flawed generator of CVE-2017-15361, whose private keys can be computed. It makes primes of
/// the form k * M + (65537^a mod M), with M the product of the first primes; so modulo each of those primes, the modulus
/// is a power of 65537, too. A sound modulus is one by chance, and for all of them less than once in a hundred million times
/// (Nemec et al., "The Return of Coppersmith's Attack", ACM CCS 2017, section 3).
/// </summary>
internal static class RocaFingerprint
{
    private const int Generator = 65537;

    // The primes in M for the shortest keys, which are in M for all the longer ones.
    private const int LargestPrime = 167;

    /// <summary>Primes modulo which not everything is a power of 65537, each with the residues that are.</summary>
    private static readonly ImmutableArray<(int Prime, bool[] IsPower)> Sieves =
    [
        .. Enumerable.Range(3, LargestPrime - 2).Where(IsPrime)
            .Select(prime => (Prime: prime, IsPower: PowersModulo(prime)))
            .Where(sieve => sieve.IsPower.AsSpan(1).Contains(false)),
    ];

    internal static IEnumerable<int> Primes => Sieves.Select(sieve => sieve.Prime);

    /// <param name="modulus">Big-endian and without sign.</param>
    public static bool Matches(ReadOnlySpan<byte> modulus)
    {
        var number = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        foreach (var (prime, isPower) in Sieves)
        {
            if (!isPower[(int)(number % prime)])
            {
                return false;
            }
        }

        return true;
    }

    internal static bool IsPrime(int number)
    {
        for (var divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return number > 1;
    }

    private static bool[] PowersModulo(int prime)
    {
        var isPower = new bool[prime];
        for (var power = 1; !isPower[power]; power = power * (Generator % prime) % prime)
        {
            isPower[power] = true;
        }

        return isPower;
    }
}
