using System.Numerics;
using System.Security.Cryptography;

namespace Anchorage.X509.Tests;

/// <summary>Keys of CVE-2017-15361 are recognised, and others are not taken for them.</summary>
public sealed class RocaFingerprintTests
{
    // The primes whose residues give such keys away, as published with the vulnerability.
    private static readonly int[] Published = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

    [Fact]
    public void The_published_primes_are_among_those_that_are_looked_at() =>
        Assert.Superset(Published.ToHashSet(), RocaFingerprint.Primes.ToHashSet());

    [Theory]
    [InlineData(2048, 1)]
    [InlineData(2048, 77_777)]
    [InlineData(4096, 123_456_789)]
    public void A_modulus_that_is_a_power_of_65537_modulo_all_small_primes_is_refused(int bits, int power)
    {
        var modulus = Vulnerable(bits, power);
        Assert.True(RocaFingerprint.Matches(modulus.ToByteArray(isUnsigned: true, isBigEndian: true)));
        using var ca = new CertificateDraft { PublicKey = Der.RsaKey(modulus, 65537) }.Read(Signer.Rsa2048);
        Assert.Contains("ca_rsa_not_roca", Reads.Judge(ca).Select(fault => fault.Rule));
    }

    [Fact]
    public void One_residue_that_is_no_power_clears_a_modulus()
    {
        // 65537 generates 10 of 12 residues modulo 13 at most; adding a multiple of all other primes moves only the residue modulo 13.
        var modulus = Vulnerable(2048, 5);
        var withoutThirteen = Primorial() / 13 * 2;
        var cleared = Enumerable.Range(1, 12).Select(step => modulus + (withoutThirteen * step))
            .Count(moved => !RocaFingerprint.Matches(moved.ToByteArray(isUnsigned: true, isBigEndian: true)));
        Assert.InRange(cleared, 1, 12);
    }

    [Fact]
    public void Ordinary_moduli_are_not_taken_for_vulnerable_ones()
    {
        Assert.False(RocaFingerprint.Matches(Signer.RsaKey.ExportParameters(false).Modulus));
        Span<byte> modulus = stackalloc byte[256];
        for (var round = 0; round < 2000; round++)
        {
            RandomNumberGenerator.Fill(modulus);
            modulus[^1] |= 1;
            Assert.False(RocaFingerprint.Matches(modulus));
        }
    }

    private static BigInteger Vulnerable(int bits, int power)
    {
        var product = Primorial();
        var residue = BigInteger.ModPow(65537, power, product);
        var modulus = (((BigInteger.One << (bits - 1)) / product) + 2) * product + residue;
        return modulus.IsEven ? modulus + product : modulus;
    }

    // Without 2, so that an odd modulus can be chosen freely.
    private static BigInteger Primorial() => Enumerable.Range(3, 165)
        .Where(number => Enumerable.Range(2, 11).All(divisor => divisor >= number || number % divisor != 0))
        .Aggregate(BigInteger.One, (product, prime) => product * prime);
}
