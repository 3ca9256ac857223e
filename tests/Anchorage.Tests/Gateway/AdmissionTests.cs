using System.Security.Authentication;
using Anchorage.Tests.Harness;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Gateway;

/// <summary>Who is let in, and what those who are not are told.</summary>
public sealed class AdmissionTests
{
    private static readonly Dictionary<string, Func<AnchorageServer, Task<TestDevice?>>> Refused = new()
    {
        ["no certificate"] = _ => Task.FromResult<TestDevice?>(null),
        ["an unknown certificate"] = _ => Task.FromResult<TestDevice?>(TestDevice.Make()),
        ["an inactive certificate"] = async server => await TestDevice.Make().RegisterAsync(server, "INACTIVE"),
        ["a revoked certificate"] = async server => await TestDevice.Make().RegisterAsync(server, "REVOKED"),
        ["a certificate of another account"] = async server => await TestDevice.Make().RegisterAsync(server, account: "210987654321"),
        ["a certificate without a policy"] = async server => await TestDevice.Make().RegisterAsync(server, policy: null),
        ["a policy for another client id"] = async server => await TestDevice.Make().RegisterAsync(
            server, policy: """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:us-east-1:123456789012:client/other"}]}"""),
        ["a policy that denies"] = async server => await TestDevice.Make().RegisterAsync(
            server, policy: """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"iot:Connect","Resource":"*"}]}"""),
    };

    public static TheoryData<string> RefusedDevices => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(RefusedDevices))]
    [Trait("Against", "executable")]
    public async Task A_device_that_is_refused_sees_its_connection_closed_and_is_told_why_only_if_asked_for(string name)
    {
        await using (var server = await AnchorageServer.StartAsync(settings: ("auth", "none")))
        {
            var device = await Refused[name](server);
            foreach (var version in new[] { 4, 5 })
            {
                using var client = await DeviceClient.OpenAsync(server, device);
                await client.SendAsync(Packet.Connect(version, "c"));
                Assert.Null(await client.ReadAsync());
            }
        }

        await using (var server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("connack-reasons", "true")]))
        {
            var device = await Refused[name](server);
            using var old = await DeviceClient.OpenAsync(server, device);
            await old.SendAsync(Packet.Connect(4, "c"));
            Assert.Equal("20 0005", (await old.ReadAsync())!.ToString());
            Assert.Null(await old.ReadAsync());

            using var client = await DeviceClient.OpenAsync(server, device);
            await client.SendAsync(Packet.Connect(5, "c"));
            var told = (await client.ReadAsync())!;
            Assert.Equal([0x20, 0, 0x87], [told.Header, told.Body[0], told.Body[1]]);
            Assert.True(told.Body.AsSpan().IndexOf((byte)0x1F) > 0 && told.Body.Length > 20, told.ToString());
            Assert.Null(await client.ReadAsync());
        }
    }

    [Fact]
    public async Task A_policy_that_speaks_of_the_thing_lets_in_the_client_that_is_called_like_one()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(
            server, policy: """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:us-east-1:123456789012:client/${iot:Connection.Thing.ThingName}"}]}""");
        using (var account = new AccountClient(server.Endpoint))
        {
            Assert.Equal(200, (await account.SendAsync(TestDevice.Account, HttpMethod.Post, "/things/buoy", [])).Status);
        }

        using var refused = await DeviceClient.OpenAsync(server, device);
        await refused.SendAsync(Packet.Connect(4, "lamp"));
        Assert.Null(await refused.ReadAsync());

        using var admitted = await DeviceClient.ConnectAsync(server, device, "buoy");
    }

    [Fact]
    public async Task A_certificate_is_good_until_its_last_second()
    {
        var now = TimeProvider.System.GetUtcNow();
        var clock = new FakeTimeProvider(now);
        await using var server = await AnchorageServer.StartAsync(clock, settings: ("auth", "none"));
        var device = await TestDevice.Make(notAfter: now.AddMinutes(10)).RegisterAsync(server);
        using (await DeviceClient.ConnectAsync(server, device, "c"))
        {
        }

        clock.Advance(TimeSpan.FromMinutes(11));

        using var client = await DeviceClient.OpenAsync(server, device);
        await client.SendAsync(Packet.Connect(4, "c"));
        Assert.Null(await client.ReadAsync());
    }

    [Theory]
    [InlineData("localhost", "123456789012")]
    [InlineData("127.0.0.1", "123456789012")]
    [InlineData("123456789012.iot.us-east-1.localhost", "123456789012")]
    [InlineData("210987654321.iot.us-east-1.localhost", "210987654321")]
    [InlineData("210987654321-ats.iot.us-east-1.localhost", "210987654321")]
    [Trait("Against", "executable")]
    public async Task The_name_in_the_handshake_tells_the_account(string name, string account)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server, account: account);

        using var client = await DeviceClient.ConnectAsync(server, device, "c", serverName: name);

        Assert.True(await client.IsAliveAsync());
        Assert.True(client.Shown!.MatchesHostname(name), client.Shown.ToString(verbose: true));
    }

    [Theory]
    [InlineData("example.com")]
    [InlineData("12345.iot.us-east-1.localhost")]
    [InlineData("123456789012.iot.eu-west-1.localhost")]
    [InlineData("123456789012.mqtt.us-east-1.localhost")]
    [InlineData("x.123456789012.iot.us-east-1.localhost")]
    [Trait("Against", "executable")]
    public async Task A_name_that_is_no_endpoint_ends_the_handshake(string name)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));

        var failure = await Record.ExceptionAsync(() => DeviceClient.OpenAsync(server, null, name));

        Assert.True(failure is IOException or AuthenticationException, $"{failure}");
    }

    [Fact]
    [Trait("Against", "executable")]
    public async Task Under_sigv4_an_account_without_a_key_is_no_endpoint()
    {
        await using var server = await AnchorageServer.StartAsync();

        using (await DeviceClient.OpenAsync(server, null, "123456789012.iot.us-east-1.localhost"))
        {
        }

        var failure = await Record.ExceptionAsync(() => DeviceClient.OpenAsync(server, null, "210987654321.iot.us-east-1.localhost"));
        Assert.True(failure is IOException or AuthenticationException, $"{failure}");
    }

    [Fact]
    [Trait("Against", "executable")]
    public async Task Policies_judge_every_packet()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = await TestDevice.Make("CN=sensor-7").RegisterAsync(server, policy: """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"iot:Connect","Resource":"*"},
              {"Effect":"Allow","Action":["iot:Publish","iot:Receive"],"Resource":"arn:aws:iot:us-east-1:123456789012:topic/${iot:Certificate.Subject.CommonName}/*"},
              {"Effect":"Allow","Action":"iot:Subscribe","Resource":"arn:aws:iot:us-east-1:123456789012:topicfilter/*"},
              {"Effect":"Deny","Action":"iot:Subscribe","Resource":"arn:aws:iot:us-east-1:123456789012:topicfilter/secret"}]}
            """);
        var all = await TestDevice.Make().RegisterAsync(server);
        using var client = await DeviceClient.ConnectAsync(server, device, "c", 5);
        using var other = await DeviceClient.ConnectAsync(server, all, "o", 5);

        Assert.Equal([0x87, 0], await client.SubscribeAsync(("secret", 0), ("#", 0)));
        await other.SendAsync(Packet.Publish(5, "not/for/it", "x", 1), Packet.Publish(5, "sensor-7/a", "for it", 1, id: 2));
        Assert.Equal("40 000110", (await other.ReadAsync())!.ToString()[..9]);
        Assert.Equal("for it", (await client.ReadAsync())!.Payload);
        await client.SendAsync(Packet.Publish(5, "not/its", "x", 1, id: 3), Packet.Publish(5, "sensor-7/b", "x", 1, id: 4));
        Assert.Equal("40 000387", (await client.ReadAsync())!.ToString()[..9]);
        var packets = new[] { (await client.ReadAsync())!.Header, (await client.ReadAsync())!.Header };
        Assert.Equal([(byte)0x30, (byte)0x40], packets.Order().ToArray());
        await client.SendAsync(Packet.Publish(5, "not/its", "x"));
        Assert.StartsWith("e0 87", (await client.ReadAsync())!.ToString(), StringComparison.Ordinal);
        Assert.Null(await client.ReadAsync());

        using var old = await DeviceClient.ConnectAsync(server, device, "old");
        await old.SendAsync(Packet.Publish(4, "not/its", "x", 1));
        Assert.Null(await old.ReadAsync());
    }

    [Fact]
    public async Task A_session_is_found_by_certificate_client_id_and_account_and_dropped()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var (device, other) = (await TestDevice.Make().RegisterAsync(server), await TestDevice.Make().RegisterAsync(server));
        var sessions = server.InProcess.Devices.Sessions;
        using var one = await DeviceClient.ConnectAsync(server, device, "one", 5);
        using var two = await DeviceClient.ConnectAsync(server, device, "two");
        using var three = await DeviceClient.ConnectAsync(server, other, "three");
        using var four = await DeviceClient.ConnectAsync(server, other, "four");
        Assert.Equal(4, sessions.Count);

        Assert.Equal(0, sessions.DropCertificate("210987654321", "us-east-1", device.Id));
        Assert.Equal(2, sessions.DropCertificate(TestDevice.Account, "us-east-1", device.Id));

        Assert.StartsWith("e0 98", (await one.ReadAsync())!.ToString(), StringComparison.Ordinal);
        Assert.Null(await one.ReadAsync());
        Assert.Null(await two.ReadAsync());
        Assert.Equal(1, sessions.DropClient(TestDevice.Account, "us-east-1", "three"));
        Assert.Null(await three.ReadAsync());
        Assert.True(await four.IsAliveAsync());
        Assert.Equal(1, sessions.DropAccount(TestDevice.Account));
        Assert.Null(await four.ReadAsync());
    }

    [Fact]
    public async Task The_service_publishes_where_devices_may_not_and_hears_when_a_subscriber_has_it()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server);
        var sessions = server.InProcess.Devices.Sessions;
        const string Topic = "$aws/events/certificates/registered/x";
        Assert.Null(await sessions.PublishAsync(TestDevice.Account, "us-east-1", Topic, [1], TestContext.Current.CancellationToken));
        using var client = await DeviceClient.ConnectAsync(server, device, "c");
        await client.SubscribeAsync((Topic, 1));

        var delivery = sessions.PublishAsync(TestDevice.Account, "us-east-1", Topic, "event"u8.ToArray(), TestContext.Current.CancellationToken);
        var got = (await client.ReadAsync())!;
        Assert.Equal("event", got.Payload);
        Assert.False(delivery.IsCompleted);
        await client.SendAsync(Packet.PubAck(got.Id));

        Assert.True(await delivery);
        using var impatient = new CancellationTokenSource(100);
        Assert.False(await sessions.PublishAsync(TestDevice.Account, "us-east-1", Topic, [2], impatient.Token));
    }
}
