using static Anchorage.SigV4.SignatureFaultKind;
using static Anchorage.SigV4.Tests.Sample;

namespace Anchorage.SigV4.Tests;

public sealed class SigningKeyCacheTests
{
    private readonly SigningKeyCache _cache = new();

    [Fact]
    public void A_kept_key_gives_the_same_verdicts()
    {
        var good = Signed();
        var bad = good with { RawPath = "/other" };
        for (var i = 0; i < 3; i++)
        {
            Assert.Null(Verify(good, Lasting.SecretAccessKey));
            Assert.Equal(InvalidSignature, Verify(bad, Lasting.SecretAccessKey)?.Kind);
        }
    }

    [Fact]
    public void A_rotated_secret_takes_effect_at_once()
    {
        var old = Signed();
        Assert.Null(Verify(old, Lasting.SecretAccessKey));

        var rotated = Lasting with { SecretAccessKey = "rotated" };
        Assert.Equal(InvalidSignature, Verify(old, rotated.SecretAccessKey)?.Kind);
        Assert.Null(Verify(Signed(credentials: rotated), rotated.SecretAccessKey));
        Assert.Equal(InvalidSignature, Verify(old, rotated.SecretAccessKey)?.Kind);
    }

    [Fact]
    public void A_refused_request_leaves_nothing_behind()
    {
        var request = Signed();
        Assert.NotNull(Verify(request, "guess"));
        Span<byte> key = stackalloc byte[32];
        Assert.False(_cache.TryGet(RequestSignature.Read(request).Signature!, "guess", key));
    }

    [Fact]
    public void Keys_of_other_services_days_and_key_ids_do_not_answer_for_each_other()
    {
        Assert.Null(Verify(Signed(), Lasting.SecretAccessKey));
        Span<byte> key = stackalloc byte[32];
        SignedRequest[] others =
        [
            Signed(service: "execute-api"),
            Signed(credentials: Lasting with { AccessKeyId = "AKIAOTHER" }),
            Signed().Authorization("eu-central-1", "eu-central-2"),
        ];
        Assert.True(_cache.TryGet(RequestSignature.Read(Signed()).Signature!, Lasting.SecretAccessKey, key));
        foreach (var other in others)
        {
            Assert.False(_cache.TryGet(RequestSignature.Read(other).Signature!, Lasting.SecretAccessKey, key));
        }
    }

    [Fact]
    public void More_keys_than_it_holds_push_each_other_out_and_all_verify()
    {
        for (var i = 0; i < SigningKeyCache.Capacity * 2; i++)
        {
            Assert.Null(Verify(Signed(credentials: Lasting with { AccessKeyId = $"AKIA{i}" }), Lasting.SecretAccessKey));
        }
    }

    private SignatureFault? Verify(SignedRequest request, string secret) =>
        RequestSignature.Read(request).Signature!.Verify(request, BodySha256, secret, Now, _cache);
}
