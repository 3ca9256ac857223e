using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Anchorage.SigV4;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>Puts a caller's name to a request: a signature, or under <c>--auth none</c> the mere claim of one.</summary>
internal static partial class RequestSigning
{
    /// <summary>An Authorization header that says who calls and whose signature nobody checks.</summary>
    public static WireRequest Claim(WireRequest request, TranscriptCaller caller) =>
        With(request, new KeyValuePair<string, string>(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={caller.AccountId}/20260101/{caller.SignedRegion}/iot/aws4_request, "
            + $"SignedHeaders=host, Signature={new string('0', 64)}"));

    /// <summary>Signs as the AWS SDKs do, with the root's key unless another is given; <c>sign …</c> and <c>presign …</c> lines say what is to be different.</summary>
    public static WireRequest Sign(WireRequest request, TranscriptCaller caller, IEnumerable<string> options, Credentials? issued = null)
    {
        var credentials = caller.Name == TranscriptCaller.Stranger
            ? new Credentials("ANCRNEVERISSUED00000", "a secret that nobody knows")
            : issued ?? new Credentials(TranscriptServers.RootKeyId, TranscriptServers.RootSecret);
        var (service, now, withHash, life) = ("iot", TimeProvider.System.GetUtcNow(), false, default(TimeSpan?));
        foreach (var option in options)
        {
            var match = Option().Match(option);
            switch (match.Groups["what"].Value)
            {
                case "sign at ":
                    now += TimeSpan.FromMinutes(Number(match, " minutes"));
                    break;
                case "sign for service ":
                    service = match.Groups["value"].Value;
                    break;
                case "sign with secret ":
                    credentials = credentials with { SecretAccessKey = match.Groups["value"].Value };
                    break;
                case "sign with session token ":
                    credentials = credentials with { SessionToken = match.Groups["value"].Value };
                    break;
                case "sign with content hash":
                    withHash = true;
                    break;
                case "presign for ":
                    life = TimeSpan.FromSeconds(Number(match, " seconds"));
                    break;
                default:
                    throw new InvalidDataException($"Not a way to sign: {option}");
            }
        }

        var signed = new SignedRequest(request.Method, request.Path, request.Query, request.Headers);
        var region = caller.SignedRegion;
        return life is { } seconds
            ? request with { Target = $"{request.Path}?{RequestSigner.Presign(signed, credentials, region, service, now, seconds)}" }
            : With(request, [.. RequestSigner.Sign(signed, SHA256.HashData(request.Body), credentials, region, service, now, withHash)]);
    }

    private static double Number(Match option, string unit) =>
        double.Parse(option.Groups["value"].Value.Replace(unit, "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static WireRequest With(WireRequest request, params KeyValuePair<string, string>[] headers) =>
        request with { Headers = [.. request.Headers, .. headers] };

    [GeneratedRegex(
        "^(?<what>sign at |sign for service |sign with secret |sign with session token |sign with content hash$|presign for )(?<value>.*)$")]
    private static partial Regex Option();
}
