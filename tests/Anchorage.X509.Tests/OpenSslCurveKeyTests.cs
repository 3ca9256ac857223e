using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CsCheck;

namespace Anchorage.X509.Tests;

/// <summary>EC keys that OpenSSL holds directly, against those that .NET imports.</summary>
public class OpenSslCurveKeyTests
{
    [Fact]
    public void It_is_what_is_used_where_tests_run() => Assert.True(OpenSslCurveKey.IsAvailable);

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void Both_ways_give_the_same_verdict_on_signatures_whole_and_changed(int bits)
    {
        using var pair = ECDsa.Create(Curve(bits));
        var hash = SHA256.HashData("to be signed"u8);
        var signature = pair.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
        using var key = OpenSslCurveKey.Import(bits, Point(pair));
        Assert.NotNull(key);
        Assert.True(key.Verify(hash, signature));
        Assert.False(key.Verify(SHA256.HashData("something else"u8), signature));
        Assert.False(key.Verify(hash, []));
        Gen.Select(Gen.Int[0, signature.Length - 1], Gen.Byte).Sample(
            (at, value) =>
            {
                var changed = (byte[])signature.Clone();
                changed[at] = value;
                return key.Verify(hash, changed) == pair.VerifyHash(hash, changed, DSASignatureFormat.Rfc3279DerSequence);
            },
            iter: 500);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(521)]
    public void A_point_that_is_not_on_the_curve_is_no_key(int bits)
    {
        using var pair = ECDsa.Create(Curve(bits));
        var point = Point(pair);
        Gen.Select(Gen.Int[1, point.Length - 1], Gen.Int[0, 7]).Sample(
            (at, bit) =>
            {
                var changed = (byte[])point.Clone();
                changed[at] ^= (byte)(1 << bit);
                using var key = OpenSslCurveKey.Import(bits, changed);
                return key is not null == IsTakenByPlatform(bits, changed);
            },
            iter: 200);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 4 })]
    [InlineData(new byte[] { 4, 0, 0 })]
    public void What_is_no_point_is_no_key(byte[] point)
    {
        using var key = OpenSslCurveKey.Import(256, point);
        Assert.Null(key);
    }

    [Fact]
    public void One_key_serves_many_threads()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var hash = SHA256.HashData("to be signed"u8);
        var signature = pair.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
        using var key = OpenSslCurveKey.Import(256, Point(pair))!;
        Assert.True(ParallelEnumerable.Range(0, 2_000).All(_ => key.Verify(hash, signature)));
    }

    [Fact]
    public void Without_it_a_key_is_imported_through_the_platform_and_verifies_the_same()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var day = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var made = new CertificateRequest("CN=Acme", pair, HashAlgorithmName.SHA384).CreateSelfSigned(day, day.AddDays(1));
        using var certificate = Certificate.Read(made.RawData, "CA certificate").Value!;
        using var key = VerificationKey.ImportThroughPlatform(certificate.PublicKey);
        Assert.True(key!.Verify(certificate.SignedDer.Span, certificate.Signature.Span, certificate.SignatureAlgorithm));
        Assert.False(key.Verify(certificate.Der.Span, certificate.Signature.Span, certificate.SignatureAlgorithm));
    }

    private static ECCurve Curve(int bits) => bits switch
    {
        256 => ECCurve.NamedCurves.nistP256,
        384 => ECCurve.NamedCurves.nistP384,
        _ => ECCurve.NamedCurves.nistP521,
    };

    private static byte[] Point(ECDsa pair)
    {
        var point = pair.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }

    private static bool IsTakenByPlatform(int bits, byte[] point)
    {
        var half = (point.Length - 1) / 2;
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = Curve(bits), Q = new ECPoint { X = point[1..(half + 1)], Y = point[(half + 1)..] } });
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
