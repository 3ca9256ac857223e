using static Anchorage.SigV4.SignatureFaultKind;
using static Anchorage.SigV4.Tests.Sample;

namespace Anchorage.SigV4.Tests;

public sealed class ScopeTests
{
    [Theory]
    [InlineData("iot")]
    [InlineData("execute-api")]
    public void Both_signing_names_of_the_service_are_taken(string service) => Assert.Null(Signed(service: service).Verify());

    [Theory]
    [InlineData("s3")]
    [InlineData("iotdata")]
    [InlineData("iotdevicegateway")]
    [InlineData("IOT")]
    [InlineData("")]
    public void Another_service_is_refused_and_both_names_are_given(string service) => AssertFault(
        Signed(service: service).Verify(),
        WrongScope,
        "Credential should be scoped to correct service: 'iot'. ",
        $"Got '{service}'",
        "'iot'",
        "'execute-api'");

    [Fact]
    public void The_device_gateway_is_a_service_on_mqtt_only()
    {
        Assert.Null(Presigned("/mqtt", service: "iotdevicegateway").Verify());
        Assert.Null(Presigned("/mqtt", service: "iot").Verify());
        Assert.Equal(WrongScope, Presigned("/mqtt/", service: "iotdevicegateway").Verify()?.Kind);
    }

    [Theory]
    [InlineData("US-EAST-1")]
    [InlineData("us_east_1")]
    [InlineData("")]
    [InlineData("us east")]
    [InlineData("a-region-name-of-thirty-three-char")]
    public void A_region_that_cannot_be_one_is_refused(string region) => AssertFault(
        Signed().Authorization("eu-central-1", region).Verify(),
        WrongScope,
        $"Credential should be scoped to a valid region, not '{region}'. ");

    [Fact]
    public void Another_terminator_is_refused() => AssertFault(
        Signed().Authorization("aws4_request", "aws5_request").Verify(),
        WrongScope,
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'.");

    [Fact]
    public void A_scope_of_another_day_than_the_time_is_refused() => AssertFault(
        Signed().Authorization("/20261123/", "/20261122/").Verify(),
        WrongScope,
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
        + "'20261122' != '20261123', from '20261123T145134Z'.");

    [Fact]
    public void All_faults_of_a_scope_are_said_at_once() => AssertFault(
        Signed().Authorization("/20261123/eu-central-1/iot/aws4_request", "/x/Y/z/w").Verify(),
        WrongScope,
        "Credential should be scoped to a valid region, not 'Y'.",
        "correct service: 'iot'",
        "not 'w'",
        "'x' != '20261123'");
}
