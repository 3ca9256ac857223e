using System.Text;

namespace Anchorage.X509.Tests;

/// <summary>What stands in the extensions about names, policies and places, and the wrong forms that are refused.</summary>
public sealed class ExtensionContentTests
{
    private const string SubjectAltName = "2.5.29.17";
    private const string IssuerAltName = "2.5.29.18";
    private const string NameConstraintsId = "2.5.29.30";
    private const string DistributionPoints = "2.5.29.31";
    private const string Policies = "2.5.29.32";
    private const string PolicyMappings = "2.5.29.33";
    private const string PolicyConstraints = "2.5.29.36";
    private const string InhibitAnyPolicy = "2.5.29.54";
    private const string AuthorityInfoAccess = "1.3.6.1.5.5.7.1.1";

    private static readonly CertificateDraft Draft = new();

    private static readonly byte[] Dns = Text(2, "device.example");
    private static readonly byte[] Uri = Text(6, "http://crl.example/ca.crl");

    [Fact]
    public void Every_kind_of_alternative_name_is_read()
    {
        var names = Read(SubjectAltName, Der.Sequence(
            Der.Value(0xa0, Der.Oid("1.2.3"), Der.Explicit(0, Der.Utf8("x"))),
            Text(1, "a@b.example"),
            Dns,
            Der.Value(0xa3, Der.Sequence()),
            Der.Value(0xa4, Der.Name("Somebody")),
            Der.Value(0xa5, Der.Explicit(1, Der.Utf8("x"))),
            Uri,
            Der.Value(0x87, [192, 0, 2, 1]),
            Der.Value(0x87, new byte[16]),
            Der.Value(0x88, [0x2a, 0x03]))).SubjectAlternativeNames;
        Assert.Equal(Enumerable.Range(0, 8).Append(7).Append(8), names.Select(name => (int)name.Kind));
        Assert.Equal(
            ["email:\"a@b.example\"", "DNS:\"device.example\"", "directory:\"CN=Somebody\"", "URI:\"http://crl.example/ca.crl\"", "IP:192.0.2.1", "IP:::", "RID:1.2.3"],
            names.Where(name => name.Kind is not (GeneralNameKind.OtherName or GeneralNameKind.X400Address or GeneralNameKind.EdiPartyName)).Select(name => name.ToString()));
    }

    [Fact]
    public void A_name_is_shown_without_control_characters() =>
        Assert.Equal("DNS:\"a\\u{000A}b\"", Read(SubjectAltName, Der.Sequence(Text(2, "a\nb"))).SubjectAlternativeNames[0].ToString());

    [Fact]
    public void Name_constraints_are_read()
    {
        var constraints = Read(NameConstraintsId, Der.Sequence(
            Der.Explicit(0, Der.Sequence(Dns), Der.Sequence(Der.Value(0x87, [10, 0, 0, 0, 255, 0, 0, 0]))),
            Der.Explicit(1, Der.Sequence(Der.Value(0xa4, Der.Name("Nobody")))))).NameConstraints!;
        Assert.Equal(["DNS:\"device.example\"", "IP:10.0.0.0/255.0.0.0"], constraints.Permitted.Select(name => name.ToString()));
        Assert.Equal(["directory:\"CN=Nobody\""], constraints.Excluded.Select(name => name.ToString()));
    }

    [Fact]
    public void Places_and_policies_are_read()
    {
        var certificate = Draft.With(
            Der.Extension(DistributionPoints, false, Der.Sequence(
                Der.Sequence(Der.Explicit(0, Der.Explicit(0, Uri))),
                Der.Sequence(Der.Explicit(0, Der.Explicit(1, Der.CommonName("x"))), Der.Value(0x81, [0x01, 0x06]), Der.Explicit(2, Der.Value(0xa4, Der.Name("Crl CA")))))),
            Der.Extension(AuthorityInfoAccess, false, Der.Sequence(Der.Sequence(Der.Oid("1.3.6.1.5.5.7.48.1"), Uri))),
            Der.Extension(Policies, false, Der.Sequence(
                Der.Sequence(Der.Oid("1.2.3")), Der.Sequence(Der.Oid("1.2.4"), Der.Sequence(Der.Sequence(Der.Oid("1.3.6.1.5.5.7.2.1"), Der.Value(0x16, [0x61]))))))).Read(Signer.P256);
        var (first, second) = (certificate.Extensions.CrlDistributionPoints[0], certificate.Extensions.CrlDistributionPoints[1]);
        Assert.Equal("URI:\"http://crl.example/ca.crl\"", Assert.Single(first.FullName).ToString());
        Assert.True(second.FullName.IsEmpty && second.IsForSomeReasonsOnly && !first.IsForSomeReasonsOnly);
        Assert.Equal("directory:\"CN=Crl CA\"", Assert.Single(second.CrlIssuer).ToString());
        Assert.Equal("1.3.6.1.5.5.7.48.1", Assert.Single(certificate.Extensions.AuthorityInformationAccess).Method.ToString());
        Assert.Equal(["1.2.3", "1.2.4"], certificate.Extensions.Policies.Select(policy => policy.ToString()));
    }

    public static TheoryData<string, byte[]> Good => new()
    {
        { SubjectAltName, Der.Sequence(Dns) },
        { IssuerAltName, Der.Sequence(Dns) },
        { NameConstraintsId, Der.Sequence(Der.Explicit(1, Der.Sequence(Dns))) },
        { NameConstraintsId, Der.Sequence(Der.Explicit(0, Der.Sequence(Der.Value(0x87, new byte[8])))) },
        { NameConstraintsId, Der.Sequence(Der.Explicit(0, Der.Sequence(Der.Value(0x87, [10, 0, 0, 0, 255, 255, 255, 255])))) },
        { DistributionPoints, Der.Sequence(Der.Sequence(Der.Explicit(2, Dns))) },
        { Policies, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"))) },
        { PolicyMappings, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"), Der.Oid("1.2.4"))) },
        { PolicyConstraints, Der.Sequence(Der.Value(0x80, [0])) },
        { PolicyConstraints, Der.Sequence(Der.Value(0x80, [1]), Der.Value(0x81, [2])) },
        { InhibitAnyPolicy, Der.Integer(0) },
        { AuthorityInfoAccess, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"), Uri)) },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Extensions_of_the_RFC_may_be_critical(string oid, byte[] value) =>
        Reads.AssertAccepted(Draft.With(Der.Extension(oid, true, value)).Read(Signer.P256));

    public static TheoryData<string, byte[]> Bad => new()
    {
        { SubjectAltName, Der.Sequence() },
        { SubjectAltName, Der.Sequence(Der.Utf8("a")) },
        { SubjectAltName, Der.Sequence(Der.Value(0x89, [1])) },
        { SubjectAltName, Der.Sequence(Der.Value(0xa2, Dns)) },
        { SubjectAltName, Der.Sequence(Der.Value(0x84, [0x30, 0x00])) },
        { SubjectAltName, Der.Sequence(Der.Value(0x82, [0x80])) },
        { SubjectAltName, Der.Sequence(Der.Value(0x87, [1, 2, 3])) },
        { SubjectAltName, Der.Sequence(Der.Value(0x87, [10, 0, 0, 0, 255, 0, 0, 0])) },
        { SubjectAltName, Der.Sequence(Der.Value(0x88, [0x80])) },
        { SubjectAltName, Der.Sequence([.. Enumerable.Repeat(Text(2, "a"), GeneralNames.MaxCount + 1)]) },
        { IssuerAltName, Der.Sequence() },
        { NameConstraintsId, Der.Sequence() },
        { NameConstraintsId, Der.Sequence(Der.Explicit(0)) },
        { NameConstraintsId, Der.Sequence(Der.Explicit(0, Der.Sequence(Dns, Der.Value(0x80, [1])))) },
        { NameConstraintsId, Der.Sequence(Der.Explicit(0, Der.Sequence(Dns, Der.Value(0x81, [1])))) },
        { NameConstraintsId, Der.Sequence(Der.Explicit(0, Der.Sequence(Der.Value(0x87, [10, 0, 0, 0])))) },
        { NameConstraintsId, Der.Sequence(Der.Explicit(0, Der.Sequence(Der.Value(0x87, [10, 0, 0, 0, 255, 0, 255, 0])))) },
        { NameConstraintsId, Der.Sequence(Der.Explicit(0, Der.Sequence(Der.Value(0x87, [10, 0, 0, 0, 0xf1, 0, 0, 0])))) },
        { DistributionPoints, Der.Sequence() },
        { DistributionPoints, Der.Sequence(Der.Sequence()) },
        { DistributionPoints, Der.Sequence(Der.Sequence(Der.Value(0x81, [0x01, 0x06]))) },
        { DistributionPoints, Der.Sequence(Der.Sequence(Der.Explicit(0, Der.Explicit(0)))) },
        { Policies, Der.Sequence() },
        { Policies, Der.Sequence(Der.Sequence(Der.Oid("1.2.3")), Der.Sequence(Der.Oid("1.2.3"))) },
        { Policies, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"), Der.Sequence())) },
        { PolicyMappings, Der.Sequence() },
        { PolicyConstraints, Der.Sequence() },
        { AuthorityInfoAccess, Der.Sequence() },
        { AuthorityInfoAccess, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"), Der.Utf8("a"))) },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Extensions_of_another_content_are_refused(string oid, byte[] value) =>
        Assert.Equal("certificate_extension_form", Draft.With(Der.Extension(oid, false, value)).Fault(Signer.P256).Rule);

    public static TheoryData<string, byte[]> Foreign => new()
    {
        { Policies, Der.Sequence(Der.Oid("1.2.3")) },
        { PolicyMappings, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"))) },
        { PolicyConstraints, Der.Sequence(Der.Value(0x80, [0x80])) },
        { InhibitAnyPolicy, Der.Integer(-1) },
        { AuthorityInfoAccess, Der.Sequence(Der.Sequence(Uri)) },
        { NameConstraintsId, Der.Sequence(Der.Explicit(0, Dns)) },
        { DistributionPoints, Der.Sequence(Uri) },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void Extensions_of_another_structure_are_refused(string oid, byte[] value) =>
        Assert.Equal("certificate_structure", Draft.With(Der.Extension(oid, false, value)).Fault(Signer.P256).Rule);

    public static TheoryData<string, byte[]> Trailing => new()
    {
        { NameConstraintsId, Der.Sequence(Der.Explicit(1, Der.Sequence(Dns)), Der.Explicit(0, Der.Sequence(Dns))) },
        { DistributionPoints, Der.Sequence(Der.Sequence(Der.Explicit(0, Der.Explicit(0, Uri)), Der.Null)) },
        { DistributionPoints, Der.Sequence(Der.Sequence(Der.Explicit(0, Der.Explicit(0, Uri), Der.Null))) },
        { Policies, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"), Der.Sequence(Der.Sequence(Der.Oid("1.2.3"), Der.Null)), Der.Null)) },
        { PolicyMappings, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"), Der.Oid("1.2.4"), Der.Null)) },
        { PolicyConstraints, Der.Sequence(Der.Value(0x81, [0]), Der.Value(0x80, [0])) },
        { AuthorityInfoAccess, Der.Sequence(Der.Sequence(Der.Oid("1.2.3"), Uri, Der.Null)) },
        { SubjectAltName, Der.Sequence(Der.Value(0xa4, Der.Name("x"), Der.Null)) },
    };

    [Theory]
    [MemberData(nameof(Trailing))]
    public void Nothing_may_follow_in_an_extension(string oid, byte[] value) =>
        Assert.Equal("der_no_trailing_bytes", Draft.With(Der.Extension(oid, false, value)).Fault(Signer.P256).Rule);

    private static Certificate Read(string oid, byte[] value) => Draft.With(Der.Extension(oid, false, value)).Read(Signer.P256);

    private static byte[] Text(int tag, string text) => Der.Value((byte)(0x80 | tag), Encoding.ASCII.GetBytes(text));
}
