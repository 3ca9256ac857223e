using System.Numerics;
using System.Security.Cryptography;

namespace Anchorage.X509.Tests;

/// <summary>Both sides of each rule for a verification certificate.</summary>
public sealed class VerificationCertificateTests : IDisposable
{
    private const string Code = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    // As openssl x509 -req makes it: version 1, no extensions, a key of its own.
    private static readonly CertificateDraft Draft = new()
    {
        Version = null,
        Extensions = null,
        Subject = Der.Name(Code),
        PublicKey = Signer.OtherP256.PublicKey,
    };

    private readonly Certificate ca = new CertificateDraft().Read(Signer.P256);

    public void Dispose() => ca.Dispose();

    [Fact]
    public void A_version_1_proof_is_accepted() => Assert.Empty(Judge(Draft));

    [Fact]
    public void A_version_3_proof_is_accepted() =>
        Assert.Empty(Judge(Draft with
        {
            Version = Der.Explicit(0, Der.Integer(2)),
            Extensions = [Der.Extension("2.5.29.19", true, Der.Sequence())],
        }));

    [Fact]
    public void A_proof_that_is_a_CA_itself_is_accepted() =>
        Assert.Empty(Judge(Draft with { Version = Der.Explicit(0, Der.Integer(2)), Extensions = [CertificateDraft.BasicConstraintsCA] }));

    [Fact]
    public void A_proof_may_have_other_attributes_beside_the_code()
    {
        var subject = Der.Sequence(Der.Set(Der.Attribute("2.5.4.10", Der.Utf8("Example"))), Der.Set(Der.CommonName(Code)));
        Assert.Empty(Judge(Draft with { Subject = subject }));
    }

    [Fact]
    public void The_code_may_be_a_PrintableString()
    {
        var name = Der.Attribute("2.5.4.3", Der.Value(0x13, [.. Code.Select(character => (byte)character)]));
        Assert.Empty(Judge(Draft with { Subject = Der.Sequence(Der.Set(name)) }));
    }

    [Fact]
    public void The_code_is_compared_without_case() => Assert.Empty(Judge(Draft with { Subject = Der.Name(Code.ToUpperInvariant()) }));

    [Fact]
    public void A_proof_for_an_RSA_CA_is_accepted()
    {
        using var rsa = new CertificateDraft().Read(Signer.Rsa2048);
        Assert.Empty(Judge(Draft, rsa, Signer.Rsa2048));
    }

    [Theory]
    [InlineData("1.3.101.112", "Ed25519")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    public void The_kind_of_the_proofs_own_key_is_free(string oid, string name)
    {
        var draft = Draft with { PublicKey = Der.Sequence(Der.Algorithm(oid), Der.BitString(new byte[32])) };
        Assert.Empty(Judge(draft));
        Assert.Equal(name, draft.Read(Signer.P256).PublicKey.ToString());
    }

    [Fact]
    public void The_proofs_own_RSA_key_may_be_short_but_not_beyond_the_bound()
    {
        Assert.Empty(Judge(Draft with { PublicKey = Der.RsaKey((BigInteger.One << 1024) - 1, 3) }));
        var fault = Reads.AssertOnly(
            "verification_key_size", Judge(Draft with { PublicKey = Der.RsaKey((BigInteger.One << 8193) - 1, 3) }));
        Assert.Contains("8193 bits", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_by_another_CA_names_both()
    {
        var fault = Reads.AssertOnly(
            "verification_issuer_is_ca", Judge(Draft with { Issuer = Der.Name("Other CA") }, ca, Signer.OtherP256));
        Assert.Contains("another CA", fault.Message, StringComparison.Ordinal);
        Assert.Contains("\"CN=Other CA\"", fault.Message, StringComparison.Ordinal);
        Assert.Contains("\"CN=Test CA\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_self_signed_proof_is_told_so()
    {
        var fault = Reads.AssertOnly("verification_issuer_is_ca", Judge(Draft with { Issuer = Der.Name(Code) }, ca, Signer.OtherP256));
        Assert.Contains("is self-signed", fault.Message, StringComparison.Ordinal);
        Assert.Contains("-CAkey ca.key", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_with_the_right_issuer_but_another_key_is_told_so()
    {
        var fault = Reads.AssertOnly("verification_signature", Judge(Draft, ca, Signer.OtherP256));
        Assert.Contains("issuer is the CA's subject, but the signature does not verify", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_by_another_kind_of_key_is_told_so()
    {
        var fault = Reads.AssertOnly("verification_signature", Judge(Draft, ca, Signer.Rsa2048));
        Assert.Contains("the CA's key (EC P-256)", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(70)]
    public void A_proof_whose_signature_is_garbage_is_refused(int octets) =>
        Reads.AssertOnly("verification_signature", Judge(Draft with { Signature = new byte[octets] }));

    [Fact]
    public void Names_are_compared_octet_for_octet()
    {
        var issuer = Der.Sequence(Der.Set(Der.Attribute("2.5.4.3", Der.Value(0x13, "Test CA"u8.ToArray()))));
        Reads.AssertOnly("verification_issuer_is_ca", Judge(Draft with { Issuer = issuer }));
    }

    [Fact]
    public void A_proof_over_SHA1_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var sha256 = new CertificateDraft().Read(Signer.Ecdsa(key, HashAlgorithmName.SHA256));
        var fault = Reads.AssertOnly("verification_signature_algorithm", Judge(Draft, sha256, Signer.Ecdsa(key, HashAlgorithmName.SHA1)));
        Assert.Contains("ecdsa-with-SHA1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_over_MD5_is_refused()
    {
        using var rsa = new CertificateDraft().Read(Signer.Rsa2048);
        var fault = Reads.AssertOnly(
            "verification_signature_algorithm", Judge(Draft, rsa, Signer.Rsa(Signer.RsaKey, HashAlgorithmName.MD5)));
        Assert.Contains("md5WithRSAEncryption", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_proof_is_refused() =>
        Reads.AssertOnly("verification_within_validity", Judge(Draft with { NotAfter = Der.UtcTime("260601115959Z") }));

    [Fact]
    public void A_proof_that_ends_this_second_is_accepted() => Assert.Empty(Judge(Draft with { NotAfter = Der.UtcTime("260601120000Z") }));

    [Fact]
    public void A_proof_from_the_future_is_refused() =>
        Reads.AssertOnly("verification_within_validity", Judge(Draft with { NotBefore = Der.UtcTime("260601120001Z") }));

    [Fact]
    public void A_proof_over_another_code_is_refused()
    {
        var fault = Reads.AssertOnly(
            VerificationCertificateRules.RegistrationCodeRule, Judge(Draft with { Subject = Der.Name("my device") }));
        Assert.Contains("common name is \"my device\"; the registration code of this account and Region, which "
            + "get-registration-code prints,", fault.Message, StringComparison.Ordinal);
        Assert.Contains(Code, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Code + "\0")]
    [InlineData(Code + " ")]
    [InlineData("\u200B" + Code)]
    [InlineData("")]
    public void A_proof_over_nearly_the_code_is_refused(string name) =>
        Reads.AssertOnly(VerificationCertificateRules.RegistrationCodeRule, Judge(Draft with { Subject = Der.Name(name) }));

    [Fact]
    public void A_proof_without_common_name_is_refused()
    {
        var fault = Reads.AssertOnly(VerificationCertificateRules.RegistrationCodeRule, Judge(Draft with { Subject = Der.Sequence() }));
        Assert.Contains("has no common name", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_proof_with_two_common_names_is_refused_even_if_one_is_right()
    {
        var fault = Reads.AssertOnly(
            VerificationCertificateRules.RegistrationCodeRule, Judge(Draft with { Subject = Der.Name(Code, "other") }));
        Assert.Contains("2 common names", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_CA_certificate_itself_is_recognised()
    {
        var faults = VerificationCertificateRules.Judge(ca, ca, Code, Reads.Now).ToArray();
        Assert.Contains(
            "is the CA certificate itself",
            Reads.AssertOnly(VerificationCertificateRules.RegistrationCodeRule, faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_registration_code_the_caller_is_told_to_get_one()
    {
        using var proof = Draft.Read(Signer.P256);
        var faults = VerificationCertificateRules.Judge(proof, ca, null, Reads.Now).ToArray();
        Assert.Contains(
            "GetRegistrationCode first",
            Reads.AssertOnly(VerificationCertificateRules.RegistrationCodeRule, faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_validity_and_code_are_reported_together_in_that_order()
    {
        var draft = Draft with { NotAfter = Der.UtcTime("250601000000Z"), Subject = Der.Name("x") };
        Assert.Equal(
            ["verification_signature", "verification_within_validity", VerificationCertificateRules.RegistrationCodeRule],
            Judge(draft, ca, Signer.OtherP256).Select(fault => fault.Rule));
    }

    [Fact]
    public void No_signature_verifies_with_a_CA_key_that_is_not_taken()
    {
        using var weak = (new CertificateDraft() with { PublicKey = Der.RsaKey((BigInteger.One << 1024) - 1, 65537) }).Read(Signer.Rsa2048);
        Assert.Contains(
            "not one that is taken",
            Reads.AssertOnly("verification_signature", Judge(Draft, weak, Signer.Rsa2048)).Message, StringComparison.Ordinal);
    }

    private Fault[] Judge(CertificateDraft draft) => Judge(draft, ca, Signer.P256);

    private static Fault[] Judge(CertificateDraft draft, Certificate ca, Signer signer)
    {
        using var proof = draft.Read(signer);
        var faults = VerificationCertificateRules.Judge(proof, ca, Code, Reads.Now).ToArray();
        Assert.All(faults, fault => Assert.DoesNotContain(fault.Message, char.IsControl));
        Assert.All(faults, fault => Assert.Contains(VerificationCertificateRules.All, rule => rule.Name == fault.Rule));
        return faults;
    }
}
