using System.Numerics;

namespace Anchorage.X509.Tests;

/// <summary>Extensions: what is read from them, and the wrong forms of them that are refused.</summary>
public sealed class ExtensionTests
{
    private const string SubjectAltName = "2.5.29.17";

    private static readonly CertificateDraft Draft = new();

    [Fact]
    public void The_extensions_that_decide_something_are_values()
    {
        var certificate = Draft.With(
            CertificateDraft.KeyUsage(KeyUsages.KeyCertSign | KeyUsages.DecipherOnly),
            Der.Extension("2.5.29.37", false, Der.Sequence(Der.Oid("1.3.6.1.5.5.7.3.2"))),
            Der.Extension("2.5.29.14", false, Der.OctetString([1, 2])),
            CertificateDraft.AuthorityKeyIdentifier)
            .Read(Signer.P256);
        Assert.Equal(new BasicConstraints(true, null), certificate.BasicConstraints);
        Assert.Equal(KeyUsages.KeyCertSign | KeyUsages.DecipherOnly, certificate.KeyUsage);
        Assert.Equal(["1.3.6.1.5.5.7.3.2"], certificate.ExtendedKeyUsage?.Purposes.Select(purpose => purpose.ToString()));
        Assert.Equal([1, 2], certificate.SubjectKeyIdentifier?.ToArray());
        Assert.Equal([3], certificate.AuthorityKeyIdentifier?.KeyIdentifier?.ToArray());
        Assert.Equal([4], certificate.AuthorityKeyIdentifier?.CertificateSerialNumber?.ToArray());
        Assert.Equal(5, certificate.Extensions.All.Length);
        Assert.True(certificate.Extensions.All[0].IsCritical);
    }

    [Fact]
    public void Absent_extensions_are_null()
    {
        var certificate = (Draft with { Extensions = null }).Read(Signer.P256);
        Assert.Null(certificate.BasicConstraints);
        Assert.Null(certificate.KeyUsage);
        Assert.Null(certificate.ExtendedKeyUsage);
        Assert.Null(certificate.SubjectKeyIdentifier);
        Assert.Null(certificate.AuthorityKeyIdentifier);
        Assert.Empty(certificate.Extensions.All);
    }

    [Fact]
    public void An_empty_authority_key_identifier_identifies_nothing()
    {
        var identifier = Draft.With(Der.Extension("2.5.29.35", false, Der.Sequence())).Read(Signer.P256).AuthorityKeyIdentifier;
        Assert.NotNull(identifier);
        Assert.Null(identifier.KeyIdentifier);
        Assert.Null(identifier.CertificateIssuer);
        Assert.Null(identifier.CertificateSerialNumber);
    }

    [Fact]
    public void An_unknown_extension_is_kept_whatever_it_holds()
    {
        var extension = Draft.With(Der.Extension("1.2.3.4", false, [0xff, 0xff])).Read(Signer.P256).Extensions.All[1];
        Assert.Equal("1.2.3.4", extension.Oid.ToString());
        Assert.Equal([0xff, 0xff], extension.Value.ToArray());
    }

    [Fact]
    public void An_unknown_critical_extension_is_refused_by_its_identifier()
    {
        var fault = Draft.With(Der.Extension("1.2.3.4", true, Der.Null)).Fault(Signer.P256);
        Assert.Equal("certificate_critical_extension_known", fault.Rule);
        Assert.Contains("critical extension 1.2.3.4,", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.5.29.19", "basicConstraints (2.5.29.19) twice")]
    [InlineData("1.2.3.4", "1.2.3.4 twice")]
    public void A_duplicated_extension_is_refused_by_its_name(string oid, string words)
    {
        var one = Der.Extension(oid, false, Der.Sequence(Der.True));
        var fault = (Draft with { Extensions = [one, Der.Extension("2.5.29.14", false, Der.OctetString([1])), one] }).Fault(Signer.P256);
        Assert.Equal("certificate_extension_once", fault.Rule);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extensions_are_refused_in_versions_1_and_2()
    {
        Assert.Equal("certificate_extensions_version", (Draft with { Version = null }).Fault(Signer.P256).Rule);
        Assert.Equal("certificate_extensions_version", (Draft with { Version = Der.Explicit(0, Der.Integer(1)) }).Fault(Signer.P256).Rule);
    }

    [Fact]
    public void An_empty_list_of_extensions_is_refused() =>
        Assert.Equal("certificate_extensions_version", (Draft with { Extensions = [] }).Fault(Signer.P256).Rule);

    [Fact]
    public void As_many_extensions_as_the_limit_are_read_and_one_more_is_not()
    {
        var numbers = Enumerable.Range(1, CertificateExtensions.MaxCount);
        var extensions = numbers.Select(number => Der.Extension($"1.2.3.{number}", false, [])).ToArray();
        Assert.Equal(CertificateExtensions.MaxCount, (Draft with { Extensions = extensions }).Read(Signer.P256).Extensions.All.Length);
        Assert.Equal("certificate_extension_count", Draft.With(extensions).Fault(Signer.P256).Rule);
    }

    [Fact]
    public void Ten_thousand_extensions_are_refused_at_once()
    {
        var extensions = Enumerable.Range(1, 10_000).Select(number => Der.Extension($"1.2.3.{number}", false, [])).ToArray();
        Assert.Equal("der_size", (Draft with { Extensions = extensions }).Fault(Signer.P256).Rule);
        Assert.Equal("certificate_extension_count", (Draft with { Extensions = extensions[..3000] }).Fault(Signer.P256).Rule);
    }

    [Fact]
    public void Values_in_an_extension_nest_to_the_limit_and_no_deeper()
    {
        // An otherName, whose own tag is the first of the sixteen.
        Reads.AssertAccepted(Draft.With(OtherName(15)).Read(Signer.P256));
        Assert.Equal("der_nesting_depth", Draft.With(OtherName(16)).Fault(Signer.P256).Rule);
        Assert.Equal("der_nesting_depth", Draft.With(OtherName(10_000)).Fault(Signer.P256).Rule);
    }

    public static TheoryData<string, byte[]> BadForms => new()
    {
        { "der_encoding", Der.Sequence(Der.Oid("2.5.29.14"), [0x01, 0x01, 0x00], Der.OctetString(Der.OctetString([1]))) },
        { "der_encoding", Der.Sequence(Der.Oid("2.5.29.14"), [0x01, 0x01, 0x01], Der.OctetString(Der.OctetString([1]))) },
        { "der_encoding", Der.Sequence(Der.Oid("2.5.29.14"), [0x01, 0x00], Der.OctetString(Der.OctetString([1]))) },
        { "certificate_structure", Der.Sequence(Der.Oid("2.5.29.14")) },
        { "certificate_structure", Der.Sequence(Der.Oid("2.5.29.14"), Der.BitString([1])) },
        { "certificate_structure", Der.Sequence(Der.Oid("2.5.29.14"), Der.Value(0x24, Der.OctetString([1]))) },
        { "der_no_trailing_bytes", Der.Sequence(Der.Oid("2.5.29.14"), Der.OctetString(Der.OctetString([1])), Der.Null) },
        { "der_no_trailing_bytes", Der.Extension("2.5.29.14", false, [.. Der.OctetString([1]), 0x00]) },
        { "certificate_structure", Der.Extension("2.5.29.14", false, []) },
        { "certificate_structure", Der.Extension("2.5.29.14", false, Der.Sequence()) },
        { "der_encoding", Der.Extension("2.5.29.15", true, Der.Value(0x03, [0x00, 0x04])) },
        { "der_encoding", Der.Extension("2.5.29.15", true, Der.Value(0x03, [0x00, 0x00])) },
        { "certificate_extension_form", Der.Extension("2.5.29.15", true, Der.Value(0x03, [0x00, 0x04, 0x01])) },
        { "certificate_extension_form", Der.Extension("2.5.29.37", false, Der.Sequence()) },
        { "certificate_structure", Der.Extension("2.5.29.37", false, Der.Sequence(Der.Null)) },
        { "certificate_extension_form", Der.Extension("2.5.29.35", false, Der.Sequence(Der.Value(0x82, [1]))) },
        { "certificate_extension_form", Der.Extension("2.5.29.35", false, Der.Sequence(Der.Value(0xa1, Der.Value(0x82, [0x61])))) },
        { "der_no_trailing_bytes", Der.Extension("2.5.29.35", false, Der.Sequence(Der.Value(0x82, [1]), Der.Value(0x80, [1]))) },
        { "der_encoding", Der.Extension(SubjectAltName, false, [0x30, 0x80, 0x00, 0x00]) },
        { "certificate_structure", Der.Extension(SubjectAltName, false, []) },
        { "der_no_trailing_bytes", Der.Extension(SubjectAltName, false, [.. Der.Sequence(Der.Value(0x82, [0x61])), .. Der.Sequence()]) },
    };

    [Theory]
    [MemberData(nameof(BadForms))]
    public void Extensions_of_another_form_are_refused(string rule, byte[] extension) =>
        Assert.Equal(rule, Draft.With(extension).Fault(Signer.P256).Rule);

    public static TheoryData<string, byte[]> BadBasicConstraints => new()
    {
        { "der_encoding", Der.Sequence([0x01, 0x01, 0x00]) },
        { "der_encoding", Der.Sequence([0x01, 0x01, 0x01]) },
        { "certificate_structure", Der.Sequence(Der.True, Der.Integer(-1)) },
        { "certificate_structure", Der.Sequence(Der.True, Der.Integer(BigInteger.One << 31)) },
        { "der_no_trailing_bytes", Der.Sequence(Der.True, Der.Integer(1), Der.Integer(1)) },
        { "certificate_structure", Der.Sequence(Der.Integer(1), Der.True)[..0] },
        { "certificate_structure", Der.Sequence(Der.Utf8("CA")) },
    };

    [Theory]
    [MemberData(nameof(BadBasicConstraints))]
    public void Basic_constraints_of_another_form_are_refused(string rule, byte[] value) =>
        Assert.Equal(rule, (Draft with { Extensions = [Der.Extension("2.5.29.19", true, value)] }).Fault(Signer.P256).Rule);

    [Fact]
    public void A_key_usage_without_any_bit_is_read_and_refused_in_a_CA()
    {
        var ca = Draft.With(Der.Extension("2.5.29.15", true, Der.Value(0x03, [0x00]))).Read(Signer.P256);
        Assert.Contains("no usage", Reads.AssertRefused("ca_key_usage_cert_sign", ca).Message, StringComparison.Ordinal);
    }

    private static byte[] OtherName(int depth) => Der.Extension(SubjectAltName, false, Der.Sequence(Der.Value(0xa0, Nested(depth))));

    private static byte[] Nested(int depth)
    {
        var value = Der.Null;
        for (; depth > 0 && value.Length < Certificate.MaxBytes / 2; depth--)
        {
            value = Der.Sequence(value);
        }

        return value;
    }
}
