using static Anchorage.SigV4.Tests.Sample;

namespace Anchorage.SigV4.Tests;

public sealed class UnverifiedScopeTests
{
    [Theory]
    [InlineData("AWS4-HMAC-SHA256 Credential=123456789012/20261123/eu-west-1/s3/aws4_request, SignedHeaders=a, Signature=x", "eu-west-1")]
    [InlineData("AWS4-HMAC-SHA256 Credential=123456789012/20261123/eu-west-1/iot/aws4_request,SignedHeaders=a", "eu-west-1")]
    [InlineData("anything Credential=123456789012/20261123/eu-west-1", "eu-west-1")]
    [InlineData("Credential=123456789012/20261123/NOWHERE/iot/aws4_request", "NOWHERE")]
    [InlineData("Credential=123456789012/20261123//iot/aws4_request", null)]
    [InlineData("Credential=123456789012", null)]
    public void A_credential_is_found_however_broken_the_rest_is(string authorization, string? region) => Assert.Equal(
        new UnverifiedScope("123456789012", region), UnverifiedScope.Find(Registration.With("Authorization", authorization)));

    [Theory]
    [InlineData("AKIASAMPLE")]
    [InlineData("a,comma")]
    public void A_presigned_credential_is_found(string accessKeyId) => Assert.Equal(
        new UnverifiedScope(accessKeyId, Region),
        UnverifiedScope.Find(Presigned(credentials: Lasting with { AccessKeyId = accessKeyId }) with { Method = "PUT" }));

    [Theory]
    [InlineData("")]
    [InlineData("Bearer abc")]
    [InlineData("Credential=")]
    [InlineData("Credential=/20261123/eu-west-1")]
    [InlineData("Credential=\u00e9/20261123/eu-west-1")]
    public void Without_an_access_key_id_there_is_no_scope(string authorization)
    {
        Assert.Null(UnverifiedScope.Find(Registration.With("Authorization", authorization)));
        Assert.Null(UnverifiedScope.Find(Registration));
    }

    [Fact]
    public void Two_credentials_are_none()
    {
        var signed = Signed();
        Assert.Null(UnverifiedScope.Find(signed.With("Authorization", signed.Headers.Single(h => h.Key == "Authorization").Value)));
    }
}
