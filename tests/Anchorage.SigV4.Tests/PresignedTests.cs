using static Anchorage.SigV4.SignatureFaultKind;
using static Anchorage.SigV4.Tests.Sample;

namespace Anchorage.SigV4.Tests;

public sealed class PresignedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(900)]
    public void A_presigned_request_holds_for_as_long_as_it_says(int seconds)
    {
        Assert.Null(Presigned(seconds: seconds).Verify(Now.AddSeconds(seconds)));
        Assert.Equal(SignatureExpired, Presigned(seconds: seconds).Verify(Now.AddSeconds(seconds + 1))?.Kind);
    }

    [Fact]
    public void The_text_of_an_expired_one_has_its_own_life() => AssertFault(
        Presigned(seconds: 90).Verify(Now.AddSeconds(91)),
        SignatureExpired,
        "Signature expired: 20261123T145134Z is now earlier than 20261123T145135Z (20261123T145305Z - 90 sec.). ",
        "Presign the URL again.");

    [Fact]
    public void A_presigned_request_may_come_from_a_clock_that_is_five_minutes_ahead()
    {
        Assert.Null(Presigned().Verify(Now.AddMinutes(-5)));
        Assert.Equal(SignatureNotYetCurrent, Presigned().Verify(Now.AddMinutes(-5).AddSeconds(-1))?.Kind);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("901")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("%201")]
    [InlineData("99999999999999999999")]
    public void A_life_outside_1_to_900_seconds_is_refused(string seconds) => AssertFault(
        Presigned().Query("X-Amz-Expires=900", $"X-Amz-Expires={seconds}").Verify(),
        IncompleteSignature,
        "X-Amz-Expires is '",
        "Wanted 1 to 900 seconds");

    [Fact]
    public void A_life_must_be_said() => AssertFault(
        Presigned().Query("&X-Amz-Expires=900", "").Verify(), IncompleteSignature, "X-Amz-Expires is absent. Wanted 1 to 900 seconds");

    [Fact]
    public void On_mqtt_a_life_that_is_not_said_is_the_clock_skew()
    {
        var withoutLife = Vector.Named("aws-crt mqtt no token");
        var request = withoutLife.Request;
        var signature = RequestSignature.Read(request).Signature!;

        SignatureFault? At(TimeSpan age) =>
            signature.Verify(request, withoutLife.BodySha256, withoutLife.SecretAccessKey, withoutLife.Time + age);
        Assert.Null(At(TimeSpan.FromMinutes(5)));
        Assert.Equal(SignatureExpired, At(TimeSpan.FromSeconds(301))?.Kind);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("HEAD")]
    [InlineData("get")]
    public void Only_GET_can_be_presigned(string method) => AssertFault(
        (Presigned() with { Method = method }).Verify(bodySha256: EmptySha256),
        PresignedNotAllowed,
        $"A '{method}' request cannot be presigned here; only GET can.");

    [Theory]
    [InlineData("X-Amz-Algorithm=AWS4-HMAC-SHA256", "X-Amz-Algorithm")]
    [InlineData("X-Amz-Date=20261123T145134Z", "X-Amz-Date")]
    [InlineData("X-Amz-SignedHeaders=host", "X-Amz-SignedHeaders")]
    [InlineData("X-Amz-Credential=AKIASAMPLE%2F20261123%2Feu-central-1%2Fiot%2Faws4_request", "X-Amz-Credential")]
    public void A_missing_parameter_is_named(string parameter, string name) => AssertFault(
        Presigned().Query(parameter, "a=1").Verify(),
        IncompleteSignature,
        $"AWS query-string parameters must include '{name}'. Re-examine the query-string parameters.");

    [Fact]
    public void One_parameter_alone_lacks_the_others() => AssertFault(
        (Presigned() with { RawQuery = "X-Amz-Expires=1" }).Verify(),
        IncompleteSignature,
        "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string parameters must include 'X-Amz-Credential'. "
        + "AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
        + "AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.");

    [Theory]
    [InlineData("X-Amz-Algorithm")]
    [InlineData("X-Amz-Credential")]
    [InlineData("X-Amz-Date")]
    [InlineData("X-Amz-Expires")]
    [InlineData("X-Amz-SignedHeaders")]
    [InlineData("X-Amz-Signature")]
    [InlineData("X-Amz-Security-Token")]
    [InlineData("X-Amz-Content-Sha256")]
    public void A_repeated_parameter_is_refused_however_it_is_encoded(string name)
    {
        var text = $"The query has more than one {name} parameter.";
        var request = Presigned();
        AssertFault((request with { RawQuery = $"{name}=1&{name}=1&{request.RawQuery}" }).Verify(), IncompleteSignature, text);
        var encoded = name.Replace("-", "%2D", StringComparison.Ordinal);
        AssertFault((request with { RawQuery = $"{name}=1&{encoded}=1&{request.RawQuery}" }).Verify(), IncompleteSignature, text);
    }

    [Fact]
    public void A_date_of_another_form_is_refused() => AssertFault(
        Presigned().Query("20261123T145134Z", "2026-11-23").Verify(), IncompleteSignature, "X-Amz-Date must be in the ISO8601 Long Format");

    [Fact]
    public void A_session_token_in_the_query_is_signed()
    {
        var request = Presigned(credentials: Temporary);
        Assert.Null(request.Verify());
        Assert.Equal(Token, RequestSignature.Read(request).Signature!.SessionToken);
        Assert.Equal(InvalidSignature, request.Query("session%2F%2Ftoken", "other").Verify()?.Kind);
    }

    [Fact]
    public void Only_on_mqtt_may_the_session_token_be_added_after_signing()
    {
        Assert.Null(Presigned("/mqtt", credentials: Temporary, signSessionToken: false).Verify());
        Assert.Null(Presigned("/mqtt", credentials: Temporary, signSessionToken: true).Verify());
        Assert.Equal(InvalidSignature, Presigned("/endpoint", credentials: Temporary, signSessionToken: false).Verify()?.Kind);
        Assert.Equal(InvalidSignature, Presigned("/mqtt/", credentials: Temporary, signSessionToken: false).Verify()?.Kind);
    }

    [Fact]
    public void A_session_token_at_the_very_end_is_taken_on_mqtt()
    {
        var signed = Presigned("/mqtt");
        var request = signed with { RawQuery = signed.RawQuery + "&X-Amz-Security-Token=abc%3D" };
        Assert.Null(request.Verify());
        Assert.Equal("abc=", RequestSignature.Read(request).Signature!.SessionToken);
    }

    [Theory]
    [InlineData("UNSIGNED-PAYLOAD", UnsignedPayload)]
    [InlineData("abc", PayloadHashMismatch)]
    public void A_body_hash_in_the_query_counts_like_one_in_a_header(string value, SignatureFaultKind kind)
    {
        var request = Presigned();
        Assert.Equal(kind, (request with { RawQuery = $"X-Amz-Content-Sha256={value}&{request.RawQuery}" }).Verify()?.Kind);
    }

    [Fact]
    public void Parameters_that_a_proxy_escaped_are_still_ours()
    {
        var request = Presigned("/mqtt", credentials: Temporary, signSessionToken: false);
        Assert.Null(request.Query("X-Amz-Signature", "X%2DAmz%2dSignature").Query("X-Amz-Security-Token", "%58-Amz-Security-Token").Verify());
    }

    [Fact]
    public void A_body_is_refused() =>
        Assert.Equal(InvalidSignature, Presigned().Verify(bodySha256: BodySha256)?.Kind);

    [Fact]
    public void An_unsigned_header_that_means_something_is_refused() =>
        Assert.Equal(UnsignedHeader, Presigned().With("x-amzn-principal", "x").Verify()?.Kind);
}
