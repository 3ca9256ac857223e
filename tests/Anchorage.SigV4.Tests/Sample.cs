using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Anchorage.SigV4.Tests;

/// <summary>Good requests, and small ways to spoil them.</summary>
internal static class Sample
{
    public const string Region = "eu-central-1";
    public const string Token = "session//token==";

    public static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 51, 34, TimeSpan.Zero);
    public static readonly Credentials Lasting = new("AKIASAMPLE", "sample/Secret+Key");
    public static readonly Credentials Temporary = Lasting with { SessionToken = Token };
    public static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"caCertificate":"PEM"}""");
    public static readonly byte[] BodySha256 = SHA256.HashData(Body);
    public static readonly byte[] EmptySha256 = SHA256.HashData([]);

    public static SignedRequest Registration { get; } = new(
        "POST",
        "/cacertificate",
        "setAsActive=true&allowAutoRegistration=false",
        [new("Host", "localhost:8080"), new("Content-Type", "application/json")]);

    /// <summary>Signed with an Authorization header over <see cref="Body"/>.</summary>
    public static SignedRequest Signed(
        SignedRequest? request = null, Credentials? credentials = null, string service = "iot", bool withContentSha256 = false)
    {
        request ??= Registration;
        var added = RequestSigner.Sign(
            request, BodySha256, credentials ?? Lasting, Region, service, Now, withContentSha256);
        return request with { Headers = [.. request.Headers, .. added] };
    }

    /// <summary>A presigned GET.</summary>
    public static SignedRequest Presigned(
        string path = "/endpoint", int seconds = 900, Credentials? credentials = null, string service = "iot", bool signSessionToken = true)
    {
        var request = new SignedRequest("GET", path, "", [new("Host", "localhost:8080")]);
        var query = RequestSigner.Presign(
            request, credentials ?? Lasting, Region, service, Now, TimeSpan.FromSeconds(seconds), signSessionToken);
        return request with { RawQuery = query };
    }

    public static SignatureFault? Verify(this SignedRequest request, DateTimeOffset? now = null, byte[]? bodySha256 = null)
    {
        var (signature, fault) = RequestSignature.Read(request);
        bodySha256 ??= request.Method == "POST" ? BodySha256 : EmptySha256;
        return signature is null ? fault : signature.Verify(request, bodySha256, Lasting.SecretAccessKey, now ?? Now);
    }

    public static SignedRequest With(this SignedRequest request, string name, string value) =>
        request with { Headers = [.. request.Headers, new(name, value)] };

    public static SignedRequest Without(this SignedRequest request, string name) =>
        request with { Headers = [.. request.Headers.Where(h => !h.Key.Equals(name, StringComparison.OrdinalIgnoreCase))] };

    public static SignedRequest Changing(this SignedRequest request, string name, Func<string, string> change) => request with
    {
        Headers = [.. request.Headers.Select(h =>
            h.Key.Equals(name, StringComparison.OrdinalIgnoreCase) ? KeyValuePair.Create(h.Key, change(h.Value)) : h)],
    };

    public static SignedRequest Authorization(this SignedRequest request, string found, string wanted)
    {
        Assert.Contains(found, request.Headers.Single(h => h.Key == "Authorization").Value, StringComparison.Ordinal);
        return request.Changing("Authorization", value => value.Replace(found, wanted, StringComparison.Ordinal));
    }

    public static SignedRequest Query(this SignedRequest request, string found, string wanted)
    {
        Assert.Contains(found, request.RawQuery, StringComparison.Ordinal);
        return request with { RawQuery = request.RawQuery.Replace(found, wanted, StringComparison.Ordinal) };
    }

    public static string Basic(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Asserts the fault's kind, how its text begins and what it also says.</summary>
    public static void AssertFault(SignatureFault? fault, SignatureFaultKind kind, string start, params string[] also)
    {
        Assert.NotNull(fault);
        Assert.Equal(kind, fault.Kind);
        Assert.StartsWith(start, fault.Message, StringComparison.Ordinal);
        foreach (var part in also)
        {
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        }
    }
}
