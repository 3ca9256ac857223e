using System.Net;
using System.Net.Sockets;
using Anchorage.SigV4;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Metrics;
using Anchorage.Throttles;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Throttles;

/// <summary>Throttles as callers meet them, at a server whose clock the test moves.</summary>
public class ThrottleTests
{
    private const string RootKeyId = "ANCRTHROTTLES0000ROOT";
    private const string RootSecret = "the root secret of the throttle tests";

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Over_a_minute_an_account_is_answered_exactly_as_often_as_the_profile_has_it()
    {
        await using var server = await AnchorageServer.StartAsync(_clock, executable: "", settings: [("auth", "none"), ("throttle", "aws")]);
        using var client = new AccountClient(server.Endpoint);
        var answered = 0;
        for (var step = 0; step <= 240; step++)
        {
            Reply reply;
            while ((reply = await client.SendAsync("111122223333", HttpMethod.Get, "/cacertificates")).Status == 200)
            {
                answered++;
            }

            Assert.Equal((400, "ThrottlingException"), (reply.Status, reply.Error));
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal(10 + 600, answered);
        var page = await MetricsTests.ScrapeAsync(server);
        Assert.Equal(10 + 600, page.Value("""anchorage_calls_total{error="none",operation="ListCACertificates",status="2xx"}"""));
        Assert.Equal(241, page.Value("""anchorage_calls_total{error="ThrottlingException",operation="ListCACertificates",status="4xx"}"""));
    }

    [Fact]
    public async Task Only_that_account_and_that_operation_are_throttled_and_only_for_a_while()
    {
        await using var server = await AnchorageServer.StartAsync(_clock, executable: "", settings: [("auth", "none"), ("regions", "*"), ("throttle", "aws")]);
        using var client = new AccountClient(server.Endpoint);
        await ExhaustAsync(client, "111122223333");

        Assert.Equal(200, (await client.SendAsync("111122223333", HttpMethod.Get, "/registrationcode")).Status);
        Assert.Equal(200, (await client.SendAsync("444455556666", HttpMethod.Get, "/cacertificates")).Status);

        // What is refused uses nothing up.
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(200, (await client.SendAsync("111122223333", HttpMethod.Get, "/cacertificates")).Status);
        Assert.Equal(400, (await client.SendAsync("111122223333", HttpMethod.Get, "/cacertificates")).Status);
    }

    [Fact]
    public async Task The_refusal_says_how_often_one_may_call_and_when_to_try_again()
    {
        await using var server = await AnchorageServer.StartAsync(_clock, executable: "", settings: [("auth", "none"), ("throttle", "aws")]);
        using var client = new AccountClient(server.Endpoint);
        await ExhaustAsync(client, "111122223333");

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Endpoint}/cacertificates")) { Headers = { Authorization = AccountClient.Credential("111122223333") } };
        using var response = await http.SendAsync(request, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("ThrottlingException", response.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.Contains("Rate exceeded: account 111122223333 may call ListCACertificates 10 times a second", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"THROTTLING\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_being_asked_for_nothing_is_throttled()
    {
        await using var server = await AnchorageServer.StartAsync(_clock, executable: "", settings: ("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        for (var number = 0; number < 100; number++)
        {
            Assert.Equal(200, (await client.SendAsync("111122223333", HttpMethod.Get, "/cacertificates")).Status);
        }
    }

    [Fact]
    public async Task A_call_is_counted_once_it_is_known_who_calls_and_before_its_body_is_looked_at()
    {
        await using var server = await StartSignedAsync(("throttle", "aws"));
        var root = Root(server);
        var forged = root with { Credentials = new Credentials(RootKeyId, "not the secret") };
        for (var number = 0; number < 50; number++)
        {
            Assert.Equal(403, (await forged.SendAsync(HttpMethod.Post, "/cacertificate", [])).Status);
        }

        for (var number = 0; number < 10; number++)
        {
            Assert.Equal("InvalidRequestException", (await root.SendAsync(HttpMethod.Post, "/cacertificate", [])).Error);
        }

        Assert.Equal("ThrottlingException", (await root.SendAsync(HttpMethod.Post, "/cacertificate", [])).Error);
        Assert.Equal(403, (await forged.SendAsync(HttpMethod.Post, "/cacertificate", [])).Status);
    }

    [Fact]
    public async Task An_address_whose_requests_are_refused_again_and_again_is_not_looked_at_for_a_while()
    {
        await using var server = await StartSignedAsync();
        using var flood = ClientFrom("127.0.0.2");
        var known = Root(server) with { Http = flood };
        for (var number = 0; number < AddressThrottle.Refusals.AtOnce; number++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await UnsignedAsync(server, flood)).Status);
        }

        Assert.Equal((HttpStatusCode.BadRequest, "ThrottlingException", TimeSpan.FromSeconds(1)), await UnsignedAsync(server, flood));
        Assert.Equal("ThrottlingException", (await known.SendAsync(HttpMethod.Get, "/cacertificates")).Error);

        // Others are answered, and so is a proxy on this machine, through which everybody comes.
        using var other = ClientFrom("127.0.0.3");
        Assert.Equal(HttpStatusCode.Forbidden, (await UnsignedAsync(server, other)).Status);
        using var proxy = ClientFrom("127.0.0.1");
        for (var number = 0; number < AddressThrottle.Refusals.AtOnce + 10; number++)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await UnsignedAsync(server, proxy)).Status);
        }

        // A token comes back. Who signs uses none up, who does not uses it up.
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        for (var number = 0; number < 5; number++)
        {
            Assert.Equal(200, (await known.SendAsync(HttpMethod.Get, "/cacertificates")).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await UnsignedAsync(server, flood)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await UnsignedAsync(server, flood)).Status);
    }

    [Fact]
    public void No_more_addresses_are_counted_than_there_is_room_for_and_those_beyond_are_let_through()
    {
        var throttle = new AddressThrottle(_clock);
        for (var number = 0; number < 2 * AddressThrottle.Most; number++)
        {
            var address = new IPAddress([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
            Assert.Null(throttle.Refuse(address));
            throttle.Note(address);
        }

        Assert.Equal(AddressThrottle.Most, throttle.Count);
    }

    [Fact]
    public void The_addresses_of_one_network_of_IPv6_are_one()
    {
        var throttle = new AddressThrottle(_clock);
        for (var number = 0; number < AddressThrottle.Refusals.AtOnce; number++)
        {
            throttle.Note(IPAddress.Parse($"2001:db8::{number:x}"));
        }

        Assert.Equal(1, throttle.Count);
        Assert.NotNull(throttle.Refuse(IPAddress.Parse("2001:db8::ffff:1")));
        Assert.Null(throttle.Refuse(IPAddress.Parse("2001:db8:0:1::1")));
    }

    private Task<AnchorageServer> StartSignedAsync(params (string, string)[] settings) => AnchorageServer.StartAsync(
        _clock, executable: "", settings: [.. settings, ("ANCHORAGE_ROOT_ACCESS_KEY_ID", RootKeyId), ("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", RootSecret)]);

    private KeyHolder Root(AnchorageServer server) => new(server.Endpoint, "123456789012", new Credentials(RootKeyId, RootSecret)) { Clock = _clock };

    private static async Task ExhaustAsync(AccountClient client, string account)
    {
        for (var number = 0; number < 10; number++)
        {
            Assert.Equal(200, (await client.SendAsync(account, HttpMethod.Get, "/cacertificates")).Status);
        }

        Assert.Equal("ThrottlingException", (await client.SendAsync(account, HttpMethod.Get, "/cacertificates")).Error);
    }

    private static async Task<(HttpStatusCode Status, string? Error, TimeSpan? RetryAfter)> UnsignedAsync(AnchorageServer server, HttpClient client)
    {
        using var response = await client.GetAsync(new Uri($"{server.Endpoint}/cacertificates"), Cancelled);
        return (response.StatusCode, response.Headers.GetValues("x-amzn-ErrorType").Single(), response.Headers.RetryAfter?.Delta);
    }

    private static HttpClient ClientFrom(string address)
    {
#pragma warning disable CA2000 // The client disposes its handler.
        return new HttpClient(new SocketsHttpHandler
#pragma warning restore CA2000
        {
            ConnectCallback = async (context, cancelled) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancelled);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }
}
