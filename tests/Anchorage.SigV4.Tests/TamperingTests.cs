using static Anchorage.SigV4.SignatureFaultKind;

namespace Anchorage.SigV4.Tests;

/// <summary>Changes one signed thing at a time in every vector.</summary>
public sealed class TamperingTests
{
    // Vectors with thousands of segments or parameters have this many of them changed.
    private const int Most = 120;

    private static readonly string[] s_authParameters =
    [
        "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature",
    ];

    public static TheoryData<string> Names => [.. Vector.Botocore.Concat(Vector.Captured).Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_method_is_refused(string name)
    {
        var vector = Vector.Named(name);
        var tampered = vector.Request with { Method = vector.Method == "GET" ? "POST" : "GET" };
        Assert.Equal(vector.IsPresigned ? PresignedNotAllowed : InvalidSignature, vector.Verify(tampered)?.Kind);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_path_segment_is_refused(string name)
    {
        var vector = Vector.Named(name);
        var segments = NormalizedPath.Of(vector.RawPath).Split('/');
        var expected = vector.Service == "iotdevicegateway" ? WrongScope : InvalidSignature;
        for (var i = 1; i < Math.Min(segments.Length, Most); i++)
        {
            var changed = (string[])segments.Clone();
            changed[i] += "x";
            Assert.Equal(expected, vector.Verify(vector.Request with { RawPath = string.Join('/', changed) })?.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_query_name_or_value_is_refused_and_so_is_one_less_or_one_more(string name)
    {
        var vector = Vector.Named(name);
        Assert.Equal(InvalidSignature, vector.Verify(WithQuery(vector, [.. Pairs(vector), "more=1"]))?.Kind);

        var pairs = Pairs(vector);
        for (var i = 0; i < Math.Min(pairs.Length, Most); i++)
        {
            var (parameter, value) = pairs[i].Split('=', 2) is [var n, var v] ? (n, v) : (pairs[i], "");
            if (vector.IsPresigned && (s_authParameters.Contains(parameter) || IsTokenOutsideTheSignature(vector, parameter)))
            {
                continue;
            }

            Assert.Equal(InvalidSignature, vector.Verify(WithQuery(vector, Changed(pairs, i, $"{parameter}x={value}")))?.Kind);
            Assert.Equal(InvalidSignature, vector.Verify(WithQuery(vector, Changed(pairs, i, $"{parameter}={value}x")))?.Kind);
            Assert.Equal(InvalidSignature, vector.Verify(WithQuery(vector, [.. pairs[..i], .. pairs[(i + 1)..]]))?.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_value_of_a_signed_header_is_refused(string name)
    {
        var vector = Vector.Named(name);
        foreach (var header in vector.SignedHeaders)
        {
            var expected = header switch
            {
                "x-amz-date" => IncompleteSignature,
                "date" => IncompleteSignature,
                "x-amz-content-sha256" => PayloadHashMismatch,
                _ => InvalidSignature,
            };
            Assert.Equal(expected, vector.Verify(vector.Request.Changing(header, value => value + "x"))?.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_signed_header_that_is_gone_is_missed(string name)
    {
        var vector = Vector.Named(name);
        foreach (var header in vector.SignedHeaders)
        {
            var expected = header is "x-amz-date" or "date" ? IncompleteSignature : InvalidSignature;
            Assert.Equal(expected, vector.Verify(vector.Request.Without(header))?.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_signed_header_sent_once_more_is_refused(string name)
    {
        var vector = Vector.Named(name);
        foreach (var header in vector.SignedHeaders)
        {
            var expected = header is "host" or "x-amz-date" or "date" or "x-amz-security-token" or "x-amz-content-sha256"
                ? IncompleteSignature
                : InvalidSignature;
            Assert.Equal(expected, vector.Verify(vector.Request.With(header, vector.Header(header)!))?.Kind);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_body_is_refused(string name)
    {
        var vector = Vector.Named(name);
        var other = (byte[])vector.BodySha256.Clone();
        other[31] ^= 1;
        Assert.Equal(
            vector.Header("x-amz-content-sha256") is null ? InvalidSignature : PayloadHashMismatch, vector.Verify(bodySha256: other)?.Kind);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_scope_is_refused(string name)
    {
        var vector = Vector.Named(name);
        var date = vector.SignedAt[..8];
        Assert.Equal(WrongScope, vector.Verify(WithScope(vector, "20200101", vector.Region, vector.Service, "aws4_request"))?.Kind);
        Assert.Equal(InvalidSignature, vector.Verify(WithScope(vector, date, "us-west-2", vector.Service, "aws4_request"))?.Kind);
        Assert.Equal(WrongScope, vector.Verify(WithScope(vector, date, "US_EAST", vector.Service, "aws4_request"))?.Kind);
        var service = vector.Service == "iot" ? "execute-api" : "iot";
        Assert.Equal(InvalidSignature, vector.Verify(WithScope(vector, date, vector.Region, service, "aws4_request"))?.Kind);
        Assert.Equal(WrongScope, vector.Verify(WithScope(vector, date, vector.Region, "s3", "aws4_request"))?.Kind);
        Assert.Equal(WrongScope, vector.Verify(WithScope(vector, date, vector.Region, vector.Service, "aws5_request"))?.Kind);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_later_time_is_refused_at_that_time_too(string name)
    {
        var vector = Vector.Named(name);
        var later = vector.Time.AddDays(1);
        string Shift(string text) => text
            .Replace(vector.SignedAt, later.Basic(), StringComparison.Ordinal)
            .Replace(vector.SignedAt[..8], later.Basic()[..8], StringComparison.Ordinal);
        var tampered = vector.Request with { RawQuery = vector.IsPresigned ? Shift(vector.RawQuery) : vector.RawQuery };
        tampered = tampered.Changing("x-amz-date", Shift).Changing("authorization", Shift).Changing("date", _ => later.Basic());

        var (signature, fault) = RequestSignature.Read(tampered);

        Assert.Null(fault);
        Assert.Equal(
            SignatureNotYetCurrent, signature!.Verify(tampered, vector.BodySha256, vector.SecretAccessKey, vector.Time)?.Kind);
        Assert.Equal(InvalidSignature, signature.Verify(tampered, vector.BodySha256, vector.SecretAccessKey, later)?.Kind);
    }

    // The access key id is not part of what is signed; it says whose secret to verify with.
    [Theory]
    [MemberData(nameof(Names))]
    public void Another_access_key_is_read_as_such_and_its_secret_does_not_fit(string name)
    {
        var vector = Vector.Named(name);
        var tampered = vector.Request with { RawQuery = Replaced(vector.RawQuery) };
        tampered = tampered.Changing("authorization", Replaced);

        var (signature, fault) = RequestSignature.Read(tampered);

        Assert.Null(fault);
        Assert.Equal("AKIAOTHER", signature!.AccessKeyId);
        Assert.Equal(InvalidSignature, signature.Verify(tampered, vector.BodySha256, "another secret", vector.Time)?.Kind);

        string Replaced(string text) => text.Replace(vector.AccessKeyId, "AKIAOTHER", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_other_digit_of_the_signature_is_refused(string name)
    {
        var vector = Vector.Named(name);
        for (var i = 1; i <= 64; i++)
        {
            Assert.Equal(
                InvalidSignature,
                vector.IsPresigned
                    ? vector.Verify(vector.Request with { RawQuery = Flip(vector.RawQuery, i) })?.Kind
                    : vector.Verify(vector.Request.Changing("authorization", value => Flip(value, i)))?.Kind);
        }

        // Both forms end with the signature, or with a parameter that was added after it.
        static string Flip(string text, int digit)
        {
            var at = text.IndexOf("Signature=", StringComparison.Ordinal) + "Signature=".Length + digit - 1;
            return text[..at] + (text[at] == '0' ? '1' : '0') + text[(at + 1)..];
        }
    }

    private static bool IsTokenOutsideTheSignature(Vector vector, string parameter) =>
        parameter == "X-Amz-Security-Token" && vector.RawPath == "/mqtt";

    private static string[] Pairs(Vector vector) => vector.RawQuery.Length == 0 ? [] : vector.RawQuery.Split('&');

    private static string[] Changed(string[] pairs, int index, string pair)
    {
        var changed = (string[])pairs.Clone();
        changed[index] = pair;
        return changed;
    }

    private static SignedRequest WithQuery(Vector vector, string[] pairs) => vector.Request with { RawQuery = string.Join('&', pairs) };

    private static SignedRequest WithScope(Vector vector, string date, string region, string service, string terminator)
    {
        string Replaced(string text, string slash) => text.Replace(
            string.Join(slash, vector.AccessKeyId, vector.SignedAt[..8], vector.Region, vector.Service, "aws4_request"),
            string.Join(slash, vector.AccessKeyId, date, region, service, terminator),
            StringComparison.Ordinal);
        return vector.Request.Changing("authorization", value => Replaced(value, "/")) with { RawQuery = Replaced(vector.RawQuery, "%2F") };
    }
}
