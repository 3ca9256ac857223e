using Anchorage.Tests.Harness;
using static Anchorage.Tests.Gateway.FirstConnect;

namespace Anchorage.Tests.Gateway;

/// <summary>A quarantined CA's devices are dropped and kept out until it is released.</summary>
public sealed class QuarantineTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Its_devices_are_dropped_and_kept_out_over_a_restart_until_it_is_released_and_others_stay(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        FleetCA ca, other;
        TestDevice lamp, pump, others, own, unknown;
        await using (var server = await store.ServeAsync(("auth", "none")))
        {
            ca = await new FleetCA("CN=Lost").RegisterAsync(server, Template);
            other = await new FleetCA("CN=Other").RegisterAsync(server, Template);
            (lamp, pump, others) = (ca.Device("CN=lamp,SERIALNUMBER=1"), ca.Device("CN=pump,SERIALNUMBER=2"), other.Device("CN=others,SERIALNUMBER=3"));
            (own, unknown) = (await TestDevice.Make("CN=own").RegisterAsync(server), ca.Device("CN=unknown,SERIALNUMBER=4"));
            foreach (var device in new[] { lamp, pump, others })
            {
                await TryAsync(server, device);
            }

            using var one = await DeviceClient.ConnectAsync(server, lamp, "one", 5, serverName: NameOf(TestDevice.Account));
            using var two = await DeviceClient.ConnectAsync(server, pump, "two", serverName: NameOf(TestDevice.Account));
            using var three = await DeviceClient.ConnectAsync(server, others, "three", serverName: NameOf(TestDevice.Account));
            using var four = await DeviceClient.ConnectAsync(server, own, "four");

            Assert.Equal(200, (await SendAsync(server, HttpMethod.Put, $"/-/ca-quarantines/{ca.Id}")).Status);

            Assert.StartsWith("e0 98", (await one.ReadAsync())!.ToString(), StringComparison.Ordinal);
            Assert.Null(await two.ReadAsync());
            Assert.True(await three.IsAliveAsync());
            Assert.True(await four.IsAliveAsync());
            await KeptOutAsync(server);
        }

        await using var again = await store.ServeAsync(("auth", "none"));
        await KeptOutAsync(again);
        Assert.Equal("ACTIVE", await StatusAsync(again, lamp));

        Assert.Equal(200, (await SendAsync(again, HttpMethod.Delete, $"/-/ca-quarantines/{ca.Id}")).Status);

        Assert.Equal("in", await TryAsync(again, lamp));
        await TryAsync(again, unknown);
        Assert.Equal("in", await TryAsync(again, unknown));

        async Task KeptOutAsync(AnchorageServer server)
        {
            Assert.Equal(
                ["closed", "closed", "closed", "in", "in"],
                [await TryAsync(server, lamp), await TryAsync(server, pump), await TryAsync(server, unknown), await TryAsync(server, others), await TryAsync(server, own)]);
            Assert.Null(await StatusAsync(server, unknown));
        }
    }

    [Fact]
    public async Task What_waits_for_its_activation_is_not_provisioned_and_the_refusal_says_why()
    {
        await using var server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("connack-reasons", "true")]);
        var ca = await new FleetCA().RegisterAsync(server);
        var device = ca.Device("CN=lamp,SERIALNUMBER=7");
        await TryAsync(server, device);
        await ca.UpdateAsync(server, "", Template);
        Assert.Equal(200, (await SendAsync(server, HttpMethod.Put, $"/-/ca-quarantines/{ca.Id}")).Status);

        using var client = await DeviceClient.OpenAsync(server, device, NameOf(TestDevice.Account));
        await client.SendAsync(Packet.Connect(5, "c"));

        var told = System.Text.Encoding.UTF8.GetString((await client.ReadAsync())!.Body);
        Assert.Contains($"is quarantined. When its devices may come in again: anchorage ca release {ca.Id}", told, StringComparison.Ordinal);
        Assert.Equal("PENDING_ACTIVATION", await StatusAsync(server, device));
    }

    [Fact]
    public async Task What_a_quarantined_intermediate_signed_does_not_come_in_under_its_root()
    {
        await using var server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("jitp-hold", "true")]);
        var root = await new FleetCA("CN=Root").RegisterAsync(server, Template);
        var (lost, sound) = (await new FleetCA("CN=Lost", root).RegisterAsync(server), new FleetCA("CN=Sound", root));
        Assert.Equal(200, (await SendAsync(server, HttpMethod.Put, $"/-/ca-quarantines/{lost.Id}")).Status);

        Assert.Equal("closed", await TryAsync(server, lost.Device("CN=after,SERIALNUMBER=2", sent: lost)));
        Assert.Equal("in", await TryAsync(server, sound.Device("CN=other,SERIALNUMBER=3", sent: sound)));
    }

    [Fact]
    public async Task What_another_node_quarantines_is_dropped_here_too()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Postgres);
        await using var server = await store.ServeAsync(("auth", "none"));
        await using var node = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server, Template);
        var device = ca.Device("CN=lamp,SERIALNUMBER=7");
        await TryAsync(server, device);
        using var connected = await DeviceClient.ConnectAsync(server, device, "c", serverName: NameOf(TestDevice.Account));

        Assert.Equal(200, (await SendAsync(node, HttpMethod.Put, $"/-/ca-quarantines/{ca.Id}")).Status);

        Assert.Null(await connected.ReadAsync());
        Assert.Equal("closed", await TryAsync(server, device));
    }

    [Fact]
    public async Task A_CA_of_the_same_name_and_key_in_another_account_is_not_touched()
    {
        const string another = "210987654321";
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server, Template);
        await ca.RegisterAsync(server, Template, another);
        var (ours, theirs) = (ca.Device("CN=ours,SERIALNUMBER=1"), ca.Device("CN=theirs,SERIALNUMBER=2"));
        await TryAsync(server, ours);
        await TryAsync(server, theirs, NameOf(another));
        using var stays = await DeviceClient.ConnectAsync(server, theirs, "stays", serverName: NameOf(another));

        Assert.Equal(200, (await SendAsync(server, HttpMethod.Put, $"/-/ca-quarantines/{ca.Id}")).Status);

        Assert.Equal("closed", await TryAsync(server, ours));
        Assert.Equal("in", await TryAsync(server, theirs, NameOf(another)));
        Assert.True(await stays.IsAliveAsync());
    }

    [Fact]
    public async Task Mosquitto_is_dropped_refused_and_let_in_again()
    {
        await using var server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("jitp-hold", "true")]);
        var ca = await new FleetCA().RegisterProvenAsync(server, template: Template);
        using var mosquitto = await Mosquitto.MakeAsync(server, ca.Device("CN=lamp,SERIALNUMBER=7"));
        var publish = $"mosquitto_pub {mosquitto.Options} -i pub -t a -m m";
        using var watcher = await DeviceClient.ConnectAsync(server, await TestDevice.Make().RegisterAsync(server), "watcher");
        await watcher.SubscribeAsync(("$aws/events/presence/connected/sub", 0));
        var subscriber = Shell.RunAsync($"mosquitto_sub {mosquitto.Options} -i sub -t b -W 40 || true");
        Assert.Contains("sub", (await watcher.ReadAsync())!.Payload, StringComparison.Ordinal);
        Assert.Equal("", await Shell.RunAsync(publish));

        Assert.Equal(200, (await SendAsync(server, HttpMethod.Put, $"/-/ca-quarantines/{ca.Id}")).Status);

        Assert.Contains("The connection was lost", await subscriber, StringComparison.Ordinal);
        Assert.Contains("The connection was lost", await Shell.RunAsync(publish), StringComparison.Ordinal);
        Assert.Equal(200, (await SendAsync(server, HttpMethod.Delete, $"/-/ca-quarantines/{ca.Id}")).Status);
        Assert.Equal("", await Shell.RunAsync(publish));
    }
}
