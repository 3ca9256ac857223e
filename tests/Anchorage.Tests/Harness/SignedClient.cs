using System.Security.Cryptography;
using Anchorage.SigV4;

namespace Anchorage.Tests.Harness;

/// <summary>Calls a server with signed requests.</summary>
internal static class SignedClient
{
    /// <summary>The status that a signed GET gets.</summary>
    public static async Task<int> GetAsync(Uri server, string path, string accessKeyId, string secret)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path));
        var signed = new SignedRequest("GET", path, "", [new("Host", server.Authority)]);
        foreach (var (name, value) in RequestSigner.Sign(
            signed, SHA256.HashData([]), new Credentials(accessKeyId, secret), "us-east-1", "iot", TimeProvider.System.GetUtcNow()))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>A URL that is signed in its query.</summary>
    public static Uri Presign(Uri server, string path, string accessKeyId, string secret) => new(server, $"{path}?" + RequestSigner.Presign(
        new SignedRequest("GET", path, "", [new("Host", server.Authority)]),
        new Credentials(accessKeyId, secret), "us-east-1", "iot", TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5)));
}
