using System.Buffers;
using System.Globalization;

namespace Anchorage.SigV4;

/// <summary>Whose key, and for which day, region and service it was derived.</summary>
internal readonly record struct CredentialScope(string AccessKeyId, string Region, string Service)
{
    public const string Terminator = "aws4_request";

    private const int MaxAccessKeyIdLength = 128;
    private const int MaxRegionLength = 32;

    private static readonly SearchValues<char> s_regionCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Reads <c>key id/yyyyMMdd/region/service/aws4_request</c>.</summary>
    /// <param name="credential">The text, decoded.</param>
    /// <param name="signedAt">The time that the scope's date must be the date of.</param>
    /// <param name="path">The raw path: <c>/mqtt</c> is also signed for as iotdevicegateway.</param>
    /// <param name="scope">What was read, when no fault is returned.</param>
    public static SignatureFault? Read(
        ReadOnlySpan<char> credential, DateTimeOffset signedAt, string path, out CredentialScope scope)
    {
        scope = default;
        Span<Range> parts = stackalloc Range[6];
        if (credential.Split(parts, '/') != 5 || !IsAccessKeyId(credential[parts[0]]))
        {
            return new SignatureFault(
                SignatureFaultKind.IncompleteSignature,
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, "
                + $"got {Excerpt.Of(credential)}. The key id is 1 to {MaxAccessKeyIdLength} visible ASCII characters; "
                + "check the access key that the client is configured with.");
        }

        var region = credential[parts[2]];
        var service = KnownService(credential[parts[3]], path);
        var wrong = WrongRegion(region) + (service is null ? WrongService(credential[parts[3]]) : "")
            + WrongTerminator(credential[parts[4]]) + WrongDate(credential[parts[1]], signedAt);
        if (wrong.Length > 0 || service is null)
        {
            return new SignatureFault(SignatureFaultKind.WrongScope, wrong.TrimEnd());
        }

        scope = new CredentialScope(credential[parts[0]].ToString(), region.ToString(), service);
        return null;
    }

    public static bool IsAccessKeyId(ReadOnlySpan<char> id) =>
        id.Length is > 0 and <= MaxAccessKeyIdLength && !id.ContainsAnyExceptInRange('!', '~');

    public static bool IsRegion(ReadOnlySpan<char> region) =>
        region.Length is > 0 and <= MaxRegionLength && !region.ContainsAnyExcept(s_regionCharacters);

    // 'iot' is what SDKs sign for since April 2023, 'execute-api' what they signed for before. 'iotdevicegateway' is MQTT over WebSockets.
    private static string? KnownService(ReadOnlySpan<char> service, string path) => service switch
    {
        "iot" => "iot",
        "execute-api" => "execute-api",
        "iotdevicegateway" when path == RequestSignature.MqttPath => "iotdevicegateway",
        _ => null,
    };

    private static string WrongRegion(ReadOnlySpan<char> region) =>
        IsRegion(region)
            ? ""
            : $"Credential should be scoped to a valid region, not {Excerpt.Of(region)}. Wanted lower-case letters, digits and hyphens, "
                + "such as us-east-1; set the client's region. ";

    private static string WrongService(ReadOnlySpan<char> service) =>
        $"Credential should be scoped to correct service: 'iot'. Got {Excerpt.Of(service)}; this endpoint takes 'iot' "
        + "and, from older SDKs, 'execute-api'. Set the client's signing name, or call the endpoint of the service you meant. ";

    private static string WrongTerminator(ReadOnlySpan<char> terminator) =>
        terminator is Terminator
            ? ""
            : $"Credential should be scoped with a valid terminator: 'aws4_request', not {Excerpt.Of(terminator)}. ";

    private static string WrongDate(ReadOnlySpan<char> date, DateTimeOffset signedAt)
    {
        Span<char> wanted = stackalloc char[SignatureTime.DateLength];
        _ = signedAt.UtcDateTime.TryFormat(wanted, out _, "yyyyMMdd", CultureInfo.InvariantCulture);
        return date.SequenceEqual(wanted)
            ? ""
            : "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"{Excerpt.Of(date)} != '{wanted}', from '{SignatureTime.Format(signedAt)}'. Sign the request again. ";
    }
}
