using System.Security.Cryptography;

namespace Anchorage.X509.Tests;

/// <summary>Which signature algorithms are read, which are taken, and how the parameters of each must be written.</summary>
public sealed class SignatureAlgorithmTests
{
    private const string Pss = "1.2.840.113549.1.1.10";
    private const string Sha1 = "1.3.14.3.2.26";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";

    private static readonly CertificateDraft Draft = new();

    [Theory]
    [InlineData("SHA256", 32)]
    [InlineData("SHA384", 48)]
    [InlineData("SHA512", 64)]
    public void RSASSA_PSS_is_accepted(string hash, int salt)
    {
        var ca = Draft.Read(Signer.Pss(new HashAlgorithmName(hash)));
        Reads.AssertAccepted(ca);
        Assert.Equal(SignatureScheme.RsaPss, ca.SignatureAlgorithm.Scheme);
        Assert.Equal(
            $"RSASSA-PSS with {hash} and a salt of {salt} octets", ca.SignatureAlgorithm.Name);
    }

    [Fact]
    public void RSASSA_PSS_hashes_may_leave_out_their_NULL()
    {
        var bare = PssWith(Der.Explicit(0, Der.Algorithm(Sha256)), Mask(Der.Algorithm(Sha256)), Salt(32));
        Reads.AssertAccepted(Draft.Read(Signer.Pss(Signer.RsaKey, HashAlgorithmName.SHA256, bare)));
    }

    [Fact]
    public void A_wrong_RSASSA_PSS_signature_is_refused()
    {
        using var other = RSA.Create(2048);
        var signer = Signer.Pss(HashAlgorithmName.SHA256) with { PublicKey = other.ExportSubjectPublicKeyInfo() };
        Reads.AssertRefused("ca_self_signature", Draft.Read(signer));
    }

    [Fact]
    public void A_key_for_RSASSA_PSS_only_is_taken_for_such_signatures()
    {
        var signer = Signer.Pss(HashAlgorithmName.SHA256);
        var ca = Draft.Read(signer with { PublicKey = PssKey(Der.Algorithm(Pss)) });
        Reads.AssertAccepted(ca);
        Assert.Equal("RSASSA-PSS 2048", ca.PublicKey.ToString());
        Reads.AssertAccepted(Draft.Read(signer with { PublicKey = PssKey(signer.Algorithm) }));
    }

    [Fact]
    public void A_key_for_RSASSA_PSS_only_makes_no_other_signature()
    {
        var restricted = Signer.Pss(HashAlgorithmName.SHA384).Algorithm;
        Reads.AssertRefused("ca_self_signature", Draft.Read(Signer.Rsa2048 with { PublicKey = PssKey(Der.Algorithm(Pss)) }));
        Reads.AssertRefused("ca_self_signature", Draft.Read(Signer.Pss(HashAlgorithmName.SHA256) with { PublicKey = PssKey(restricted) }));
    }

    [Fact]
    public void A_key_for_RSASSA_PSS_only_that_allows_no_signature_that_is_taken_is_refused()
    {
        var sha1 = Draft.Read(Signer.Pss(HashAlgorithmName.SHA256) with { PublicKey = PssKey(PssWith()) });
        Assert.Contains("allows SHA-1 only", Reads.AssertRefused("ca_key_kind", sha1).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mask")]
    [InlineData("trailer")]
    [InlineData("hash")]
    public void RSASSA_PSS_with_unusual_parameters_is_read_and_refused(string unusual)
    {
        var algorithm = PssWith(
            Der.Explicit(0, Der.Algorithm(unusual == "hash" ? "2.16.840.1.101.3.4.2.4" : Sha256, Der.Null)),
            Mask(Der.Algorithm(unusual switch { "mask" => Sha384, "hash" => "2.16.840.1.101.3.4.2.4", _ => Sha256 }, Der.Null)),
            Salt(32),
            unusual == "trailer" ? Der.Explicit(3, Der.Integer(2)) : []);
        var ca = (Draft with { Issuer = Der.Name("Root") }).Read(Signer.Pss(Signer.RsaKey, HashAlgorithmName.SHA256, algorithm));
        Assert.Contains(unusual, Reads.AssertRefused("ca_signature_algorithm", ca).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RSASSA_PSS_defaults_mean_SHA1()
    {
        var ca = (Draft with { Issuer = Der.Name("Root") }).Read(Signer.Pss(Signer.RsaKey, HashAlgorithmName.SHA256, PssWith()));
        Assert.True(ca.SignatureAlgorithm.IsSha1);
        Assert.Contains("SHA-1 can be forged", Reads.AssertRefused("ca_signature_algorithm", ca).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> BadPssParameters => new()
    {
        { "absent", Der.Algorithm(Pss) },
        { "NULL", Der.Algorithm(Pss, Der.Null) },
        { "default hash written out", PssWith(Der.Explicit(0, Der.Algorithm(Sha1, Der.Null))) },
        { "default mask written out", PssWith(Mask(Der.Algorithm(Sha1, Der.Null))) },
        { "default salt written out", PssWith(Salt(20)) },
        { "default trailer written out", PssWith(Der.Explicit(3, Der.Integer(1))) },
        { "negative salt", PssWith(Salt(-1)) },
        { "enormous salt", PssWith(Salt(long.MaxValue)) },
        { "salt before hash", PssWith(Salt(32), Der.Explicit(0, Der.Algorithm(Sha256, Der.Null))) },
        { "hash with parameters", PssWith(Der.Explicit(0, Der.Algorithm(Sha256, Der.Integer(1)))) },
        { "another mask generation", PssWith(Der.Explicit(1, Der.Algorithm("1.2.3", Der.Algorithm(Sha256)))) },
        { "mask generation without hash", PssWith(Der.Explicit(1, Der.Algorithm("1.2.840.113549.1.1.8"))) },
        { "something after the hash", PssWith(Der.Explicit(0, Der.Algorithm(Sha256), Der.Null)) },
        { "an unknown field", PssWith(Der.Explicit(4, Der.Integer(1))) },
        { "something after the parameters", Der.Algorithm(Pss, Der.Sequence(), Der.Null) },
    };

    [Theory]
    [MemberData(nameof(BadPssParameters))]
    public void RSASSA_PSS_with_malformed_parameters_is_not_read(string what, byte[] algorithm)
    {
        Assert.NotEmpty(what);
        Assert.Contains(
            "signature", Draft.Fault(Signer.Pss(Signer.RsaKey, HashAlgorithmName.SHA256, algorithm)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RSA_hash_parameters_may_be_absent() =>
        Reads.AssertAccepted(Draft.Read(Signer.Rsa2048 with { Algorithm = Der.Algorithm("1.2.840.113549.1.1.11") }));

    [Theory]
    [InlineData("1.2.840.113549.1.1.11", "0101ff")]
    [InlineData("1.2.840.113549.1.1.11", "3000")]
    [InlineData("1.2.840.113549.1.1.11", "050100")]
    [InlineData("1.2.840.113549.1.1.4", "3000")]
    [InlineData("1.2.840.10045.4.3.2", "0500")]
    [InlineData("1.2.840.10045.4.3.2", "3000")]
    [InlineData("1.3.101.112", "0500")]
    public void Parameters_that_an_algorithm_does_not_have_are_refused(string oid, string parameters)
    {
        var signer = Signer.P256 with { Algorithm = Der.Algorithm(oid, Convert.FromHexString(parameters)) };
        Assert.Equal("certificate_algorithm_parameters", Draft.Fault(signer).Rule);
    }

    [Fact]
    public void Inner_and_outer_algorithm_must_be_the_same()
    {
        Assert.Equal(
            "certificate_signature_algorithms_match",
            (Draft with { OuterAlgorithm = Der.Algorithm("1.2.840.10045.4.3.3") }).Fault(Signer.P256).Rule);
        Assert.Equal(
            "certificate_signature_algorithms_match",
            (Draft with { OuterAlgorithm = Der.Algorithm("1.2.840.113549.1.1.11") }).Fault(Signer.Rsa2048).Rule);
    }

    [Theory]
    [InlineData("1.2.840.113549.1.1.2", "md2WithRSAEncryption")]
    [InlineData("1.2.840.113549.1.1.4", "md5WithRSAEncryption")]
    [InlineData("1.2.840.113549.1.1.14", "sha224WithRSAEncryption")]
    [InlineData("1.2.840.10040.4.3", "DSA with SHA-1")]
    [InlineData("2.16.840.1.101.3.4.3.2", "DSA with SHA-256")]
    [InlineData("1.3.101.112", "Ed25519")]
    [InlineData("1.3.101.113", "Ed448")]
    [InlineData("2.16.840.1.101.3.4.3.18", "ML-DSA-65")]
    [InlineData("1.2.3.4.5", "1.2.3.4.5")]
    public void Algorithms_that_are_not_taken_are_refused_by_name(string oid, string name)
    {
        var ca = Draft.Read(Signer.P256 with { Algorithm = Der.Algorithm(oid) });
        Assert.Contains($"signed with {name}, which", Reads.AssertRefused("ca_signature_algorithm", ca).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SHA1_is_accepted_as_a_self_signed_CAs_own_signature_and_still_verified()
    {
        Reads.AssertAccepted(Draft.Read(Signer.Rsa(Signer.RsaKey, HashAlgorithmName.SHA1)));
        var der = Draft.Sign(Signer.Rsa(Signer.RsaKey, HashAlgorithmName.SHA1));
        der[^1] ^= 1;
        Reads.AssertRefused("ca_self_signature", Reads.Certificate(der));
    }

    [Fact]
    public void SHA1_is_refused_on_an_intermediate_CA()
    {
        var ca = (Draft with { Issuer = Der.Name("Root") }).Read(Signer.Rsa(Signer.RsaKey, HashAlgorithmName.SHA1));
        Assert.Contains("sha1WithRSAEncryption", Reads.AssertRefused("ca_signature_algorithm", ca).Message, StringComparison.Ordinal);
    }

    private static byte[] PssKey(byte[] algorithm) => Der.Sequence(algorithm, Der.BitString(Signer.RsaKey.ExportRSAPublicKey()));

    private static byte[] PssWith(params byte[][] fields) => Der.Algorithm(Pss, Der.Sequence(fields));

    private static byte[] Mask(byte[] hash) => Der.Explicit(1, Der.Algorithm("1.2.840.113549.1.1.8", hash));

    private static byte[] Salt(long octets) => Der.Explicit(2, Der.Integer(octets));
}
