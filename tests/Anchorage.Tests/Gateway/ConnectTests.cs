using Anchorage.Tests.Harness;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Gateway;

/// <summary>CONNECT packets, right and wrong, and what time does to a connection.</summary>
public sealed class ConnectTests
{
    private static readonly Dictionary<string, byte[]> Wrong = new()
    {
        ["PINGREQ first"] = Packet.Ping,
        ["HTTP"] = "GET / HTTP/1.1\r\n\r\n"u8.ToArray(),
        ["CONNECT with flags"] = [0x11, 0],
        ["a CONNECT that announces 64 KiB and a byte"] = [0x10, .. Packet.Length((64 * 1024) - 3)],
        ["a CONNECT that announces 200 MB"] = [0x10, 0x80, 0x84, 0xAF, 0x5F],
        ["a CONNECT of endless length"] = [0x10, 0xFF, 0xFF, 0xFF, 0xFF],
        ["another protocol"] = Packet.Of(0x10, Packet.Text("AMQP"), [4, 2], Packet.Two(60), Packet.Text("c")),
        ["the reserved flag"] = Packet.Connect(4, "c", flags: 1),
        ["a will of quality 3"] = Packet.Connect(4, "c", flags: 0b11100, will: Packet.Will(4, "w", "x")),
        ["a will's quality without a will"] = Packet.Connect(4, "c", flags: 0b01000),
        ["a will with a wildcard"] = Packet.Connect(4, "c", flags: 0b100, will: Packet.Will(4, "w/#", "x")),
        ["a will to the service"] = Packet.Connect(4, "c", flags: 0b100, will: Packet.Will(4, "$aws/x", "x")),
        ["a will that is not there"] = Packet.Connect(4, "c", flags: 0b100),
        ["a password without a user"] = Packet.Connect(4, "c", flags: 0x40, will: Packet.Text("secret")),
        ["bytes after the end"] = Packet.Connect(4, "c", will: [1]),
        ["no client id for a session that stays"] = Packet.Connect(4, "", clean: false),
        ["a client id of 129 bytes"] = Packet.Connect(4, new string('c', 129)),
        ["a client id of the service"] = Packet.Connect(4, "$me"),
        ["a client id that is not UTF-8"] = Packet.Of(0x10, Packet.Text("MQTT"), [4, 2], Packet.Two(60), [0, 1, 0xFF]),
        ["a receive maximum of 0"] = Packet.Connect(5, "c", properties: [[0x21, 0, 0]]),
        ["a property twice"] = Packet.Connect(5, "c", properties: [[0x21, 0, 1], [0x21, 0, 1]]),
        ["enhanced authentication"] = Packet.Connect(5, "c", properties: [[0x15, .. Packet.Text("SCRAM")]]),
    };

    public static TheoryData<string> WrongPackets => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongPackets))]
    [Trait("Against", "executable")]
    public async Task A_wrong_beginning_ends_the_connection_without_an_answer(string name)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server);
        using var client = await DeviceClient.OpenAsync(server, device);

        await client.SendAsync(Wrong[name]);

        Assert.Null(await client.ReadAsync());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [Trait("Against", "executable")]
    public async Task Another_version_is_told_so(int version)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var client = await DeviceClient.OpenAsync(server, null);

        await client.SendAsync(Packet.Connect(version, "c"));

        Assert.Equal("20 0001", (await client.ReadAsync())!.ToString());
        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    [Trait("Against", "executable")]
    public async Task CONNACK_tells_what_this_endpoint_does_and_a_client_without_an_id_gets_one()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server);

        using var client = await DeviceClient.ConnectAsync(server, device, "", 5, keepAlive: 0, properties: [0x11, 0xFF, 0xFF, 0xFF, 0xFF]);
        using var old = await DeviceClient.ConnectAsync(server, device, "", 4);

        var told = Convert.ToHexStringLower(client.Acknowledgement!.Body);
        Assert.Contains("1100000e10", told, StringComparison.Ordinal);
        Assert.Contains("210064", told, StringComparison.Ordinal);
        Assert.Contains("2401", told, StringComparison.Ordinal);
        Assert.Contains("2500", told, StringComparison.Ordinal);
        Assert.Contains("2700024800", told, StringComparison.Ordinal);
        Assert.Contains("2a00", told, StringComparison.Ordinal);
        Assert.Contains("220008", told, StringComparison.Ordinal);
        Assert.Contains("1304b0", told, StringComparison.Ordinal);
        Assert.Contains($"12{Convert.ToHexStringLower([0, 41, .. "$GEN/"u8])}", told, StringComparison.Ordinal);
        Assert.True(await old.IsAliveAsync());
    }

    [Fact]
    public async Task A_client_that_is_silent_for_one_and_a_half_keep_alives_is_gone()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await AnchorageServer.StartAsync(clock, executable: null, settings: ("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server);
        using var client = await DeviceClient.ConnectAsync(server, device, "c", 5, keepAlive: 40);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.True(await client.IsAliveAsync());
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.True(await client.IsAliveAsync());

        clock.Advance(TimeSpan.FromSeconds(62));

        Assert.StartsWith("e0 8d", (await client.ReadAsync())!.ToString(), StringComparison.Ordinal);
        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    public async Task A_session_ends_when_its_time_is_over_and_a_delayed_will_comes_first()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await AnchorageServer.StartAsync(clock, settings: ("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server);
        using var watcher = await DeviceClient.ConnectAsync(server, device, "w", keepAlive: 1200);
        await watcher.SubscribeAsync(("will", 0), ("$aws/events/presence/disconnected/away", 0));
        using (var away = await DeviceClient.OpenAsync(server, device))
        {
            await away.SendAsync(Packet.Connect(
                5, "away", flags: 0b100, properties: [[0x11, .. Packet.Four(100)]], will: Packet.Will(5, "will", "late", [0x18, .. Packet.Four(50)])));
            Assert.Equal(0x20, (await away.ReadAsync())!.Header);
        }

        Assert.Equal("$aws/events/presence/disconnected/away", (await watcher.ReadAsync())!.Topic);
        clock.Advance(TimeSpan.FromSeconds(45));
        Assert.True(await watcher.IsAliveAsync());
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("late", (await watcher.ReadAsync())!.Payload);
        using (var back = await DeviceClient.ConnectAsync(server, device, "away", 5, clean: false, properties: [0x11, .. Packet.Four(100)]))
        {
            Assert.True(back.IsSessionPresent);
        }

        Assert.Equal("$aws/events/presence/disconnected/away", (await watcher.ReadAsync())!.Topic);
        clock.Advance(TimeSpan.FromSeconds(102));
        using var late = await DeviceClient.ConnectAsync(server, device, "away", 5, clean: false);
        Assert.False(late.IsSessionPresent);
    }
}
