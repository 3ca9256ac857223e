using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;

namespace Anchorage.X509;

/// <summary>Finds RSA moduli that anybody can factor, as broken generators make them. Each search is bounded, whatever the modulus.</summary>
internal static class RsaWeakness
{
    /// <summary>Primes below this are divided by (NIST SP 800-89 5.3.3).</summary>
    private const int SmallPrimeBound = 752;

    /// <summary>How many steps of Fermat's method are taken: it finds primes that are close within the first few.</summary>
    private const int FermatSteps = 100;

    // Of every 45045 numbers, 3 * 3 * 5 * 7 * 11 * 13 apart, few are squares; with the last eight bits, one non-square of two hundred is left.
    private const int SquareModulus = 45045;

    private static readonly ImmutableArray<(uint Product, ImmutableArray<uint> Primes)> SmallPrimes = Group();
    private static readonly bool[] IsSquareResidue = Residues(SquareModulus);
    private static readonly bool[] IsSquareOctet = Residues(256);

    /// <summary>The least prime below 752 that divides the modulus; null when none does.</summary>
    /// <param name="modulus">Big-endian and without sign.</param>
    public static int? FindSmallFactor(ReadOnlySpan<byte> modulus)
    {
        // One pass over the modulus for as many primes as have a product of 32 bits.
        foreach (var (product, primes) in SmallPrimes)
        {
            var remainder = Remainder(modulus, product);
            foreach (var prime in primes)
            {
                if (remainder % prime == 0)
                {
                    return (int)prime;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the modulus is a product of two factors that are close together, or a square: Fermat's method finds them, as it found the
    /// keys of CVE-2022-26320.
    /// </summary>
    /// <param name="modulus">Big-endian, without sign and odd.</param>
    public static bool HasCloseFactors(ReadOnlySpan<byte> modulus)
    {
        var number = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        var middle = SquareRoot(number);
        middle += middle * middle < number ? 1 : 0;
        var difference = (middle * middle) - number;
        for (var step = 0; step < FermatSteps; step++)
        {
            if (IsSquare(difference))
            {
                return true;
            }

            difference += (middle << 1) + 1;
            middle++;
        }

        return false;
    }

    private static uint Remainder(ReadOnlySpan<byte> number, uint divisor)
    {
        ulong remainder = 0;
        for (; number.Length % sizeof(uint) != 0; number = number[1..])
        {
            remainder = ((remainder << 8) | number[0]) % divisor;
        }

        for (; !number.IsEmpty; number = number[sizeof(uint)..])
        {
            remainder = ((remainder << 32) | BinaryPrimitives.ReadUInt32BigEndian(number)) % divisor;
        }

        return (uint)remainder;
    }

    private static bool IsSquare(BigInteger number)
    {
        if (!IsSquareOctet[(int)(number & 0xff)] || !IsSquareResidue[(int)(number % SquareModulus)])
        {
            return false;
        }

        var root = SquareRoot(number);
        return root * root == number;
    }

    /// <summary>The largest number whose square is not above this one, by Newton's method from above.</summary>
    private static BigInteger SquareRoot(BigInteger number)
    {
        if (number.IsZero)
        {
            return number;
        }

        var root = BigInteger.One << (int)((number.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (number / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    private static bool[] Residues(int modulus)
    {
        var isSquare = new bool[modulus];
        for (long number = 0; number < modulus; number++)
        {
            isSquare[(int)(number * number % modulus)] = true;
        }

        return isSquare;
    }

    private static ImmutableArray<(uint Product, ImmutableArray<uint> Primes)> Group()
    {
        var groups = ImmutableArray.CreateBuilder<(uint, ImmutableArray<uint>)>();
        var group = ImmutableArray.CreateBuilder<uint>();
        ulong product = 1;
        foreach (var prime in Enumerable.Range(2, SmallPrimeBound - 2).Where(RocaFingerprint.IsPrime).Select(prime => (uint)prime))
        {
            if (product * prime > uint.MaxValue)
            {
                groups.Add(((uint)product, group.DrainToImmutable()));
                product = 1;
            }

            product *= prime;
            group.Add(prime);
        }

        groups.Add(((uint)product, group.DrainToImmutable()));
        return groups.DrainToImmutable();
    }
}
