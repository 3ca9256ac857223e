using System.Numerics;

namespace Anchorage.X509.Tests;

/// <summary>RSA moduli that anybody can factor, and sound ones.</summary>
public sealed class RsaWeaknessTests
{
    private static readonly BigInteger Prime = PrimeBelow(BigInteger.Pow(2, 1024) - 1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(65)]
    [InlineData(743)]
    public void A_modulus_that_a_small_prime_divides_is_found(int factor)
    {
        var least = factor % 5 == 0 ? 5 : factor;
        Assert.Equal(least, RsaWeakness.FindSmallFactor(Octets(Prime * factor)));
    }

    [Fact]
    public void A_factor_past_the_bound_is_not_looked_for() => Assert.Null(RsaWeakness.FindSmallFactor(Octets(Prime * 757)));

    [Fact]
    public void Close_primes_and_squares_are_found()
    {
        Assert.True(RsaWeakness.HasCloseFactors(Octets(Prime * Prime)));
        Assert.True(RsaWeakness.HasCloseFactors(Octets(Prime * PrimeBelow(Prime - 2))));

        // (a + d)(a - d) with d a little past the fourth root: found within the hundred steps, and not at the first.
        var distance = BigInteger.One << 513;
        Assert.True(RsaWeakness.HasCloseFactors(Octets((Prime + distance) * (Prime - distance))));
    }

    [Fact]
    public void Primes_that_are_far_apart_are_not_found()
    {
        var distance = BigInteger.One << 530;
        Assert.False(RsaWeakness.HasCloseFactors(Octets((Prime + distance) * (Prime - distance))));
        Assert.False(RsaWeakness.HasCloseFactors(Signer.RsaKey.ExportParameters(false).Modulus));
    }

    [Fact]
    public void Each_role_refuses_them()
    {
        var small = Der.RsaKey(3 * (BigInteger.Pow(2, 2047) + 12345679), 65537);
        var close = Der.RsaKey(Prime * PrimeBelow(Prime - 2), 65537);
        foreach (var (key, rule) in ((byte[], string)[])[(small, "rsa_no_small_factor"), (close, "rsa_factors_not_close")])
        {
            using var ca = (new CertificateDraft { PublicKey = key, Issuer = Der.Name("Root") }).Read(Signer.P256);
            Reads.AssertRefused("ca_" + rule, ca);
            using var issuer = new CertificateDraft().Read(Signer.P256);
            using var device = (new CertificateDraft { PublicKey = key, Subject = Der.Name("d"), Extensions = null }).Read(Signer.P256);
            Reads.AssertOnly("device_" + rule, [.. DeviceCertificateRules.Judge(device, issuer, [], Reads.Now)]);
        }
    }

    private static byte[] Octets(BigInteger number) => number.ToByteArray(isUnsigned: true, isBigEndian: true);

    /// <summary>By Fermat's test to two bases, which is enough to make numbers that behave like primes here.</summary>
    private static BigInteger PrimeBelow(BigInteger start)
    {
        for (var number = start - (start.IsEven ? 1 : 0); ; number -= 2)
        {
            if (RsaWeakness.FindSmallFactor(Octets(number)) is null
                && BigInteger.ModPow(2, number - 1, number).IsOne && BigInteger.ModPow(3, number - 1, number).IsOne)
            {
                return number;
            }
        }
    }
}
