using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Anchorage.SigV4.Tests;

/// <summary>A request that somebody else's code signed, with all that is needed to verify it and to sign it again.</summary>
public sealed partial record Vector(
    string Name,
    string Method,
    string RawPath,
    string RawQuery,
    string[][] Headers,
    string Body,
    string AccessKeyId,
    string SecretAccessKey,
    string? SessionToken,
    string Region,
    string Service,
    string SignedAt,
    int? PresignedSeconds,
    bool SignAgain)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>What make_vectors.py printed.</summary>
    public static IReadOnlyList<Vector> Botocore { get; } = Load("vectors.json");

    /// <summary>
    /// What others signed with the same secret: requests that the AWS SDK for JavaScript v3, AWS CLI 1 and 2 and curl 7.88 sent to a
    /// socket, and what @smithy/signature-v4 and the AWS Common Runtime (aws-crt 1.33.2) returned.
    /// </summary>
    public static IReadOnlyList<Vector> Captured { get; } = Load("captured.json");

    public static TheoryData<string> BotocoreNames => [.. Botocore.Select(v => v.Name)];

    public static TheoryData<string> NamesToSignAgain => [.. Botocore.Where(v => v.SignAgain).Select(v => v.Name)];

    public static TheoryData<string> CapturedNames => [.. Captured.Select(v => v.Name)];

    public DateTimeOffset Time { get; } =
        DateTimeOffset.ParseExact(SignedAt, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public byte[] BodySha256 { get; } = SHA256.HashData(Convert.FromBase64String(Body));

    public bool IsPresigned => Header("authorization") is null;

    public SignedRequest Request =>
        new(Method, RawPath, RawQuery, [.. Headers.Select(h => KeyValuePair.Create(h[0], h[1]))]);

    public static Vector Named(string name) => Botocore.Concat(Captured).Single(v => v.Name == name);

    public static IReadOnlyList<Vector> Parse(string json) => JsonSerializer.Deserialize<Vector[]>(json, s_json)!;

    public string? Header(string name) =>
        Headers.FirstOrDefault(h => h[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1];

    /// <summary>The names that are signed, in their order.</summary>
    public string[] SignedHeaders =>
        Uri.UnescapeDataString(SignedHeadersPattern().Match(Header("authorization") ?? RawQuery).Groups[1].Value).Split(';');

    public SignatureFault? Verify(string? secret = null, byte[]? bodySha256 = null) => Verify(Request, secret, bodySha256);

    public SignatureFault? Verify(SignedRequest request, string? secret = null, byte[]? bodySha256 = null)
    {
        var (signature, fault) = RequestSignature.Read(request);
        return signature is null ? fault : signature.Verify(request, bodySha256 ?? BodySha256, secret ?? SecretAccessKey, Time);
    }

    public override string ToString() => Name;

    private static IReadOnlyList<Vector> Load(string file) =>
        Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", file)));

    [GeneratedRegex("SignedHeaders=([^,&]*)")]
    private static partial Regex SignedHeadersPattern();
}
