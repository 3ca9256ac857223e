using System.Diagnostics;
using CsCheck;
using static Anchorage.SigV4.Tests.Sample;

namespace Anchorage.SigV4.Tests;

/// <summary>Nothing a stranger sends throws, and nothing takes long.</summary>
public sealed class HostileInputTests
{
    private const int ServerLimit = 128 * 1024;

    // What breaks parsers, more often than chance would have it.
    private static readonly Gen<string> s_text = Gen.OneOf(
        Among(
            "%", "%2", "%zz", "%00", "%ff", "\0", "\n", "\r\n", " ", "\t", ";", ";;", "=", "&", ",", "/", "//", "/..", "+", "~",
            "\ud800", "\udc00", "é", "🔑", "\u0661", "X-Amz-Signature", "X-Amz-Credential=", "X-Amz-Date=20261123T145134Z",
            "host", "x-amz-date", "AWS4-HMAC-SHA256 ", "Credential=", "SignedHeaders=", "Signature=", "aws4_request", "20261123", "iot"),
        Gen.Char.Array[0, 3].Select(chars => new string(chars))).Array[0, 12].Select(string.Concat);

    private static readonly Gen<SignedRequest> s_request =
        from method in s_text
        from path in s_text
        from query in s_text
        from headers in Gen.Select(
            Gen.OneOf(Among("Authorization", "X-Amz-Date", "Date", "Host", "x-amz-security-token", "x-amz-content-sha256"), s_text),
            s_text).Array[0, 6]
        select new SignedRequest(method, path, query, [.. headers.Select(h => KeyValuePair.Create(h.Item1, h.Item2))]);

    [Fact]
    public void Any_request_is_read_or_refused() => s_request.Sample(AssertJudged, iter: 20_000);

    [Fact]
    public void A_good_request_with_anything_put_anywhere_is_read_or_refused() => Gen.Select(
        Gen.Int[0, Vector.Botocore.Count - 1], Gen.Int[0, 20], Gen.Int[0, 400], s_text).Sample((index, part, at, text) =>
        {
            var request = Vector.Botocore[index].Request;
            AssertJudged(part switch
            {
                0 => request with { Method = Insert(request.Method) },
                1 => request with { RawPath = Insert(request.RawPath) },
                2 => request with { RawQuery = Insert(request.RawQuery) },
                _ => request with
                {
                    Headers = [.. request.Headers.Select((h, i) => i == part % request.Headers.Count ? new(h.Key, Insert(h.Value)) : h)],
                },
            });

            string Insert(string into) => into.Insert(Math.Min(at, into.Length), text);
        }, iter: 20_000);

    [Theory]
    [InlineData("&")]
    [InlineData("a&")]
    [InlineData("=&")]
    [InlineData("b=1&a=2&")]
    [InlineData("%")]
    [InlineData("%41")]
    [InlineData("%&")]
    [InlineData("X-Amz-&")]
    [InlineData("é")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=1&")]
    public void The_longest_query_takes_milliseconds(string unit)
    {
        var request = Signed() with { RawQuery = Long(unit) };
        AssertQuick(request);
        AssertQuick(Presigned() with { RawQuery = Long(unit)[..^1000] + "&" + Presigned().RawQuery });
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/.")]
    [InlineData("/..")]
    [InlineData("/a/..")]
    [InlineData("/a")]
    [InlineData("%")]
    [InlineData("é")]
    public void The_longest_path_takes_milliseconds(string unit) => AssertQuick(Signed() with { RawPath = Long(unit) });

    [Theory]
    [InlineData(" ")]
    [InlineData(" a")]
    [InlineData("\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\ta")]
    [InlineData("é")]
    public void The_longest_header_takes_milliseconds(string unit) =>
        AssertQuick(Signed(Registration.With("x-meta", "a")).Changing("x-meta", _ => Long(unit)));

    [Theory]
    [InlineData(",")]
    [InlineData("a=,")]
    [InlineData(";")]
    [InlineData("/")]
    [InlineData(" ")]
    [InlineData("a;")]
    public void The_longest_authorization_header_takes_milliseconds(string unit)
    {
        AssertQuick(Signed().Changing("Authorization", value => value + Long(unit)));
        AssertQuick(Signed().Authorization("SignedHeaders=", "SignedHeaders=" + Long(unit)));
        AssertQuick(Signed().Authorization("Credential=", "Credential=" + Long(unit)));
    }

    [Fact]
    public void Thousands_of_headers_take_milliseconds()
    {
        var added = Enumerable.Range(0, 5000).Select(i => KeyValuePair.Create(i % 2 == 0 ? "x-meta" : $"h{i}", "value"));
        var request = Signed(Registration.With("x-meta", "a"));
        AssertQuick(request with { Headers = [.. request.Headers, .. added] });
    }

    [Fact]
    public void What_a_message_repeats_is_short_and_printable()
    {
        var fault = Signed().Changing("X-Amz-Date", _ => "\u001b[2J\r\n" + new string('x', 10_000)).Verify();
        Assert.InRange(fault!.Message.Length, 1, 600);
        Assert.DoesNotContain(fault.Message, char.IsControl);
    }

    private static Gen<string> Among(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Long(string unit) => string.Concat(Enumerable.Repeat(unit, ServerLimit / unit.Length));

    private static void AssertJudged(SignedRequest request)
    {
        var (signature, fault) = RequestSignature.Read(request);
        Assert.NotEqual(signature is null, fault is null);
        Assert.True(signature is null || signature.AccessKeyId == UnverifiedScope.Find(request)?.AccessKeyId);
        fault ??= signature!.Verify(request, BodySha256, "secret", signature.SignedAt);
        Assert.True(fault is null || (fault.Message.Length is > 20 and < 2000 && !fault.Message.Any(char.IsControl)), fault?.Message);
    }

    // Some of these took milliseconds when written; a quadratic step would take many seconds.
    private static void AssertQuick(SignedRequest request)
    {
        var started = Stopwatch.GetTimestamp();
        AssertJudged(request);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
