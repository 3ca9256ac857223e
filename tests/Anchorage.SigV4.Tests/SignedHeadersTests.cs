using static Anchorage.SigV4.SignatureFaultKind;
using static Anchorage.SigV4.Tests.Sample;

namespace Anchorage.SigV4.Tests;

public sealed class SignedHeadersTests
{
    private const string All = "content-type;host;x-amz-date";

    [Fact]
    public void An_unsigned_host_is_refused() => AssertFault(
        Signed().Authorization(All, "content-type;x-amz-date").Verify(),
        UnsignedHeader,
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");

    [Theory]
    [InlineData("x-amz-meta")]
    [InlineData("X-Amz-Security-Token")]
    [InlineData("x-amz-content-sha256")]
    [InlineData("X-AMZN-PRINCIPAL")]
    [InlineData("x-amzn-iot-name")]
    public void A_header_that_means_something_must_be_signed(string name) =>
        AssertFault(Signed().With(name, "x").Verify(), UnsignedHeader, $"The header '{name}' is not signed");

    [Fact]
    public void An_unsigned_date_is_refused() =>
        AssertFault(Signed().Authorization(All, "content-type;host").Verify(), UnsignedHeader, "The header 'X-Amz-Date' is not signed");

    [Theory]
    [InlineData("User-Agent")]
    [InlineData("X-Amzn-Trace-Id")]
    [InlineData("amz-sdk-invocation-id")]
    [InlineData("X-Forwarded-For")]
    [InlineData("x-amz")]
    public void Other_headers_may_be_added_on_the_way(string name) => Assert.Null(Signed().With(name, "x").Verify());

    [Fact]
    public void An_unsigned_content_type_is_taken() =>
        Assert.Null(Signed(Registration.Without("Content-Type")).With("Content-Type", "text/plain").Verify());

    [Theory]
    [InlineData("Content-Type;host;x-amz-date")]
    [InlineData("content-type;;host;x-amz-date")]
    [InlineData("content-type;host;x-amz-date;")]
    [InlineData(";content-type;host;x-amz-date")]
    [InlineData("content-type; host;x-amz-date")]
    [InlineData("content-type\n;host;x-amz-date")]
    [InlineData("content-type:x;host;x-amz-date")]
    public void A_name_that_is_none_is_refused(string names) =>
        AssertFault(Signed().Authorization(All, names).Verify(), IncompleteSignature, "SignedHeaders has the name '");

    [Theory]
    [InlineData("host;content-type;x-amz-date", "SignedHeaders has 'content-type' after 'host'.")]
    [InlineData("content-type;host;host;x-amz-date", "SignedHeaders has 'host' after 'host'.")]
    public void Names_out_of_order_or_repeated_are_refused(string names, string text) =>
        AssertFault(Signed().Authorization(All, names).Verify(), IncompleteSignature, text);

    [Fact]
    public void A_signed_header_that_the_request_lacks_is_named() => AssertFault(
        Signed().Authorization(All, "content-type;host;x-absent;x-amz-date").Verify(),
        InvalidSignature,
        SignatureMismatch.Text,
        "names 'x-absent', but the request has no such header");

    [Fact]
    public void Up_to_64_headers_are_taken()
    {
        Assert.Null(Signed(WithMeta(64 - 3)).Verify());
        AssertFault(Signed(WithMeta(64 - 2)).Verify(), IncompleteSignature, "SignedHeaders names more than 64 headers.");

        static SignedRequest WithMeta(int count) =>
            Enumerable.Range(0, count).Aggregate(Registration, (request, i) => request.With($"X-Meta-{i}", "x"));
    }
}
