using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Anchorage.SigV4;

namespace Anchorage.Tests.Harness;

/// <summary>Somebody with an access key, who calls a server with signed requests.</summary>
internal sealed record KeyHolder(string Endpoint, string Account, Credentials Credentials)
{
    private static readonly HttpClient Shared = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>What the requests go out by.</summary>
    public HttpClient Http { get; init; } = Shared;

    /// <summary>The region that is signed for.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>The time that is signed.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Has a key made for an account, and gives who holds it.</summary>
    public async Task<KeyHolder> IssueAsync(string account, JsonObject wanted)
    {
        var reply = await SendAsync(HttpMethod.Post, $"/-/accounts/{account}/keys", wanted);
        Assert.True(reply.Status == 200, $"{reply}");
        return this with { Account = account, Credentials = CredentialsOf(reply) };
    }

    public static Credentials CredentialsOf(Reply made) => new(
        made.Body["accessKeyId"]!.GetValue<string>(), made.Body["secretAccessKey"]!.GetValue<string>(), made.Body["sessionToken"]?.GetValue<string>());

    /// <summary>Gives a principal of the own account one policy, in place of what it was.</summary>
    public async Task PutPolicyAsync(string principal, string document, string name = "only")
    {
        var reply = await SendAsync(
            HttpMethod.Put, $"/-/accounts/{Account}/principals/{principal}/policies/{name}", new JsonObject { ["policyDocument"] = document });
        Assert.True(reply.Status == 200, $"{reply}");
    }

    public async Task<Reply> SendAsync(HttpMethod method, string target, JsonObject? body = null, params (string Name, string Value)[] headers)
    {
        var uri = new Uri(Endpoint + target);
        using var request = new HttpRequestMessage(method, uri);
        var bytes = body is null ? [] : Encoding.UTF8.GetBytes(body.ToJsonString());
        var signed = new List<KeyValuePair<string, string>> { new("Host", uri.Authority) };
        signed.AddRange(headers.Select(header => KeyValuePair.Create(header.Name, header.Value)));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            signed.Add(new("Content-Type", "application/json"));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        foreach (var (name, value) in RequestSigner.Sign(
            new SignedRequest(method.Method, uri.AbsolutePath, uri.Query.TrimStart('?'), signed), SHA256.HashData(bytes), Credentials, Region, "iot", Clock.GetUtcNow()))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Reply(
            (int)response.StatusCode,
            response.Headers.TryGetValues("x-amzn-ErrorType", out var error) ? error.Single() : null,
            text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject())
        {
            RequestId = response.Headers.GetValues("x-amzn-RequestId").Single(),
        };
    }
}
