using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>Packets that break the specification or AWS's limits, one each on a connection of its own.</summary>
[Trait("Against", "executable")]
public sealed class PacketTests : IAsyncLifetime
{
    private static readonly string LongTopic = new('t', 257);

    /// <summary>What is sent after CONNECT, by version: closed without a word in 3.1.1, with a reason code in 5.</summary>
    private static readonly Dictionary<string, (Func<int, byte[]> Packet, byte Code)> Wrong = new()
    {
        ["a second CONNECT"] = (version => Packet.Connect(version, "again"), 0x82),
        ["a packet of type 0"] = (_ => [0x00, 0], 0x81),
        ["CONNACK from a client"] = (_ => [0x20, 2, 0, 0], 0x82),
        ["a remaining length of five bytes"] = (_ => [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], 0x81),
        ["a remaining length that is longer than it needs to be"] = (_ => [0xC0, 0x80, 0x00], 0x81),
        ["a packet that announces 200 MB"] = (_ => [0x30, 0x80, 0x84, 0xAF, 0x5F], 0x95),
        ["a payload over 128 KiB"] = (version => Packet.Publish(version, "a", new string('x', (128 * 1024) + 1)), 0x95),
        ["a quality of 3"] = (version => Packet.Publish(version, "a", "x", qos: 3), 0x81),
        ["a quality of 2"] = (version => Packet.Publish(version, "a", "x", qos: 2), 0x9B),
        ["packet id 0"] = (version => Packet.Publish(version, "a", "x", qos: 1, id: 0), 0x81),
        ["DUP at quality 0"] = (version => Packet.Publish(version, "a", "x", flags: 8), 0x81),
        ["a plus in a topic"] = (version => Packet.Publish(version, "a/+", "x"), 0x90),
        ["a hash in a topic"] = (version => Packet.Publish(version, "#", "x"), 0x90),
        ["a topic of 257 bytes"] = (version => Packet.Publish(version, LongTopic, "x"), 0x90),
        ["a topic of eight slashes"] = (version => Packet.Publish(version, "1/2/3/4/5/6/7/8/9", "x"), 0x90),
        ["a topic of the service"] = (version => Packet.Publish(version, "$aws/events/certificates/registered/x", "x"), 0x87),
        ["another topic with a dollar"] = (version => Packet.Publish(version, "$SYS/x", "x"), 0x87),
        ["a topic with a zero character"] = (version => Packet.Of(0x30, [0, 1, 0], Packet.Properties(version)), 0x81),
        ["a topic that is not UTF-8"] = (version => Packet.Of(0x30, [0, 2, 0xC3, 0x28], Packet.Properties(version)), 0x81),
        ["a topic with a surrogate"] = (version => Packet.Of(0x30, [0, 3, 0xED, 0xA0, 0x80], Packet.Properties(version)), 0x81),
        ["a topic longer than its packet"] = (_ => [0x30, 3, 0, 9, 0x61], 0x81),
        ["SUBSCRIBE without a filter"] = (version => Packet.Of(0x82, Packet.Two(1), Packet.Properties(version)), 0x82),
        ["SUBSCRIBE with other flags"] = (version => Packet.Of(0x80, Packet.Two(1), Packet.Properties(version), Packet.Text("a"), [0]), 0x81),
        ["SUBSCRIBE of quality 3"] = (version => Packet.Subscribe(version, 1, ("a", 3)), 0x81),
        ["SUBSCRIBE with reserved bits"] = (version => Packet.Subscribe(version, 1, ("a", 0x40)), 0x81),
        ["SUBSCRIBE with packet id 0"] = (version => Packet.Subscribe(version, 0, ("a", 0)), 0x81),
        ["SUBSCRIBE to an empty filter"] = (version => Packet.Subscribe(version, 1, ("", 0)), 0x81),
        ["SUBSCRIBE cut short"] = (version => Packet.Of(0x82, Packet.Two(1), Packet.Properties(version), Packet.Text("a")), 0x81),
        ["UNSUBSCRIBE without a filter"] = (version => Packet.Of(0xA2, Packet.Two(1), Packet.Properties(version)), 0x82),
        ["PUBACK with packet id 0"] = (_ => Packet.PubAck(0), 0x81),
        ["PUBACK with flags"] = (_ => [0x41, 2, 0, 1], 0x81),
        ["PUBREL of nothing"] = (_ => [0x62, 2, 0, 1], 0x82),
        ["PINGREQ with a body"] = (_ => [0xC0, 1, 0], 0x81),
        ["DISCONNECT with flags"] = (_ => [0xE1, 0], 0x81),
    };

    /// <summary>What only MQTT 5 can get wrong.</summary>
    private static readonly Dictionary<string, (byte[] Packet, byte Code)> WrongIn5 = new()
    {
        ["a retained message"] = (Packet.Publish(5, "a", "x", flags: 1), 0x9A),
        ["an alias of 0"] = (Packet.Publish(5, "a", "x", properties: [0x23, 0, 0]), 0x82),
        ["an alias beyond the most"] = (Packet.Publish(5, "a", "x", properties: [0x23, 0, 9]), 0x94),
        ["an alias of nothing"] = (Packet.Publish(5, "", "x", properties: [0x23, 0, 1]), 0x82),
        ["no topic and no alias"] = (Packet.Publish(5, "", "x"), 0x82),
        ["a property twice"] = (Packet.Publish(5, "a", "x", properties: [[0x02, 0, 0, 0, 1], [0x02, 0, 0, 0, 1]]), 0x82),
        ["a property that does not belong"] = (Packet.Publish(5, "a", "x", properties: [0x11, 0, 0, 0, 1]), 0x81),
        ["a property that there is not"] = (Packet.Publish(5, "a", "x", properties: [0x7F, 0]), 0x81),
        ["properties longer than their packet"] = (Packet.Of(0x30, Packet.Text("a"), [0x20]), 0x81),
        ["a subscription identifier of 0"] = (Packet.Of(0x82, Packet.Two(1), Packet.Properties(5, [0x0B, 0]), Packet.Text("a"), [0]), 0x82),
        ["a subscription identifier in PUBLISH"] = (Packet.Publish(5, "a", "x", properties: [0x0B, 1]), 0x81),
        ["a response topic with a wildcard"] = (Packet.Publish(5, "a", "x", properties: [[0x08, .. Packet.Text("r/#")]]), 0x82),
        ["AUTH"] = ([0xF0, 0], 0x82),
        ["a session made to stay at the end"] = (Packet.Of(0xE0, [0], Packet.Properties(5, [0x11, 0, 0, 0, 9])), 0x82),
    };

    private AnchorageServer _server = null!;
    private TestDevice _device = null!;

    public static TheoryData<string, int> WrongPackets =>
        [.. Wrong.Keys.SelectMany(name => new[] { 4, 5 }.Select(version => new TheoryDataRow<string, int>(name, version)))];

    public static TheoryData<string> WrongPacketsIn5 => [.. WrongIn5.Keys];

    public async ValueTask InitializeAsync()
    {
        _server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        _device = await TestDevice.Make().RegisterAsync(_server);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(WrongPackets))]
    public Task A_wrong_packet_ends_the_connection(string name, int version) => EndsAsync(Wrong[name].Packet(version), version, Wrong[name].Code);

    [Theory]
    [MemberData(nameof(WrongPacketsIn5))]
    public Task A_wrong_packet_of_MQTT_5_ends_the_connection(string name) => EndsAsync(WrongIn5[name].Packet, 5, WrongIn5[name].Code);

    [Fact]
    public async Task A_filter_that_cannot_be_is_refused_and_the_others_are_granted()
    {
        using var old = await DeviceClient.ConnectAsync(_server, _device, "old");
        using var client = await DeviceClient.ConnectAsync(_server, _device, "c", 5);

        Assert.Equal([0x80, 1, 0x80, 0], await old.SubscribeAsync(("a/#/b", 1), ("a", 1), ("$share/g/a", 0), ("b/+", 0)));
        Assert.Equal([0x8F, 0x8F, 0x9E, 0x8F, 1], await client.SubscribeAsync(("a+", 1), ("1/2/3/4/5/6/7/8/9", 0), ("$share/g/a", 0), (LongTopic, 0), ("a", 1)));
    }

    [Fact]
    public async Task Eight_filters_go_into_a_packet_and_fifty_into_a_session()
    {
        using var client = await DeviceClient.ConnectAsync(_server, _device, "c", 5);

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0x97], await client.SubscribeAsync([.. Enumerable.Range(0, 9).Select(number => ($"a/{number}", (byte)0))]));
        for (var number = 8; number < 50; number++)
        {
            Assert.Equal([0], await client.SubscribeAsync(($"a/{number}", 0)));
        }

        Assert.Equal([0x97, 0], await client.SubscribeAsync(("one/more", 0), ("a/1", 0)));
    }

    [Fact]
    public async Task Packets_in_pieces_and_packets_together_are_read_alike()
    {
        using var client = await DeviceClient.OpenAsync(_server, _device);
        byte[] all = [.. Packet.Connect(4, "c"), .. Packet.Subscribe(4, 1, ("a", 0)), .. Packet.Publish(4, "a", "x"), .. Packet.Ping];
        await client.SendAsync(all);
        Assert.Equal("20 90 30 d0", await HeadersAsync(client));

        using var slow = await DeviceClient.OpenAsync(_server, _device);
        foreach (var one in all)
        {
            await slow.SendAsync([one]);
        }

        Assert.Equal("20 90 30 d0", await HeadersAsync(slow));

        static async Task<string> HeadersAsync(DeviceClient client)
        {
            List<string> headers = [];
            while (headers.Count < 4)
            {
                headers.Add($"{(await client.ReadAsync())!.Header:x2}");
            }

            return string.Join(' ', headers);
        }
    }

    private async Task EndsAsync(byte[] packet, int version, byte code)
    {
        using var client = await DeviceClient.ConnectAsync(_server, _device, "c", version);
        await client.SendAsync(packet);
        if (version == 5)
        {
            Assert.StartsWith($"e0 {code:x2}", (await client.ReadAsync())?.ToString(), StringComparison.Ordinal);
        }

        Assert.Null(await client.ReadAsync());
    }
}
