using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Anchorage.X509.Tests;

/// <summary>Both sides of each rule for a CA certificate.</summary>
public sealed class CACertificateTests
{
    private static readonly CertificateDraft Draft = new();

    [Fact]
    public void A_self_signed_P256_CA_is_accepted() => Reads.AssertAccepted(Draft.Read(Signer.P256));

    [Fact]
    public void A_self_signed_RSA_CA_is_accepted() => Reads.AssertAccepted(Draft.Read(Signer.Rsa2048));

    [Theory]
    [InlineData("nistP256", "SHA512")]
    [InlineData("nistP384", "SHA256")]
    [InlineData("nistP384", "SHA384")]
    [InlineData("nistP521", "SHA512")]
    [InlineData("nistP521", "SHA256")]
    public void A_hash_may_differ_from_the_size_of_the_curve(string curve, string hash) =>
        Reads.AssertAccepted(Draft.Read(Signer.Ecdsa(ECCurve.CreateFromFriendlyName(curve), new HashAlgorithmName(hash))));

    [Theory]
    [InlineData("SHA384")]
    [InlineData("SHA512")]
    public void RSA_signatures_over_longer_hashes_are_accepted(string hash) =>
        Reads.AssertAccepted(Draft.Read(Signer.Rsa(Signer.RsaKey, new HashAlgorithmName(hash))));

    [Fact]
    public void A_version_1_CA_is_refused_for_what_it_cannot_say()
    {
        var faults = Reads.Judge((Draft with { Version = null, Extensions = null }).Read(Signer.P256));
        Assert.Equal(["ca_version_is_3", "ca_basic_constraints_ca"], faults.Select(fault => fault.Rule));
        Assert.Contains("version 1", faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_2_CA_is_refused() =>
        Assert.Equal(
            "ca_version_is_3",
            Reads.Judge((Draft with { Version = Der.Explicit(0, Der.Integer(1)), Extensions = null }).Read(Signer.P256))[0].Rule);

    [Fact]
    public void A_CA_without_basic_constraints_is_refused_in_the_public_words_of_AWS()
    {
        var fault = Reads.AssertRefused("ca_basic_constraints_ca", (Draft with { Extensions = null }).Read(Signer.P256));
        Assert.StartsWith(
            "CA certificate is not valid. The CA certificate does not have the basicConstraints extension as true.",
            fault.Message, StringComparison.Ordinal);
        Assert.Contains("absent", fault.Message, StringComparison.Ordinal);
        Assert.Contains("-addext basicConstraints=critical,CA:TRUE", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_CA_whose_basic_constraints_say_FALSE_is_refused()
    {
        var draft = Draft with { Extensions = [Der.Extension("2.5.29.19", true, Der.Sequence())] };
        Assert.Contains(
            "CA:FALSE", Reads.AssertRefused("ca_basic_constraints_ca", draft.Read(Signer.P256)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Basic_constraints_need_not_be_critical() =>
        Reads.AssertAccepted((Draft with { Extensions = [Der.Extension("2.5.29.19", false, Der.Sequence(Der.True))] }).Read(Signer.P256));

    [Fact]
    public void A_path_length_of_a_CA_is_read()
    {
        var ca = (Draft with { Extensions = [Der.Extension("2.5.29.19", true, Der.Sequence(Der.True, Der.Integer(3)))] }).Read(Signer.P256);
        Reads.AssertAccepted(ca);
        Assert.Equal(new BasicConstraints(true, 3), ca.BasicConstraints);
    }

    [Fact]
    public void A_path_length_without_cA_is_refused()
    {
        var draft = Draft with { Extensions = [Der.Extension("2.5.29.19", true, Der.Sequence(Der.Integer(3)))] };
        Assert.Equal(["ca_basic_constraints_ca", "ca_path_length_form"], Reads.Judge(draft.Read(Signer.P256)).Select(fault => fault.Rule));
    }

    [Fact]
    public void Key_usage_with_keyCertSign_is_accepted() =>
        Reads.AssertAccepted(Draft.With(CertificateDraft.KeyUsage(KeyUsages.KeyCertSign | KeyUsages.CrlSign)).Read(Signer.P256));

    [Fact]
    public void Key_usage_without_keyCertSign_is_refused_and_named()
    {
        var ca = Draft.With(CertificateDraft.KeyUsage(KeyUsages.DigitalSignature | KeyUsages.CrlSign)).Read(Signer.P256);
        Assert.Contains("digitalSignature, cRLSign;", Reads.AssertRefused("ca_key_usage_cert_sign", ca).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_subject_is_refused()
    {
        var ca = (Draft with { Subject = Der.Sequence() }).Read(Signer.P256);
        Reads.AssertRefused("ca_subject_not_empty", ca);
    }

    [Fact]
    public void The_first_and_the_last_second_of_validity_are_valid()
    {
        var ca = Draft.Read(Signer.P256);
        Assert.Empty(CACertificateRules.Judge(ca, ca.NotBefore));
        Assert.Empty(CACertificateRules.Judge(ca, ca.NotAfter.AddMilliseconds(999)));
    }

    [Fact]
    public void A_CA_is_refused_before_and_after_its_validity()
    {
        var ca = Draft.Read(Signer.P256);
        var early = Reads.AssertOnly("ca_within_validity", [.. CACertificateRules.Judge(ca, ca.NotBefore.AddTicks(-1))]);
        Assert.Contains("not yet valid", early.Message, StringComparison.Ordinal);
        var late = Reads.AssertOnly("ca_within_validity", [.. CACertificateRules.Judge(ca, ca.NotAfter.AddSeconds(1))]);
        Assert.Contains(
            "has expired: it is valid from 2025-01-01T00:00:00Z to 2035-01-01T00:00:00Z, and now it is 2035-01-01T00:00:01Z.",
            late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_CA_without_end_never_expires()
    {
        var ca = (Draft with { NotAfter = Der.GeneralizedTime("99991231235959Z") }).Read(Signer.P256);
        Assert.Empty(CACertificateRules.Judge(ca, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void A_CA_that_ends_before_it_begins_is_refused()
    {
        var ca = (Draft with { NotAfter = Der.UtcTime("240101000000Z") }).Read(Signer.P256);
        Assert.Contains("ends before it begins", Reads.AssertRefused("ca_within_validity", ca).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2047)]
    public void A_short_RSA_key_is_refused(int bits)
    {
        var ca = (Draft with { PublicKey = Der.RsaKey(Modulus(bits), 65537) }).Read(Signer.Rsa2048);
        var fault = Reads.AssertRefused("ca_rsa_modulus_size", ca);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"modulus of {bits} bits"), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_key_is_named_once_although_its_signature_is_short_too()
    {
        using var key = RSA.Create(1024);
        Reads.AssertRefused("ca_rsa_modulus_size", Draft.Read(Signer.Rsa(key, HashAlgorithmName.SHA256)));
    }

    [Theory]
    [InlineData(8193)]
    [InlineData(16384)]
    public void A_long_RSA_key_is_refused_without_being_imported(int bits) => Reads.AssertRefused(
        "ca_rsa_modulus_size", (Draft with { PublicKey = Der.RsaKey(Modulus(bits), 65537) }).Read(Signer.Rsa2048));

    [Theory]
    [InlineData(2048)]
    [InlineData(8192)]
    public void RSA_keys_at_the_bounds_are_of_right_size(int bits)
    {
        var ca = (Draft with { PublicKey = Der.RsaKey(SoundModulus(bits), 65537) }).Read(Signer.Rsa2048);
        Reads.AssertRefused("ca_self_signature", ca);
    }

    [Theory]
    [InlineData("1", "below")]
    [InlineData("3", "below")]
    [InlineData("65535", "below")]
    [InlineData("65536", "even")]
    [InlineData("65538", "even")]
    [InlineData("18446744073709551617", "above")]
    public void A_bad_RSA_exponent_is_refused(string exponent, string word)
    {
        var key = Der.RsaKey(Modulus(2048), BigInteger.Parse(exponent, CultureInfo.InvariantCulture));
        var ca = (Draft with { PublicKey = key }).Read(Signer.Rsa2048);
        Assert.Contains(word, Reads.AssertRefused("ca_rsa_exponent", ca).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("65537")]
    [InlineData("18446744073709551615")]
    public void RSA_exponents_at_the_bounds_are_taken(string exponent)
    {
        var key = Der.RsaKey(SoundModulus(2048), BigInteger.Parse(exponent, CultureInfo.InvariantCulture));
        var ca = (Draft with { PublicKey = key }).Read(Signer.Rsa2048);
        Reads.AssertRefused("ca_self_signature", ca);
    }

    [Fact]
    public void An_even_RSA_modulus_is_refused() => Reads.AssertRefused(
        "ca_rsa_exponent", (Draft with { PublicKey = Der.RsaKey(Modulus(2048) + 1, 65537) }).Read(Signer.Rsa2048));

    [Theory]
    [InlineData("1.3.132.0.33", "P-224")]
    [InlineData("1.3.132.0.10", "secp256k1")]
    [InlineData("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1")]
    [InlineData("1.3.132.0.9", "1.3.132.0.9")]
    public void A_key_on_another_curve_is_refused_by_its_name(string curve, string name)
    {
        var ca = (Draft with { PublicKey = Der.EcKey(curve, [0x04, .. new byte[64]]) }).Read(Signer.P256);
        Assert.Contains($"is on the curve {name},", Reads.AssertRefused("ca_key_kind", ca).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("02", 32, "compressed")]
    [InlineData("03", 32, "compressed")]
    [InlineData("06", 64, "hybrid")]
    [InlineData("00", 0, "infinity")]
    [InlineData("04", 63, "64 octets")]
    [InlineData("04", 65, "66 octets")]
    [InlineData("09", 64, "RFC 5480")]
    public void A_point_in_another_form_is_refused(string first, int octets, string word)
    {
        var key = Der.EcKey("1.2.840.10045.3.1.7", [.. Convert.FromHexString(first), .. new byte[octets]]);
        var ca = (Draft with { PublicKey = key }).Read(Signer.P256);
        Assert.Contains(word, Reads.AssertRefused("ca_key_kind", ca).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_off_its_curve_is_refused()
    {
        var ca = (Draft with { PublicKey = Der.EcKey("1.2.840.10045.3.1.7", [0x04, .. Enumerable.Repeat((byte)1, 64)]) }).Read(Signer.P256);
        Assert.Contains("no point on the curve P-256", Reads.AssertRefused("ca_key_importable", ca).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_self_signature_is_refused()
    {
        var ca = (Draft with { PublicKey = Signer.P256.PublicKey }).Read(Signer.OtherP256);
        Reads.AssertRefused("ca_self_signature", ca);
    }

    [Fact]
    public void A_changed_CA_is_refused()
    {
        var der = Draft.Sign(Signer.P256);
        der[^1] ^= 1;
        Reads.AssertRefused("ca_self_signature", Reads.Certificate(der));
    }

    [Fact]
    public void A_self_signature_by_another_kind_of_key_is_refused()
    {
        var ca = (Draft with { PublicKey = Signer.Rsa2048.PublicKey }).Read(Signer.P256);
        Assert.Contains("its own key is RSA 2048", Reads.AssertRefused("ca_self_signature", ca).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_an_intermediate_CA_only_the_form_of_the_signature_is_checked() =>
        Reads.AssertAccepted((Draft with { Issuer = Der.Name("Root"), PublicKey = Signer.P256.PublicKey }).Read(Signer.OtherP256));

    [Fact]
    public void An_ECDSA_signature_that_is_no_DER_is_refused()
    {
        var ca = (Draft with { Issuer = Der.Name("Root"), Signature = new byte[64] }).Read(Signer.P256);
        Reads.AssertRefused("ca_signature_form", ca);
    }

    [Fact]
    public void An_RSA_signature_of_an_impossible_length_is_refused()
    {
        var ca = (Draft with { Issuer = Der.Name("Root"), Signature = new byte[128] }).Read(Signer.Rsa2048);
        Reads.AssertRefused("ca_signature_form", ca);
    }

    [Fact]
    public void A_key_rollover_certificate_is_not_taken_for_self_signed()
    {
        // Self-issued, signed with the old key, as its key identifiers say (RFC 5280 3.2).
        var ca = (Draft with { PublicKey = Signer.P256.PublicKey }).With(
            Der.Extension("2.5.29.14", false, Der.OctetString([1])),
            Der.Extension("2.5.29.35", false, Der.Sequence(Der.Value(0x80, [2])))).Read(Signer.OtherP256);
        Assert.True(ca.IsSelfIssued);
        Assert.False(ca.IsSelfSigned);
        Reads.AssertAccepted(ca);
    }

    [Fact]
    public void All_broken_rules_are_reported_in_the_order_of_the_rows()
    {
        var draft = Draft with
        {
            Version = null,
            Extensions = null,
            Subject = Der.Sequence(),
            NotAfter = Der.UtcTime("250201000000Z"),
            PublicKey = Der.RsaKey(Modulus(1024), 3),
        };
        Assert.Equal(
            [
                "ca_version_is_3", "ca_basic_constraints_ca", "ca_subject_not_empty", "ca_within_validity", "ca_rsa_modulus_size",
                "ca_rsa_exponent",
            ],
            Reads.Judge(draft.Read(Signer.Rsa2048)).Select(fault => fault.Rule));
    }

    private static BigInteger Modulus(int bits) => (BigInteger.One << bits) - 1;

    /// <summary>One that no small prime divides; whether it has two large factors nobody looks at.</summary>
    private static BigInteger SoundModulus(int bits)
    {
        var modulus = Modulus(bits);
        while (RsaWeakness.FindSmallFactor(modulus.ToByteArray(isUnsigned: true, isBigEndian: true)) is not null)
        {
            modulus -= 2;
        }

        return modulus;
    }
}
