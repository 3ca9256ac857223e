using System.Net;
using System.Security.Cryptography;
using System.Text;
using Anchorage.SigV4;

namespace Anchorage.Bench;

/// <summary>Makes whole HTTP requests, signed as an AWS SDK signs them.</summary>
internal static class Signing
{
    /// <summary>The root key that every measured server is started with; it lives as long as the measurement.</summary>
    public static readonly Credentials Root = new(
        "BENCH" + RandomNumberGenerator.GetHexString(16), Convert.ToBase64String(RandomNumberGenerator.GetBytes(30)));

    private const string Region = "us-east-1";

    /// <summary>The request as it goes over the wire. It is good for five minutes after <paramref name="now"/>.</summary>
    /// <param name="key">Whose it is; the root's when none is given.</param>
    public static byte[] Request(
        IPEndPoint address, string method, string path, string query, ReadOnlySpan<byte> body, DateTimeOffset now, Credentials? key = null)
    {
        var headers = new List<KeyValuePair<string, string>> { new("Host", $"{address}") };
        if (!body.IsEmpty)
        {
            headers.Add(new("Content-Type", "application/json"));
        }

        headers.AddRange(RequestSigner.Sign(
            new SignedRequest(method, path, query, headers), SHA256.HashData(body), key ?? Root, Region, "iot", now));
        var head = new StringBuilder($"{method} {path}{(query.Length == 0 ? "" : "?")}{query} HTTP/1.1\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        if (!body.IsEmpty)
        {
            head.Append($"Content-Length: {body.Length}\r\n");
        }

        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body];
    }
}
