using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Anchorage.Tests.Harness;

/// <summary>What a server answered: its status, the error it named, its body.</summary>
internal sealed record Reply(int Status, string? Error, JsonObject Body)
{
    /// <summary>Its request id.</summary>
    public string RequestId { get; init; } = "";

    public string Message => Body["message"]?.GetValue<string>() ?? "";

    public override string ToString() => $"{Status} {Error} {Body.ToJsonString()}";
}

/// <summary>Calls a server that runs with <c>--auth none</c>, as any account, over many connections at once.</summary>
internal sealed class AccountClient : IDisposable
{
    private readonly HttpClient _http;

    public AccountClient(string endpoint, int connections = 64)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections };
        _http = new HttpClient(handler) { BaseAddress = new Uri(endpoint), Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Opens this many connections, so that requests sent next meet at the server and not in the network.</summary>
    public Task WarmAsync(int connections) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(_ => SendAsync("999999999999", HttpMethod.Get, "/cacertificates")));

    public Task<Reply> RegisterAsync(string account, TestCA ca, string query = "") =>
        PostAsync(account, query, new JsonObject { ["caCertificate"] = ca.Pem, ["certificateMode"] = "SNI_ONLY" });

    /// <summary>Registers in DEFAULT mode with this proof.</summary>
    public Task<Reply> RegisterProvenAsync(string account, TestCA ca, string proof) =>
        PostAsync(account, "", new JsonObject { ["caCertificate"] = ca.Pem, ["verificationCertificate"] = proof });

    public Task<Reply> PostAsync(string account, string query, JsonObject body) =>
        SendAsync(account, HttpMethod.Post, $"/cacertificate{query}", body);

    public Task<Reply> DescribeAsync(string account, string id) => SendAsync(account, HttpMethod.Get, $"/cacertificate/{id}");

    public async Task<string> RegistrationCodeAsync(string account)
    {
        var reply = await SendAsync(account, HttpMethod.Get, "/registrationcode");
        Assert.Equal(200, reply.Status);
        return reply.Body["registrationCode"]!.GetValue<string>();
    }

    public async Task<Reply> SendAsync(string account, HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = Credential(account);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Reply(
            (int)response.StatusCode,
            response.Headers.TryGetValues("x-amzn-ErrorType", out var error) ? error.Single() : null,
            text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject())
        {
            RequestId = response.Headers.GetValues("x-amzn-RequestId").Single(),
        };
    }

    /// <summary>A header that names an account; its signature is anything, as <c>--auth none</c> takes it.</summary>
    public static AuthenticationHeaderValue Credential(string account) => new(
        "AWS4-HMAC-SHA256", $"Credential={account}/20250101/us-east-1/iot/aws4_request, SignedHeaders=host, Signature=0");

    public void Dispose() => _http.Dispose();
}
