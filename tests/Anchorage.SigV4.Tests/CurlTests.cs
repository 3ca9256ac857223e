using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using static Anchorage.SigV4.SignatureFaultKind;

namespace Anchorage.SigV4.Tests;

/// <summary>What the curl of this machine signs with <c>--aws-sigv4</c>, taken from a socket.</summary>
public sealed class CurlTests
{
    private static readonly string[] s_json = ["--data", "{}", "-H", "Content-Type: application/json"];

    [Fact]
    public async Task A_plain_path_holds() => Assert.Null(await VerifyAsync("/registrationcode"));

    [Fact]
    public async Task A_body_and_a_query_in_order_hold() =>
        Assert.Null(await VerifyAsync("/cacertificate?allowAutoRegistration=false&setAsActive=true", s_json));

    [Fact]
    public async Task A_session_token_holds() =>
        Assert.Null(await VerifyAsync("/tags?resourceArn=arn%3Aaws%3Aiot", "-H", "X-Amz-Security-Token: tok/en=="));

    // curl 7.88, which Debian 12 has, signs it unescaped and unsorted; curl 8 does as the documentation says.
    [Fact]
    public async Task An_unsorted_query_holds_or_is_refused_with_advice()
    {
        var fault = await VerifyAsync("/cacertificate?setAsActive=true&allowAutoRegistration=false", s_json);
        if (fault is not null)
        {
            Sample.AssertFault(fault, InvalidSignature, SignatureMismatch.Text, "put the parameters in ASCII order");
        }
    }

    private static async Task<SignatureFault?> VerifyAsync(string target, params string[] arguments)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var curl = Process.Start(new ProcessStartInfo("curl",
        [
            "--silent", "--max-time", "10", "--aws-sigv4", "aws:amz:us-east-1:iot", "--user", "AKIASAMPLE:secret",
            $"http://{listener.LocalEndpoint}{target}", .. arguments,
        ]))!;
        using var client = await listener.AcceptTcpClientAsync(cancel);
        var (request, body) = await ReadAsync(client.GetStream(), cancel);
        await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), cancel);
        await curl.WaitForExitAsync(cancel);
        Assert.Equal(0, curl.ExitCode);

        var (signature, fault) = RequestSignature.Read(request);
        Assert.Null(fault);
        return signature!.Verify(request, SHA256.HashData(body), "secret", signature.SignedAt);
    }

    private static async Task<(SignedRequest Request, byte[] Body)> ReadAsync(NetworkStream stream, CancellationToken cancel)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var start = (await reader.ReadLineAsync(cancel))!.Split(' ');
        var headers = new List<KeyValuePair<string, string>>();
        while (await reader.ReadLineAsync(cancel) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        var length = headers.Where(h => h.Key == "Content-Length").Select(h => int.Parse(h.Value, null)).SingleOrDefault();
        var body = new char[length];
        if (length > 0)
        {
            // Asked for nothing, the reader would wait for something.
            await reader.ReadBlockAsync(body, cancel);
        }

        var target = start[1].Split('?', 2);
        return (new SignedRequest(start[0], target[0], target.Length > 1 ? target[1] : "", headers), Encoding.Latin1.GetBytes(body));
    }
}
