using static Anchorage.Provisioning.Tests.Judgement;

namespace Anchorage.Provisioning.Tests;

public class CertificateTests
{
    private static string Certificate(string properties, string overrides = "{}") =>
        $$"""{"Type": "AWS::IoT::Certificate", "Properties": {{properties}}, "OverrideSettings": {{overrides}}}""";

    [Theory]
    [InlineData("{}", "$.Resources.certificate.Properties", "no CertificateId")]
    [InlineData("""{"CertificateId": "abc"}""", "$.Resources.certificate.Properties.CertificateId", "must be {\"Ref\"")]
    [InlineData("""{"CertificateId": {"Ref": "AWS::IoT::Certificate::CommonName"}}""", "$.Resources.certificate.Properties.CertificateId", "must be {\"Ref\"")]
    [InlineData("""{"CertificateId": {"Fn::Sub": "${AWS::IoT::Certificate::Id}"}}""", "$.Resources.certificate.Properties.CertificateId", "must be {\"Ref\"")]
    [InlineData("""{"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "CertificatePem": "x"}""", "$.Resources.certificate.Properties.CertificatePem", "no place in a just-in-time template")]
    [InlineData("""{"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "CertificateSigningRequest": "x"}""", "$.Resources.certificate.Properties.CertificateSigningRequest", "no place in a just-in-time template")]
    [InlineData("""{"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "certificateStatus": "x"}""", "$.Resources.certificate.Properties.certificateStatus", "no member of the Properties of a certificate")]
    public void A_just_in_time_certificate_is_named_by_its_id_and_nothing_else(string properties, string path, string word) =>
        Refuse(Sample.Jitp(certificate: Certificate(properties)), path, word);

    [Theory]
    [InlineData("""{"CertificateId": {"Ref": "P"}}""", typeof(CertificateById))]
    [InlineData("""{"CertificateSigningRequest": {"Ref": "P"}}""", typeof(RequestedCertificate))]
    [InlineData("""{"CertificatePem": {"Ref": "P"}}""", typeof(GivenCertificate))]
    [InlineData("""{"CertificatePem": {"Ref": "P"}, "CACertificatePem": "pem"}""", typeof(GivenCertificate))]
    public void A_fleet_certificate_has_one_of_three_sources(string properties, Type source) =>
        Assert.IsType(source, AcceptFleet(Sample.Fleet(certificate: Certificate(properties))).Certificate.Source);

    [Theory]
    [InlineData("{}", "$.Resources.certificate.Properties", "none of CertificateSigningRequest, CertificateId and CertificatePem")]
    [InlineData("""{"CertificateId": "a", "CertificatePem": "b"}""", "$.Resources.certificate.Properties", "has 2 of")]
    [InlineData("""{"CertificateId": "a", "CACertificatePem": "b"}""", "$.Resources.certificate.Properties.CACertificatePem", "without CertificatePem")]
    [InlineData("""{"CertificatePem": ""}""", "$.Resources.certificate.Properties.CertificatePem", "unset shell variable")]
    public void A_fleet_certificate_with_another_source_is_refused(string properties, string path, string word) =>
        RefuseFleet(Sample.Fleet(certificate: Certificate(properties)), path, word);

    [Theory]
    [InlineData("\"Active\"", "ACTIVE")]
    [InlineData("\"active\"", "ACTIVE")]
    [InlineData("\"INACTIVE\"", "INACTIVE")]
    [InlineData("\"Inactive\"", "INACTIVE")]
    public void A_status_is_read_in_any_letter_case(string status, string read) =>
        Assert.Equal(new LiteralValue(read), AcceptFleet(Sample.Fleet(certificate: Certificate($$"""{"CertificateId": "a", "Status": {{status}}}"""))).Certificate.Status);

    [Fact]
    public void A_status_may_be_absent_or_a_function()
    {
        Assert.Null(AcceptFleet(Sample.Fleet()).Certificate.Status);
        var template = AcceptFleet(Sample.Fleet(certificate: Certificate("""{"CertificateId": "a", "Status": {"Ref": "P"}}""")));
        Assert.Equal(new RefValue("P"), template.Certificate.Status);
    }

    [Theory]
    [InlineData("\"REVOKED\"", "Status is 'REVOKED'; a template sets ACTIVE or INACTIVE")]
    [InlineData("true", "True stands where a string is expected")]
    public void Another_status_is_refused(string status, string word) =>
        RefuseFleet(Sample.Fleet(certificate: Certificate($$"""{"CertificateId": "a", "Status": {{status}}}""")), "$.Resources.certificate.Properties.Status", word);

    [Theory]
    [InlineData("{}", ResourceOverride.DoNothing)]
    [InlineData("""{"Status": "DO_NOTHING"}""", ResourceOverride.DoNothing)]
    [InlineData("""{"Status": "REPLACE"}""", ResourceOverride.Replace)]
    [InlineData("""{"Status": "FAIL"}""", ResourceOverride.Fail)]
    public void The_override_of_the_status_is_read(string overrides, ResourceOverride read) =>
        Assert.Equal(read, AcceptFleet(Sample.Fleet(certificate: Certificate("""{"CertificateId": "a"}""", overrides))).Certificate.StatusOverride);

    [Theory]
    [InlineData("""{"Status": "MERGE"}""", "$.Resources.certificate.OverrideSettings.Status", "MERGE is for ThingGroups and AttributePayload")]
    [InlineData("""{"Status": "replace"}""", "$.Resources.certificate.OverrideSettings.Status", "Did you mean 'REPLACE'?")]
    [InlineData("""{"Status": {"Ref": "P"}}""", "$.Resources.certificate.OverrideSettings.Status", "is an object")]
    [InlineData("""{"CertificateId": "REPLACE"}""", "$.Resources.certificate.OverrideSettings.CertificateId", "Allowed are Status.")]
    [InlineData("\"REPLACE\"", "$.Resources.certificate.OverrideSettings", "must be an object")]
    public void Another_override_is_refused(string overrides, string path, string word) =>
        RefuseFleet(Sample.Fleet(certificate: Certificate("""{"CertificateId": "a"}""", overrides)), path, word);
}
