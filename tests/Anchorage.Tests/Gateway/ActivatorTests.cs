using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using static Anchorage.Tests.Gateway.FirstConnect;

namespace Anchorage.Tests.Gateway;

/// <summary>A CA's activator does by itself what a subscriber of registration events would do.</summary>
public sealed class ActivatorTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_device_that_registers_itself_is_activated_with_the_policy_and_its_second_connect_is_let_in(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        await SetAsync(server, ca);
        using var watcher = await DeviceClient.ConnectAsync(server, await TestDevice.Make().RegisterAsync(server), "watcher");
        await watcher.SubscribeAsync(($"$aws/events/certificates/registered/{ca.Id}", 1));
        var device = ca.Device();

        Assert.Equal("closed", await TryAsync(server, device));
        Assert.Equal("in", await TryAsync(server, device));
        Assert.Equal("in", await TryAsync(server, device));

        // The event is told all the same, once, and as AWS tells it.
        var told = await EventAsync(watcher);
        Assert.Equal((device.Id, "PENDING_ACTIVATION"), ((string)told["certificateId"]!, (string)told["certificateStatus"]!));
        Assert.True(await watcher.IsAliveAsync());
        Assert.Equal("ACTIVE", await StatusAsync(server, device));
        Assert.Equal([$"cert/{device.Id}|device"], await store.RowsAsync($"SELECT target, policy_name FROM policy_attachment WHERE target = 'cert/{device.Id}'"));
        Assert.Equal(0, await store.CountAsync("thing"));
    }

    [Fact]
    public async Task With_jitp_hold_the_first_connect_is_let_in_and_publishes()
    {
        await using var server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("jitp-hold", "true")]);
        var ca = await new FleetCA().RegisterProvenAsync(server);
        await SetAsync(server, ca);
        using var watcher = await DeviceClient.ConnectAsync(server, await TestDevice.Make().RegisterAsync(server), "watcher");
        await watcher.SubscribeAsync(("a/#", 0));
        using var mosquitto = await Mosquitto.MakeAsync(server, ca.Device());

        Assert.Equal("", await Shell.RunAsync($"mosquitto_pub {mosquitto.Options} -i first -t a/b -m hello"));

        Assert.Equal("hello", (await watcher.ReadAsync())!.Payload);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Thirty_devices_at_once_over_two_connections_each_are_activated_once_each(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        await SetAsync(server, ca);
        var devices = Enumerable.Range(0, 30).Select(number => ca.Device($"CN=lamp-{number}")).ToList();

        await Task.WhenAll(devices.Concat(devices).Select(device => TryAsync(server, device)));

        Assert.All(await Task.WhenAll(devices.Select(device => TryAsync(server, device, clientId: device.Id))), outcome => Assert.Equal("in", outcome));
        Assert.Equal(
            devices.Select(device => $"{device.Id}|ACTIVE|device").Order(StringComparer.Ordinal),
            (await store.RowsAsync("""
                SELECT c.certificate_id, c.status, a.policy_name FROM device_certificate c JOIN policy_attachment a ON a.target = 'cert/' || c.certificate_id
                """)).Order(StringComparer.Ordinal));
        Assert.Equal(["1"], await store.RowsAsync("SELECT DISTINCT policy_count FROM policy_target"));
    }

    [Fact]
    public async Task A_device_that_waits_since_before_is_activated_when_it_connects_again()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        var device = ca.Device();
        await TryAsync(server, device);
        Assert.Equal("PENDING_ACTIVATION", await StatusAsync(server, device));
        await SetAsync(server, ca);
        Assert.Equal("PENDING_ACTIVATION", await StatusAsync(server, device));

        Assert.Equal("closed", await TryAsync(server, device));
        Assert.Equal("in", await TryAsync(server, device));
    }

    [Theory]
    [InlineData("?newStatus=INACTIVE")]
    [InlineData("?newAutoRegistrationStatus=DISABLE")]
    public async Task Under_a_CA_that_registers_nothing_what_waits_is_not_activated(string change)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        var device = ca.Device();
        await TryAsync(server, device);
        await SetAsync(server, ca);
        await ca.UpdateAsync(server, change);

        Assert.Equal("closed", await TryAsync(server, device));
        Assert.Equal("PENDING_ACTIVATION", await StatusAsync(server, device));
    }

    [Fact]
    public async Task What_is_INACTIVE_or_REVOKED_is_not_activated()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        await SetAsync(server, ca);
        var (inactive, revoked) = (ca.Device("CN=inactive"), ca.Device("CN=revoked"));
        foreach (var (device, status) in new[] { (inactive, "INACTIVE"), (revoked, "REVOKED") })
        {
            await TryAsync(server, device);
            await UpdateAsync(server, device, status);

            Assert.Equal("closed", await TryAsync(server, device));
            Assert.Equal(status, await StatusAsync(server, device));
        }

        // Nor does one that was revoked come back by being deleted.
        Assert.Equal(200, (await SendAsync(server, HttpMethod.Delete, $"/certificates/{revoked.Id}?forceDelete=true")).Status);
        Assert.Equal("closed", await TryAsync(server, revoked));
        Assert.Null(await StatusAsync(server, revoked));
    }

    [Fact]
    public async Task Once_it_is_removed_what_registers_itself_waits_and_what_was_activated_stays()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        await SetAsync(server, ca);
        var (before, after) = (ca.Device("CN=before"), ca.Device("CN=after"));
        await TryAsync(server, before);

        Assert.Equal(200, (await SendAsync(server, HttpMethod.Delete, $"/-/ca-activators/{ca.Id}")).Status);

        await TryAsync(server, after);
        Assert.Equal(["ACTIVE", "PENDING_ACTIVATION"], [await StatusAsync(server, before), await StatusAsync(server, after)]);
        Assert.Equal("in", await TryAsync(server, before));
    }

    [Fact]
    public async Task A_template_of_the_CA_goes_before_its_activator()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server, Template);
        await SetAsync(server, ca);
        var (fits, fails) = (ca.Device("CN=lamp,SERIALNUMBER=7"), ca.Device("CN=other"));

        await TryAsync(server, fits);
        await TryAsync(server, fails);

        Assert.Equal(["ACTIVE", "PENDING_ACTIVATION"], [await StatusAsync(server, fits), await StatusAsync(server, fails)]);
        Assert.Equal(0, int.Parse(Assert.Single(await store.RowsAsync("SELECT count(*) FROM policy_attachment WHERE policy_name = 'device'")), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_certificate_that_can_get_no_further_policy_waits_and_the_refusal_says_why()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var server = await store.ServeAsync(("auth", "none"), ("connack-reasons", "true"));
        var ca = await new FleetCA().RegisterAsync(server);
        var device = ca.Device("CN=full");
        await TryAsync(server, device);
        for (var number = 0; number < 10; number++)
        {
            await AttachAsync(server, device);
        }

        await SetAsync(server, ca);
        using (var client = await DeviceClient.OpenAsync(server, device, NameOf(TestDevice.Account)))
        {
            await client.SendAsync(Packet.Connect(5, "c"));
            var told = System.Text.Encoding.UTF8.GetString((await client.ReadAsync())!.Body);
            Assert.Contains("stays PENDING_ACTIVATION, because the policy device of the activator", told, StringComparison.Ordinal);
        }

        Assert.Equal("PENDING_ACTIVATION", await StatusAsync(server, device));
        var attached = Assert.Single(await store.RowsAsync("SELECT policy_name FROM policy_attachment ORDER BY policy_name LIMIT 1"));
        using var caller = new AccountClient(server.Endpoint);
        Assert.Equal(200, (await caller.SendAsync(
            TestDevice.Account, HttpMethod.Post, $"/target-policies/{attached}", new JsonObject { ["target"] = $"arn:aws:iot:us-east-1:{TestDevice.Account}:cert/{device.Id}" })).Status);
        await TryAsync(server, device);
        Assert.Equal("in", await TryAsync(server, device));
    }

    private static async Task SetAsync(AnchorageServer server, FleetCA ca)
    {
        using var client = new AccountClient(server.Endpoint);
        Assert.Equal(200, (await client.SendAsync(TestDevice.Account, HttpMethod.Post, "/policies/device", new JsonObject { ["policyDocument"] = TestDevice.AllowAll })).Status);
        var set = await client.SendAsync(TestDevice.Account, HttpMethod.Put, $"/-/ca-activators/{ca.Id}", new JsonObject { ["policyName"] = "device" });
        Assert.True(set.Status == 200, set.ToString());
    }
}
