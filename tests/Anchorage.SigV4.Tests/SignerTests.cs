using static Anchorage.SigV4.Tests.Sample;

namespace Anchorage.SigV4.Tests;

public sealed class SignerTests
{
    [Fact]
    public void The_headers_to_set_are_returned()
    {
        var added = RequestSigner.Sign(Registration, BodySha256, Temporary, Region, "iot", Now, withContentSha256: true);
        Assert.Equal(["X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256", "Authorization"], added.Select(h => h.Key));
    }

    [Fact]
    public void Signing_again_replaces_an_earlier_signature()
    {
        var once = Signed();
        var again = RequestSigner.Sign(once, BodySha256, Lasting, Region, "iot", Now);
        Assert.Equal(once.Headers.Single(h => h.Key == "Authorization").Value, again.Single(h => h.Key == "Authorization").Value);
    }

    [Fact]
    public void A_time_in_another_zone_is_signed_in_UTC() => Assert.Equal(
        RequestSigner.Sign(Registration, BodySha256, Lasting, Region, "iot", Now),
        RequestSigner.Sign(Registration, BodySha256, Lasting, Region, "iot", Now.ToOffset(TimeSpan.FromHours(14))));

    [Fact]
    public void What_a_proxy_may_change_is_not_signed()
    {
        var request = Registration.With("User-Agent", "a").With("Connection", "keep-alive").With("Expect", "100-continue");
        Assert.Null(Signed(request).Changing("User-Agent", _ => "b").Changing("Connection", _ => "close").Without("Expect").Verify());
    }

    [Fact]
    public void A_request_without_a_host_is_a_mistake_in_the_calling_code()
    {
        var request = Registration.Without("Host");
        Assert.Throws<ArgumentException>(() => RequestSigner.Sign(request, BodySha256, Lasting, Region, "iot", Now));
        Assert.Throws<ArgumentException>(() => RequestSigner.Presign(request, Lasting, Region, "iot", Now, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Credentials_print_no_secret()
    {
        var printed = Temporary.ToString() + $"{Temporary}";
        Assert.Contains("AKIASAMPLE", printed, StringComparison.Ordinal);
        Assert.Contains("<redacted>", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Temporary.SecretAccessKey, printed, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, printed, StringComparison.Ordinal);
    }
}
