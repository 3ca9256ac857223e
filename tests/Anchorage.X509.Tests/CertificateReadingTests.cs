using System.Globalization;
using System.Numerics;

namespace Anchorage.X509.Tests;

/// <summary>Every field of a certificate: what is read from it, and the wrong forms of it that are refused.</summary>
public sealed class CertificateReadingTests
{
    private static readonly CertificateDraft Draft = new();

    [Fact]
    public void The_fields_are_read_as_they_were_written()
    {
        var der = (Draft with { Issuer = Der.Name("Issuer"), Subject = Der.Name("Subject") }).Sign(Signer.P256);
        using var certificate = Reads.Certificate(der);
        Assert.Equal(3, certificate.Version);
        Assert.Equal([0x12, 0x34], certificate.SerialNumber.ToArray());
        Assert.Equal("CN=Issuer", certificate.Issuer.ToString());
        Assert.Equal("CN=Subject", certificate.Subject.ToString());
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), certificate.NotBefore);
        Assert.Equal(new DateTimeOffset(2035, 1, 1, 0, 0, 0, TimeSpan.Zero), certificate.NotAfter);
        Assert.Equal("EC P-256", certificate.PublicKey.ToString());
        Assert.Equal(256, certificate.PublicKey.SizeInBits);
        Assert.Equal("ecdsa-with-SHA256", certificate.SignatureAlgorithm.Name);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(der)), certificate.Fingerprint);
        Assert.False(certificate.IsSelfIssued);
        Assert.Equal(der, certificate.Der.ToArray());
    }

    [Theory]
    [InlineData("00")]
    [InlineData("ff")]
    [InlineData("80")]
    [InlineData("7fffffffffffffffffffffffffffffffffffffff")]
    [InlineData("00ffffffffffffffffffffffffffffffffffffffff")]
    public void Serial_numbers_of_20_octets_and_zero_and_negative_ones_are_read(string hex)
    {
        var serialNumber = Convert.FromHexString(hex);
        Assert.Equal(serialNumber, (Draft with { SerialNumber = Der.Value(0x02, serialNumber) }).Read(Signer.P256).SerialNumber.ToArray());
    }

    public static TheoryData<string, string, byte[]> BadSerialNumbers => new()
    {
        { "certificate_serial_number", "of 21 octets", Der.Integer((BigInteger.One << 160) + 1) },
        { "certificate_serial_number", "negative, of 21 octets", Der.Integer(-(BigInteger.One << 164)) },
        { "der_encoding", "with a leading zero", Der.Value(0x02, [0x00, 0x7f]) },
        { "der_encoding", "with a leading FF", Der.Value(0x02, [0xff, 0x80]) },
        { "der_encoding", "without content", Der.Value(0x02) },
        { "certificate_structure", "of another type", Der.OctetString([1]) },
        { "certificate_structure", "constructed", Der.Value(0x22, Der.Integer(1)) },
    };

    [Theory]
    [MemberData(nameof(BadSerialNumbers))]
    public void Bad_serial_numbers_are_refused(string rule, string what, byte[] serialNumber) =>
        AssertRefused(rule, what, Draft with { SerialNumber = serialNumber });

    public static TheoryData<string, string, byte[]> BadVersions => new()
    {
        { "certificate_version", "1 written out", Der.Explicit(0, Der.Integer(0)) },
        { "certificate_version", "4", Der.Explicit(0, Der.Integer(3)) },
        { "certificate_version", "enormous", Der.Explicit(0, Der.Integer(int.MaxValue)) },
        { "certificate_structure", "beyond enormous", Der.Explicit(0, Der.Integer(BigInteger.One << 100)) },
        { "certificate_structure", "negative", Der.Explicit(0, Der.Integer(-1)) },
        { "certificate_structure", "none", Der.Explicit(0) },
        { "der_no_trailing_bytes", "two", Der.Explicit(0, Der.Integer(2), Der.Integer(2)) },
    };

    [Theory]
    [MemberData(nameof(BadVersions))]
    public void Bad_versions_are_refused(string rule, string what, byte[] version) =>
        AssertRefused(rule, what, Draft with { Version = version });

    [Theory]
    [InlineData("500101000000Z", 1950)]
    [InlineData("491231235959Z", 2049)]
    [InlineData("000229000000Z", 2000)]
    public void UTCTime_covers_the_years_1950_to_2049(string time, int year) =>
        Assert.Equal(year, (Draft with { NotBefore = Der.UtcTime(time) }).Read(Signer.P256).NotBefore.Year);

    [Fact]
    public void GeneralizedTime_is_read_from_2050_on() =>
        Assert.Equal(2050, (Draft with { NotAfter = Der.GeneralizedTime("20500101000000Z") }).Read(Signer.P256).NotAfter.Year);

    public static TheoryData<string, byte[]> BadTimes => new()
    {
        { "UTCTime without seconds", Der.UtcTime("2501010000Z") },
        { "UTCTime with an offset", Der.UtcTime("250101000000+0000") },
        { "UTCTime without Z", Der.UtcTime("250101000000") },
        { "UTCTime in lower case", Der.UtcTime("250101000000z") },
        { "UTCTime with a sign", Der.UtcTime("+50101000000Z") },
        { "UTCTime without content", Der.UtcTime("") },
        { "month 13", Der.UtcTime("251301000000Z") },
        { "month 0", Der.UtcTime("250001000000Z") },
        { "30 February", Der.UtcTime("250230000000Z") },
        { "29 February of a common year", Der.UtcTime("250229000000Z") },
        { "day 0", Der.UtcTime("250100000000Z") },
        { "24 o'clock", Der.UtcTime("250101240000Z") },
        { "minute 60", Der.UtcTime("250101006000Z") },
        { "second 60", Der.UtcTime("250101000060Z") },
        { "GeneralizedTime before 2050", Der.GeneralizedTime("20491231235959Z") },
        { "GeneralizedTime with fractions", Der.GeneralizedTime("20500101000000.5Z") },
        { "GeneralizedTime in the year 0", Der.GeneralizedTime("00000101000000Z") },
        { "GeneralizedTime without Z", Der.GeneralizedTime("20500101000000") },
    };

    [Theory]
    [MemberData(nameof(BadTimes))]
    public void Times_in_another_form_are_refused(string what, byte[] time)
    {
        AssertRefused("certificate_time_form", what, Draft with { NotBefore = time });
        AssertRefused("certificate_time_form", what, Draft with { NotAfter = time });
    }

    [Fact]
    public void A_time_of_another_type_is_refused() =>
        AssertRefused("certificate_structure", "DATE", Draft with { NotAfter = Der.Integer(20350101) });

    [Fact]
    public void An_empty_issuer_is_refused() =>
        AssertRefused("certificate_issuer_not_empty", "empty", Draft with { Issuer = Der.Sequence() });

    [Fact]
    public void Unique_identifiers_are_read_over_in_versions_2_and_3_and_refused_in_version_1()
    {
        var draft = Draft with { UniqueIdentifiers = [.. Der.Value(0x81, [0, 1]), .. Der.Value(0x82, [0, 2])], Extensions = null };
        Assert.Equal(3, draft.Read(Signer.P256).Version);
        Assert.Equal(2, (draft with { Version = Der.Explicit(0, Der.Integer(1)) }).Read(Signer.P256).Version);
        AssertRefused("certificate_unique_identifiers", "version 1", draft with { Version = null });
        AssertRefused("der_encoding", "bits", draft with { UniqueIdentifiers = Der.Value(0x81, [8, 1]) });
    }

    [Theory]
    [InlineData("der_no_trailing_bytes", "02")]
    [InlineData("der_no_trailing_bytes", "0500")]
    [InlineData("der_no_trailing_bytes", "00")]
    public void Nothing_may_follow_the_certificate(string rule, string hex) =>
        Assert.Equal(rule, Reads.Fault([.. Draft.Sign(Signer.P256), .. Convert.FromHexString(hex)]).Rule);

    [Fact]
    public void Nothing_may_follow_the_extensions() => AssertRefused("der_no_trailing_bytes", "NULL", Draft with { Trailer = Der.Null });

    [Fact]
    public void Nothing_may_follow_the_validity()
    {
        // The subject field then begins with what should follow the two times, so it is the validity that grows.
        var der = (Draft with { NotAfter = [.. Der.UtcTime("350101000000Z"), .. Der.Null] }).Sign(Signer.P256);
        Assert.Contains("validity", Reads.Fault(der).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, byte[]> BadKeys => new()
    {
        { "der_no_trailing_bytes", "after the RSA key", RsaKeyOf([.. Der.Sequence(Der.Integer(5), Der.Integer(3)), 0x00]) },
        { "der_no_trailing_bytes", "inside the RSA key", RsaKeyOf(Der.Sequence(Der.Integer(5), Der.Integer(3), Der.Integer(3))) },
        { "certificate_public_key_form", "modulus zero", RsaKeyOf(Der.Sequence(Der.Integer(0), Der.Integer(3))) },
        { "certificate_public_key_form", "modulus negative", RsaKeyOf(Der.Sequence(Der.Integer(-5), Der.Integer(3))) },
        { "certificate_public_key_form", "exponent zero", RsaKeyOf(Der.Sequence(Der.Integer(5), Der.Integer(0))) },
        { "certificate_public_key_form", "exponent negative", RsaKeyOf(Der.Sequence(Der.Integer(5), Der.Integer(-3))) },
        { "certificate_structure", "no exponent", RsaKeyOf(Der.Sequence(Der.Integer(5))) },
        { "certificate_structure", "no key", RsaKeyOf([]) },
        { "certificate_algorithm_parameters", "no RSA parameters", KeyOf("1.2.840.113549.1.1.1", [0x30, 6, 2, 1, 5, 2, 1, 3]) },
        { "certificate_algorithm_parameters", "no EC parameters", KeyOf("1.2.840.10045.2.1", [4]) },
        { "certificate_public_key_form", "EC point absent", Der.EcKey("1.2.840.10045.3.1.7", []) },
        { "der_encoding", "unused bits set", Der.Sequence(Der.Algorithm("1.2.3"), Der.Value(0x03, [0x01, 0x01])) },
        { "certificate_structure", "not whole octets", Der.Sequence(Der.Algorithm("1.2.3"), Der.Value(0x03, [0x01, 0x02])) },
        { "der_encoding", "9 unused bits", Der.Sequence(Der.Algorithm("1.2.3"), Der.Value(0x03, [0x09, 0x00])) },
        { "der_encoding", "unused bits of nothing", Der.Sequence(Der.Algorithm("1.2.3"), Der.Value(0x03, [0x01])) },
        { "der_encoding", "no count of unused bits", Der.Sequence(Der.Algorithm("1.2.3"), Der.Value(0x03)) },
        { "der_no_trailing_bytes", "two keys", Der.Sequence(Der.Algorithm("1.2.3"), Der.BitString([1]), Der.BitString([1])) },
        { "der_no_trailing_bytes", "two parameters", Der.Sequence(Der.Algorithm("1.2.3", Der.Null, Der.Null), Der.BitString([1])) },
        { "der_encoding", "identifier empty", Der.Sequence(Der.Sequence(Der.Value(0x06)), Der.BitString([1])) },
        { "der_encoding", "identifier cut short", Der.Sequence(Der.Sequence(Der.Value(0x06, [0x2a, 0x86])), Der.BitString([1])) },
        { "der_encoding", "arc padded", Der.Sequence(Der.Sequence(Der.Value(0x06, [0x2a, 0x80, 0x01])), Der.BitString([1])) },
        { "der_encoding", "identifier very long", Der.Sequence(Der.Sequence(Der.Value(0x06, new byte[65])), Der.BitString([1])) },
    };

    [Theory]
    [MemberData(nameof(BadKeys))]
    public void Keys_in_another_form_are_refused(string rule, string what, byte[] key) =>
        AssertRefused(rule, what, Draft with { PublicKey = key });

    [Theory]
    [InlineData("", "certificate_structure")]
    [InlineData("30", "der_encoding")]
    [InlineData("3000", "certificate_structure")]
    [InlineData("3080 0000", "der_encoding")]
    [InlineData("308100", "der_encoding")]
    [InlineData("30820001 00", "der_encoding")]
    [InlineData("30847fffffff", "der_encoding")]
    [InlineData("3084ffffffff", "der_encoding")]
    [InlineData("3085ffffffffff", "der_encoding")]
    [InlineData("30ff", "der_encoding")]
    [InlineData("3f8000", "der_encoding")]
    [InlineData("1f", "der_encoding")]
    [InlineData("1fffffffffff7f00", "der_encoding")]
    [InlineData("0500", "certificate_structure")]
    [InlineData("1000", "certificate_structure")]
    [InlineData("31023000", "certificate_structure")]
    public void Octets_that_are_no_certificate_are_refused(string hex, string rule) =>
        Assert.Equal(rule, Reads.Fault(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).Rule);

    [Theory]
    [InlineData("3080", "indefinite")]
    [InlineData("30810000", "shortest form")]
    [InlineData("308200", "inside its length")]
    [InlineData("3005", "claims 5 bytes of content, and 0 are left")]
    [InlineData("30847fffffff", "claims 2147483647 bytes of content, and 0 are left")]
    [InlineData("30850000000001", "more than 4 octets")]
    public void The_message_says_what_is_wrong_with_a_length(string hex, string words) =>
        Assert.Contains(words, Reads.Fault(Convert.FromHexString(hex)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_message_says_where_it_went_wrong()
    {
        var message = (Draft with { SerialNumber = Der.Null }).Fault(Signer.P256).Message;
        Assert.Contains(
            "cannot be read at byte 12 (serialNumber): Integer (tag 2) was wanted, Null (tag 5) was found.",
            message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_beyond_the_limit_is_not_read_at_all()
    {
        var fault = Reads.Fault(new byte[Certificate.MaxBytes + 1]);
        Assert.Equal("der_size", fault.Rule);
        Assert.Contains((Certificate.MaxBytes + 1).ToString(CultureInfo.InvariantCulture), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_DER_is_named()
    {
        Assert.Contains("a public key", Reads.Fault(Signer.P256.PublicKey).Message, StringComparison.Ordinal);
        Assert.Contains(
            "a PKCS #7 bundle",
            Reads.Fault(Der.Sequence(Der.Oid("1.2.840.113549.1.7.2"), Der.Explicit(0, Der.Null))).Message, StringComparison.Ordinal);
        Assert.Contains("a PKCS #12 file", Reads.Fault(Der.Sequence(Der.Integer(3), Der.Sequence())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_rules_have_names_of_their_own_and_say_what_they_want()
    {
        Rule[] rules = [.. ReadingRules.All, .. CACertificateRules.All, .. VerificationCertificateRules.All];
        Assert.Equal(rules.Length, rules.DistinctBy(rule => rule.Name).Count());
        Assert.All(rules, rule =>
        {
            Assert.Matches("^[a-z0-9_]+$", rule.Name);
            Assert.Matches("^[A-Z].*\\.$", rule.Demand);
            Assert.NotEmpty(rule.Citation);
            Assert.Matches("^[A-Z]", rule.Mend);
        });
    }

    private static byte[] KeyOf(string oid, byte[] key) => Der.Sequence(Der.Algorithm(oid), Der.BitString(key));

    private static byte[] RsaKeyOf(byte[] key) => Der.Sequence(Der.Algorithm("1.2.840.113549.1.1.1", Der.Null), Der.BitString(key));

    private static void AssertRefused(string rule, string what, CertificateDraft draft) =>
        Assert.Equal((what, rule), (what, draft.Fault(Signer.P256).Rule));
}
