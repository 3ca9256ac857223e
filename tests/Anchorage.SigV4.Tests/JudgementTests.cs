using static Anchorage.SigV4.SignatureFaultKind;
using static Anchorage.SigV4.Tests.Sample;

namespace Anchorage.SigV4.Tests;

public sealed class JudgementTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_wrong_secret_is_a_mismatch_that_says_what_was_signed()
    {
        var request = Signed();
        var fault = RequestSignature.Read(request).Signature!.Verify(request, BodySha256, "wrong", Now);
        AssertFault(
            fault,
            InvalidSignature,
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing "
            + "method. Consult the service documentation for details.",
            "'AKIASAMPLE'",
            "eu-central-1/iot",
            "'content-type;host;x-amz-date'");
    }

    [Fact]
    public void A_clock_may_be_off_by_five_minutes_either_way()
    {
        Assert.Null(Signed().Verify(Now.AddMinutes(5)));
        Assert.Null(Signed().Verify(Now.AddMinutes(-5)));
    }

    [Fact]
    public void A_request_signed_longer_ago_is_expired() => AssertFault(
        Signed().Verify(Now.AddMinutes(5) + s_second),
        SignatureExpired,
        "Signature expired: 20261123T145134Z is now earlier than 20261123T145135Z (20261123T145635Z - 5 min.). ",
        "Set the clock");

    [Fact]
    public void A_request_signed_in_the_future_is_not_yet_current() => AssertFault(
        Signed().Verify(Now.AddMinutes(-5) - s_second),
        SignatureNotYetCurrent,
        "Signature not yet current: 20261123T145134Z is still later than 20261123T145133Z (20261123T144633Z + 5 min.). ",
        "Set the clock");

    [Theory]
    [InlineData("00010101T000000Z", SignatureExpired)]
    [InlineData("99991231T235959Z", SignatureNotYetCurrent)]
    public void The_first_and_the_last_moment_there_are_can_be_judged(string time, SignatureFaultKind kind)
    {
        var request = Signed().Changing("X-Amz-Date", _ => time).Authorization("/20261123/", $"/{time[..8]}/");
        Assert.Equal(kind, request.Verify()?.Kind);
        var presigned = Presigned().Query("20261123T145134Z", time).Query("20261123%2F", $"{time[..8]}%2F");
        Assert.Equal(kind, presigned.Verify()?.Kind);
    }

    [Fact]
    public void A_stated_body_hash_that_is_right_holds() => Assert.Null(Signed(withContentSha256: true).Verify());

    [Fact]
    public void A_stated_body_hash_that_is_not_the_bodys_is_refused() => AssertFault(
        Signed(withContentSha256: true).Verify(bodySha256: EmptySha256),
        PayloadHashMismatch,
        "The provided 'x-amz-content-sha256' header does not match what was computed",
        Convert.ToHexStringLower(BodySha256),
        Convert.ToHexStringLower(EmptySha256));

    [Theory]
    [InlineData("UNSIGNED-PAYLOAD")]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")]
    public void A_body_outside_the_signature_is_refused_by_name(string value) => AssertFault(
        Signed(withContentSha256: true).Changing("X-Amz-Content-Sha256", _ => value).Verify(),
        UnsignedPayload,
        $"x-amz-content-sha256 is '{value}'");

    [Theory]
    [InlineData("")]
    [InlineData("unsigned-payload")]
    [InlineData("44136FA355B3678A1146AD16F7E8649E94FB4FC21FE77E8310C060F61CAAFF8A")]
    public void A_stated_body_hash_of_another_form_is_refused(string value) => Assert.Equal(
        PayloadHashMismatch, Signed(withContentSha256: true).Changing("X-Amz-Content-Sha256", _ => value).Verify()?.Kind);

    [Fact]
    public void Judging_another_request_than_was_read_is_a_mistake_in_the_calling_code()
    {
        var request = Signed();
        var signature = RequestSignature.Read(request).Signature!;
        Assert.Throws<ArgumentException>(() =>
            signature.Verify(request with { Method = "DELETE" }, BodySha256, Lasting.SecretAccessKey, Now));
        Assert.Throws<ArgumentOutOfRangeException>(() => signature.Verify(request, new byte[31], Lasting.SecretAccessKey, Now));
    }

    [Fact]
    public void A_query_that_a_client_signed_re_encoded_holds()
    {
        var encoded = Registration with { RawQuery = "resourceArn=arn%3Aaws%3Aiot&b=%2B" };
        var sent = Signed(encoded) with { RawQuery = "b=+&resourceArn=arn:aws%3aiot" };
        Assert.Null(sent.Verify());
    }

    [Fact]
    public void A_plus_that_a_client_signed_as_a_space_is_refused_with_advice()
    {
        var sent = Signed(Registration with { RawQuery = "a=b%20c" }) with { RawQuery = "a=b+c" };
        AssertFault(sent.Verify(), InvalidSignature, SignatureMismatch.Text, "send %20 for a space");
    }

    [Fact]
    public void An_escaped_separator_does_not_become_one()
    {
        var sent = Signed(Registration with { RawQuery = "a=1%26b%3D2" }) with { RawQuery = "a=1&b=2" };
        Assert.Equal(InvalidSignature, sent.Verify()?.Kind);
    }

    [Fact]
    public void No_message_holds_a_secret_a_token_or_the_signature_we_calculated()
    {
        var good = Signed(credentials: Temporary);
        var expected = good.Headers.Single(h => h.Key == "Authorization").Value[^64..];
        var bad = good.Authorization(expected, new string('0', 64));
        SignatureFault?[] faults =
        [
            bad.Verify(), bad.Verify(Now.AddDays(1)), bad.Verify(Now.AddDays(-1)), bad.Verify(bodySha256: EmptySha256),
            SignatureFault.UnrecognizedClient("AKIASAMPLE"), SignatureFault.ExpiredToken(Now),
        ];
        Assert.All(faults, fault =>
        {
            Assert.NotNull(fault);
            Assert.DoesNotContain(Lasting.SecretAccessKey, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Token, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(expected, fault.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void An_unknown_key_and_an_expired_token_have_AWSs_texts()
    {
        AssertFault(
            SignatureFault.UnrecognizedClient("AKIA\u001b[31m"),
            UnrecognizedClient,
            "The security token included in the request is invalid. ",
            "'AKIA\\u001B[31m'");
        AssertFault(
            SignatureFault.ExpiredToken(Now), ExpiredToken, "The security token included in the request is expired. ", "20261123T145134Z");
    }

    [Fact]
    public void A_session_token_is_read_and_is_part_of_what_is_signed()
    {
        var request = Signed(credentials: Temporary);
        Assert.Equal(Token, RequestSignature.Read(request).Signature!.SessionToken);
        Assert.Null(request.Verify());
        Assert.Equal(InvalidSignature, request.Changing("X-Amz-Security-Token", _ => "other").Verify()?.Kind);
        Assert.Null(RequestSignature.Read(Signed()).Signature!.SessionToken);
    }
}
