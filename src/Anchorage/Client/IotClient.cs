using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Anchorage.SigV4;

namespace Anchorage.Client;

/// <summary>Sends signed requests to an AWS IoT control plane, AWS's own or another.</summary>
internal sealed class IotClient(ServiceAddress address, Credentials credentials, HttpClient http, TimeProvider clock) : IDisposable
{
    private const string Service = "iot";

    /// <summary>Where it sends requests to, and for which region.</summary>
    public ServiceAddress Address => address;

    /// <summary>Sends one request and reads the JSON object it is answered with; an empty answer is an empty object.</summary>
    /// <param name="pathAndQuery">Percent-encoded, from its first slash on.</param>
    public async Task<Outcome<JsonObject>> SendAsync(HttpMethod method, string pathAndQuery, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(address.Endpoint.AbsoluteUri.TrimEnd('/') + pathAndQuery));
        var bytes = body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString());
        if (body is not null)
        {
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        Sign(request, bytes);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return await AnswerReading.ReadAsync(response, address, credentials.AccessKeyId, clock.GetUtcNow(), cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            return ConnectionFailure.Explain(exception, address);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ConnectionFailure.TimedOut(address, http.Timeout);
        }
    }

    /// <summary>Gets certificates in PEM from a path that is open to anybody.</summary>
    public async Task<Outcome<string>> GetPemAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address.Endpoint.AbsoluteUri.TrimEnd('/') + path));
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var text = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellationToken) : "";
            if (PemEncoding.TryFind(text, out _))
            {
                return text;
            }

            var answer = await AnswerReading.ReadAsync(response, address, credentials.AccessKeyId, clock.GetUtcNow(), cancellationToken);
            return answer.Failure ?? Failure.Unreachable($"{address} has nothing in PEM at {path}. Check --endpoint-url.");
        }
        catch (HttpRequestException exception)
        {
            return ConnectionFailure.Explain(exception, address);
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ConnectionFailure.TimedOut(address, http.Timeout);
        }
    }

    public void Dispose() => http.Dispose();

    private void Sign(HttpRequestMessage request, byte[] body)
    {
        var uri = request.RequestUri!;
        var headers = new List<KeyValuePair<string, string>> { new("Host", HostOf(uri)) };
        if (request.Content is not null)
        {
            headers.Add(new("Content-Type", "application/json"));
        }

        var signed = new SignedRequest(request.Method.Method, uri.AbsolutePath, uri.Query.TrimStart('?'), headers);
        foreach (var (name, value) in RequestSigner.Sign(
            signed, SHA256.HashData(body), credentials, address.Region, Service, clock.GetUtcNow(), withContentSha256: true))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("User-Agent", $"anchorage/{typeof(IotClient).Assembly.GetName().Version?.ToString(3)}");
    }

    // As HttpClient writes it: a name in its ASCII form, an IPv6 address in brackets, the port unless it is the scheme's own.
    private static string HostOf(Uri uri) =>
        (uri.HostNameType is UriHostNameType.Dns ? uri.IdnHost : uri.Host) + (uri.IsDefaultPort ? "" : $":{uri.Port}");
}
