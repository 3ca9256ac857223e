using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>What a connected device sees of its session and of others', over real TLS.</summary>
[Trait("Against", "executable")]
public sealed class SessionTests : IAsyncLifetime
{
    private AnchorageServer _server = null!;
    private TestDevice _device = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        _device = await TestDevice.Make().RegisterAsync(_server);
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(4, 4, 0, 0, 0)]
    [InlineData(5, 5, 0, 1, 0)]
    [InlineData(4, 5, 1, 1, 1)]
    [InlineData(5, 4, 1, 1, 1)]
    [InlineData(4, 4, 1, 0, 0)]
    public async Task A_message_arrives_at_the_lower_of_both_qualities(int from, int to, int published, byte subscribed, int delivered)
    {
        using var subscriber = await DeviceClient.ConnectAsync(_server, _device, "s", to);
        using var publisher = await DeviceClient.ConnectAsync(_server, _device, "p", from);
        Assert.Equal([subscribed], await subscriber.SubscribeAsync(("a/+", subscribed)));

        await publisher.SendAsync(Packet.Publish(from, "a/b", "hello", published, id: 9));

        if (published == 1)
        {
            Assert.StartsWith("40 0009", (await publisher.ReadAsync())!.ToString(), StringComparison.Ordinal);
        }

        var message = await subscriber.ReadAsync();
        Assert.Equal(("a/b", "hello", delivered), (message!.Topic, message.Payload, message.QoS));
    }

    [Fact]
    public async Task A_quality_of_2_is_granted_as_1()
    {
        using var client = await DeviceClient.ConnectAsync(_server, _device, "s");
        Assert.Equal([1], await client.SubscribeAsync(("a", 2)));
    }

    [Fact]
    public async Task Filters_that_overlap_bring_a_message_once_with_all_their_identifiers()
    {
        using var client = await DeviceClient.ConnectAsync(_server, _device, "s", 5);
        await client.SendAsync(Packet.Of(0x82, Packet.Two(1), Packet.Properties(5, [0x0B, 3]), Packet.Text("a/#"), [0]));
        await client.ReadAsync();
        await client.SendAsync(Packet.Of(0x82, Packet.Two(2), Packet.Properties(5, [0x0B, 4]), Packet.Text("a/+"), [1]));
        await client.ReadAsync();

        await client.SendAsync(Packet.Publish(5, "a/b", "x", 1, 5));

        var packets = new[] { (await client.ReadAsync())!, (await client.ReadAsync())! };
        var message = packets.Single(packet => packet.Header >> 4 == 3);
        Assert.Equal(1, message.QoS);
        Assert.Contains(Convert.ToHexStringLower(message.Properties), new[] { "0b030b04", "0b040b03" });
        Assert.True(await client.IsAliveAsync());
    }

    [Fact]
    public async Task A_subscriber_that_wants_no_local_messages_gets_the_others()
    {
        using var client = await DeviceClient.ConnectAsync(_server, _device, "s", 5);
        using var other = await DeviceClient.ConnectAsync(_server, _device, "o", 5);
        await client.SubscribeAsync(("a", 0b100));

        await client.SendAsync(Packet.Publish(5, "a", "mine"));
        Assert.True(await client.IsAliveAsync());
        await other.SendAsync(Packet.Publish(5, "a", "theirs"));

        Assert.Equal("theirs", (await client.ReadAsync())!.Payload);
    }

    [Fact]
    public async Task Properties_of_a_message_reach_a_subscriber_of_MQTT_5_unchanged()
    {
        using var client = await DeviceClient.ConnectAsync(_server, _device, "s", 5);
        await client.SubscribeAsync(("a", 0));
        byte[][] properties = [[0x01, 1], [0x03, .. Packet.Text("text/plain")], [0x08, .. Packet.Text("r")], [0x09, .. Packet.Bytes([1, 2])], [0x26, .. Packet.Text("k"), .. Packet.Text("v")]];

        await client.SendAsync(Packet.Publish(5, "a", "x", properties: properties));

        var got = (await client.ReadAsync())!.Properties;
        Assert.Equal(properties.Sum(property => property.Length), got.Length);
        Assert.All(properties, property => Assert.True(got.AsSpan().IndexOf(property) >= 0));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_session_that_stays_keeps_messages_and_sends_unacknowledged_ones_again_under_their_id(int version)
    {
        byte[][] stays = version == 5 ? [[0x11, .. Packet.Four(600)]] : [];
        using var publisher = await DeviceClient.ConnectAsync(_server, _device, "p");
        using var watcher = await DeviceClient.ConnectAsync(_server, _device, "w");
        await watcher.SubscribeAsync(("$aws/events/presence/disconnected/stays", 0));
        int id;
        using (var client = await DeviceClient.ConnectAsync(_server, _device, "stays", version, clean: false, properties: stays))
        {
            Assert.False(client.IsSessionPresent);
            await client.SubscribeAsync(("a", 1));
            await publisher.SendAsync(Packet.Publish(4, "a", "first", 1));
            var first = (await client.ReadAsync())!;
            Assert.False(first.IsAgain);
            id = first.Id;
        }

        // It is gone for the server too; what was sent to it before that would be sent again.
        Assert.NotNull(await watcher.ReadAsync());
        await publisher.ReadAsync();
        await publisher.SendAsync(Packet.Publish(4, "a", "second", 1, id: 2), Packet.Publish(4, "a", "lost", 0));
        await publisher.ReadAsync();
        using (var again = await DeviceClient.ConnectAsync(_server, _device, "stays", version, clean: false, properties: stays))
        {
            Assert.True(again.IsSessionPresent);
            var (first, second) = ((await again.ReadAsync())!, (await again.ReadAsync())!);
            Assert.Equal((true, id, "first"), (first.IsAgain, first.Id, first.Payload));
            Assert.Equal((false, "second"), (second.IsAgain, second.Payload));
            Assert.NotEqual(id, second.Id);
            await again.SendAsync(Packet.PubAck(first.Id), Packet.PubAck(second.Id));
            Assert.True(await again.IsAliveAsync());
        }

        using (var acknowledged = await DeviceClient.ConnectAsync(_server, _device, "stays", version, clean: false, properties: stays))
        {
            Assert.True(acknowledged.IsSessionPresent);
            Assert.True(await acknowledged.IsAliveAsync());
        }

        using var clean = await DeviceClient.ConnectAsync(_server, _device, "stays", version, clean: true, properties: stays);
        Assert.False(clean.IsSessionPresent);
        await publisher.SendAsync(Packet.Publish(4, "a", "third", 1, id: 3));
        await publisher.ReadAsync();
        Assert.True(await clean.IsAliveAsync());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_second_connection_of_a_client_id_takes_over(int version)
    {
        using var watcher = await DeviceClient.ConnectAsync(_server, _device, "w");
        await watcher.SubscribeAsync(("$aws/events/presence/+/twice", 1), ("will", 0));
        using var first = await DeviceClient.OpenAsync(_server, _device);
        await first.SendAsync(Packet.Connect(version, "twice", flags: 0b100, will: Packet.Will(version, "will", "gone")));
        Assert.Equal(0x20, (await first.ReadAsync())!.Header);
        Assert.Contains("connected", (await watcher.ReadAsync())!.Topic, StringComparison.Ordinal);

        using var second = await DeviceClient.ConnectAsync(_server, _device, "twice", version);

        if (version == 5)
        {
            Assert.StartsWith("e0 8e", (await first.ReadAsync())!.ToString(), StringComparison.Ordinal);
        }

        Assert.Null(await first.ReadAsync());
        Assert.Equal("gone", (await watcher.ReadAsync())!.Payload);
        Assert.Contains("\"disconnectReason\":\"DUPLICATE_CLIENTID\"", (await watcher.ReadAsync())!.Payload, StringComparison.Ordinal);
        Assert.Equal("$aws/events/presence/connected/twice", (await watcher.ReadAsync())!.Topic);
        Assert.True(await second.IsAliveAsync());
    }

    [Theory]
    [InlineData(4, false, true)]
    [InlineData(5, false, true)]
    [InlineData(4, true, false)]
    [InlineData(5, true, false)]
    public async Task A_will_is_published_unless_the_client_says_goodbye(int version, bool goodbye, bool published)
    {
        using var watcher = await DeviceClient.ConnectAsync(_server, _device, "w");
        await watcher.SubscribeAsync(("$aws/events/presence/disconnected/mortal", 0), ("will", 1));
        using (var mortal = await DeviceClient.OpenAsync(_server, _device))
        {
            await mortal.SendAsync(Packet.Connect(version, "mortal", flags: 0b1100, will: Packet.Will(version, "will", "gone")));
            Assert.Equal(0x20, (await mortal.ReadAsync())!.Header);
            if (goodbye)
            {
                await mortal.SendAsync(Packet.Disconnect);
                Assert.Null(await mortal.ReadAsync());
            }
        }

        if (published)
        {
            var will = await watcher.ReadAsync();
            Assert.Equal(("will", "gone", 1), (will!.Topic, will.Payload, will.QoS));
        }

        var gone = await watcher.ReadAsync();
        Assert.Contains(goodbye ? "CLIENT_INITIATED_DISCONNECT" : "CONNECTION_LOST", gone!.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_are_on_their_way_than_the_client_receives_at_once()
    {
        using var client = await DeviceClient.ConnectAsync(_server, _device, "s", 5, properties: [0x21, 0, 2]);
        using var publisher = await DeviceClient.ConnectAsync(_server, _device, "p");
        await client.SubscribeAsync(("a", 1));
        for (var number = 1; number <= 5; number++)
        {
            await publisher.SendAsync(Packet.Publish(4, "a", $"{number}", 1, number));
            await publisher.ReadAsync();
        }

        var (first, second) = ((await client.ReadAsync())!, (await client.ReadAsync())!);
        Assert.True(await client.IsAliveAsync());
        await client.SendAsync(Packet.PubAck(first.Id));
        var third = (await client.ReadAsync())!;
        Assert.True(await client.IsAliveAsync());

        Assert.Equal("123", first.Payload + second.Payload + third.Payload);
    }

    [Fact]
    public async Task An_alias_stands_for_its_topic()
    {
        using var client = await DeviceClient.ConnectAsync(_server, _device, "s", 5);
        await client.SubscribeAsync(("a/#", 0));

        await client.SendAsync(Packet.Publish(5, "a/b", "1", properties: [0x23, 0, 8]), Packet.Publish(5, "", "2", properties: [0x23, 0, 8]));

        Assert.Equal(("a/b", "1"), ((await client.ReadAsync()) is { } one ? (one.Topic, one.Payload) : default));
        Assert.Equal(("a/b", "2"), ((await client.ReadAsync()) is { } two ? (two.Topic, two.Payload) : default));
    }

    [Fact]
    public async Task Accounts_and_regions_hear_nothing_of_each_other()
    {
        const string Other = "210987654321";
        await _device.RegisterAsync(_server, account: Other);
        using var here = await DeviceClient.ConnectAsync(_server, _device, "same");
        using var there = await DeviceClient.ConnectAsync(_server, _device, "same", serverName: $"{Other}.iot.us-east-1.localhost");
        await here.SubscribeAsync(("#", 0), ("$aws/#", 0));
        await there.SubscribeAsync(("#", 0));

        await there.SendAsync(Packet.Publish(4, "a", "there"));

        Assert.Equal("there", (await there.ReadAsync())!.Payload);
        Assert.True(await here.IsAliveAsync());
    }

    [Fact]
    public async Task Wildcards_of_the_first_level_match_no_topic_of_the_service_and_a_hash_not_its_parent()
    {
        using var client = await DeviceClient.ConnectAsync(_server, _device, "s");
        await client.SubscribeAsync(("#", 0), ("+/events/#", 0), ("a/b/#", 1));
        using (await DeviceClient.ConnectAsync(_server, _device, "other"))
        {
        }

        await client.SendAsync(Packet.Unsubscribe(4, 3, "#"), Packet.Publish(4, "a/b", "parent"), Packet.Publish(4, "a/b/c", "child"));

        Assert.Equal(0xB0, (await client.ReadAsync())!.Header);
        Assert.Equal("child", (await client.ReadAsync())!.Payload);
    }

    [Fact]
    public async Task A_client_that_stops_reading_holds_up_nobody()
    {
        using var stuck = await DeviceClient.ConnectAsync(_server, _device, "stuck");
        using var client = await DeviceClient.ConnectAsync(_server, _device, "s");
        await stuck.SubscribeAsync(("a", 0));
        await client.SubscribeAsync(("a", 0));
        var payload = new string('x', 100_000);

        for (var number = 0; number < 100; number++)
        {
            await client.SendAsync(Packet.Publish(4, "a", payload));
            Assert.Equal(payload.Length, (await client.ReadAsync())!.Payload.Length);
        }

        Assert.True(await client.IsAliveAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task What_waits_for_a_client_that_stops_reading_is_bounded(byte qos)
    {
        // Read in this process, whose memory is looked at.
        await using var server = await AnchorageServer.StartInProcessAsync(("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server);
        using var stuck = await DeviceClient.ConnectAsync(server, device, "stuck", clean: false);
        using var publisher = await DeviceClient.ConnectAsync(server, device, "publisher");
        await stuck.SubscribeAsync(("a", qos));
        var payload = new string('x', 100_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var number = 1; number <= 1000; number++)
        {
            await publisher.SendAsync(Packet.Publish(4, "a", payload, qos: 1, id: number));
            Assert.Equal(number, ((await publisher.ReadAsync())!.Body is [var high, var low, ..] ? (high << 8) | low : 0));
        }

        // Of the 100 MB that were published, no more is kept than a session and a connection may have waiting, and what lies in the network's buffers.
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(kept, long.MinValue, 24 * 1024 * 1024);
        Assert.True(await publisher.IsAliveAsync());
    }
}
