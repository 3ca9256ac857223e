using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Anchorage.Tests.Harness;
using static Anchorage.Tests.Gateway.FirstConnect;

namespace Anchorage.Tests.Gateway;

/// <summary>Devices that nobody has announced come in great numbers at once, over a server that is killed, and past those who hold connections open.</summary>
public sealed class FleetTests
{
    /// <summary>How often a device tries before it counts as never let in.</summary>
    private const int Tries = 20;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Five_hundred_devices_of_one_CA_at_once_become_five_hundred_things_with_one_ACTIVE_certificate_each(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var devices = await FleetAsync(server, 500);

        Assert.All(await Task.WhenAll(devices.Select(device => ConvergeAsync(server, device))), Assert.True);
        Assert.All(await Task.WhenAll(devices.Take(50).Select(device => ConvergeAsync(server, device))), Assert.True);

        await AssertOneOfEachAsync(store, devices);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_two_hundred_devices_whose_server_is_killed_meanwhile_none_is_lost_and_none_is_double(Dialect dialect)
    {
        const int count = 200;
        await using var store = await TestStore.MakeAsync(dialect);
        var told = new ConcurrentDictionary<string, byte>();
        var admitted = new ConcurrentBag<TestDevice>();
        List<TestDevice> devices;
        var watching = TestDevice.Make("CN=watcher");
        await using (var server = await ProcessAsync(store))
        {
            devices = await FleetAsync(server, count);
            var hearing = (await SubscribeAsync(server, await watching.RegisterAsync(server), told, count)).Hearing;
            var waiting = new ConcurrentQueue<TestDevice>(devices);
            var load = Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
            {
                while (waiting.TryDequeue(out var device))
                {
                    if (await ConvergeAsync(server, device, tries: 2))
                    {
                        admitted.Add(device);
                    }
                }
            }));

            // Once a quarter is registered, however fast this machine is.
            while (told.Count < count / 4)
            {
                Assert.False(load.IsCompleted, $"All devices have tried, and {told.Count} registrations were told.");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            await server.KillAsync();
            await load;
            await hearing;
        }

        var registered = await store.CountAsync("device_certificate") - 1;
        Assert.InRange(registered, count / 4, count - 1);
        await AssertWholeAsync(store);
        await using (var server = await ProcessAsync(store))
        {
            // Who was let in before the kill is let in at once: an admission rests on what is committed.
            Assert.All(await Task.WhenAll(admitted.Select(device => ConvergeAsync(server, device, tries: 1))), Assert.True);
            var hearing = (await SubscribeAsync(server, watching, told, count)).Hearing;

            Assert.All(await Task.WhenAll(devices.Select(device => ConvergeAsync(server, device))), Assert.True);

            // Events that the kill kept from their subscriber were stored, and come once they are due again.
            await hearing.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        Assert.Equal(devices.Select(device => device.Id).Order(StringComparer.Ordinal), told.Keys.Order(StringComparer.Ordinal));
        await AssertOneOfEachAsync(store, devices, others: 1);
    }

    [Fact]
    [Trait("Against", "executable")]
    public async Task Five_thousand_who_connect_and_say_nothing_or_half_keep_no_new_device_out()
    {
        // This process holds both ends of those that the server keeps, which are a thousand of an address.
        var count = Math.Min(5000, MostOpenFiles() - Anchorage.Gateway.Doorway.MostPerAddress - 1000);
        Assert.True(count >= 1500, $"This process may open {MostOpenFiles()} files, too few for the test: it wants a limit of 3500 at least (ulimit -n).");
        if (count < 5000)
        {
            TestContext.Current.SendDiagnosticMessage($"{count} connections in place of 5000: this process may open {MostOpenFiles()} files.");
        }

        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = (await FleetAsync(server, 1))[0];
        var silent = new List<Socket>();
        try
        {
            for (var number = 0; number < count; number++)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                silent.Add(socket);
                await socket.ConnectAsync(server.DeviceAddress, TestContext.Current.CancellationToken);
                if (number % 10 == 0)
                {
                    // The beginning of a TLS record that never goes on.
                    await socket.SendAsync(new byte[] { 0x16, 3, 1 }, TestContext.Current.CancellationToken);
                }
            }

            Assert.Equal("closed", await TryAsync(server, device));
            Assert.Equal("in", await TryAsync(server, device));
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>A CA that provisions its devices by a template, and so many of those.</summary>
    private static async Task<List<TestDevice>> FleetAsync(AnchorageServer server, int count)
    {
        var ca = await new FleetCA().RegisterAsync(server, Template);
        return [.. Enumerable.Range(0, count).Select(number => ca.Device($"CN=lamp-{number},SERIALNUMBER={number}"))];
    }

    /// <summary>Connects as a device does, again and again until it is let in.</summary>
    private static async Task<bool> ConvergeAsync(AnchorageServer server, TestDevice device, int tries = Tries)
    {
        for (var done = 0; done < tries; done++)
        {
            try
            {
                var outcome = await TryAsync(server, device, clientId: device.Id);
                if (outcome == "in")
                {
                    return true;
                }

                Assert.Equal("closed", outcome);
            }
            catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or OperationCanceledException)
            {
                // Cut short, as by a server that is gone or has no room: tried again.
            }
        }

        return false;
    }

    /// <summary>Subscribes to registrations. What is given ends once all are told or the connection ends.</summary>
    private static async Task<Subscriber> SubscribeAsync(AnchorageServer server, TestDevice device, ConcurrentDictionary<string, byte> told, int count)
    {
        var client = await DeviceClient.ConnectAsync(server, device, "watcher");
        await client.SubscribeAsync(("$aws/events/certificates/registered/#", 1));
        return new Subscriber(HearAsync(client, told, count));
    }

    /// <summary>Hears of registrations, and acknowledges them.</summary>
    private static async Task HearAsync(DeviceClient client, ConcurrentDictionary<string, byte> told, int count)
    {
        using (client)
        {
            while (told.Count < count && await client.ReadAsync() is { } got)
            {
                told.TryAdd(System.Text.Json.Nodes.JsonNode.Parse(got.Payload)!["certificateId"]!.GetValue<string>(), 0);
                try
                {
                    await client.SendAsync(Packet.PubAck(got.Id));
                }
                catch (IOException)
                {
                    return;
                }
            }
        }
    }

    private static Task<AnchorageServer> ProcessAsync(TestStore store) => store.ServeAsync(ServerProcess.Program, ("auth", "none"));

    /// <summary>Looks past the server at the store: whatever is there is there whole.</summary>
    private static async Task AssertWholeAsync(TestStore store)
    {
        Assert.Equal(
            await store.RowsAsync("SELECT certificate_id FROM device_certificate WHERE status = 'ACTIVE' AND ca_certificate_id IS NOT NULL ORDER BY 1"),
            await store.RowsAsync("SELECT certificate_id FROM thing_principal ORDER BY 1"));
        Assert.Equal(await store.RowsAsync("SELECT thing_name FROM thing ORDER BY 1"), await store.RowsAsync("SELECT thing_name FROM thing_principal ORDER BY 1"));
        Assert.Empty(await store.RowsAsync("SELECT certificate_id FROM thing_principal WHERE 'cert/' || certificate_id NOT IN (SELECT target FROM policy_attachment)"));

        // Each with the one record of how it came in.
        Assert.Equal(
            await store.RowsAsync("SELECT 'arn:aws:iot:us-east-1:' || account_id || ':cert/' || certificate_id FROM device_certificate WHERE ca_certificate_id IS NOT NULL ORDER BY 1"),
            await store.RowsAsync("SELECT principal FROM audit_record WHERE operation LIKE 'JustInTime%' ORDER BY 1"));
        if (store is SqliteTestStore)
        {
            Assert.Equal(["ok"], await store.RowsAsync("PRAGMA integrity_check"));
        }
    }

    /// <summary>Each device is one thing with its one certificate, ACTIVE, and its one policy.</summary>
    private static async Task AssertOneOfEachAsync(TestStore store, List<TestDevice> devices, int others = 0)
    {
        Assert.Equal(
            devices.Select((device, number) => $"lamp-{number}|{device.Id}|ACTIVE").Order(StringComparer.Ordinal),
            (await store.RowsAsync("""
                SELECT p.thing_name, p.certificate_id, c.status FROM thing_principal p JOIN device_certificate c ON c.certificate_id = p.certificate_id
                """)).Order(StringComparer.Ordinal));
        Assert.Equal(
            (devices.Count, devices.Count + others, devices.Count + others),
            (await store.CountAsync("thing"), await store.CountAsync("device_certificate"), await store.CountAsync("policy_attachment")));
        Assert.Equal(1 + others, await store.CountAsync("policy"));
    }

    /// <summary>How many files this process may have open; .NET has raised it to the hard limit.</summary>
    private static int MostOpenFiles()
    {
        var words = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words[3] == "unlimited" ? int.MaxValue : int.Parse(words[3], CultureInfo.InvariantCulture);
    }

    /// <summary>A subscriber at work; the record keeps its task from being awaited with its making.</summary>
    private sealed record Subscriber(Task Hearing);
}
