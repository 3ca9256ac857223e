using System.Text.Json.Nodes;
using Anchorage.Tests.Gateway;
using Anchorage.Tests.Harness;
using static Anchorage.Tests.Gateway.FirstConnect;
using TestDevice = Anchorage.Tests.Gateway.TestDevice;

namespace Anchorage.Tests.Auditing;

/// <summary>What devices change by connecting is recorded with the device as who did it.</summary>
public sealed class DeviceRecordTests
{
    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_registration_at_the_first_connect_is_recorded_once_however_often_the_device_comes(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        var device = ca.Device();
        for (var tries = 0; tries < 3; tries++)
        {
            Assert.Equal("closed", await TryAsync(server, device));
        }

        var record = await SingleAsync(server, device);
        Assert.Equal("JustInTimeRegistration", record.Said("operation"));
        Assert.Equal([ArnOf($"cert/{device.Id}"), ArnOf($"cacert/{ca.Id}")], record.Resources());
        Assert.Equal(("127.0.0.1", "us-east-1", "Success", ""), (record.Said("sourceAddress"), record.Said("region"), record.Said("outcome"), record.Said("requestId")));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_provisioning_by_a_template_is_recorded_with_what_it_made(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server, Template);
        var device = ca.Device("CN=lamp,SERIALNUMBER=7");
        Assert.Equal("closed", await TryAsync(server, device));
        Assert.Equal("in", await TryAsync(server, device));

        var record = await SingleAsync(server, device);
        Assert.Equal("JustInTimeProvisioning", record.Said("operation"));
        Assert.Equal([ArnOf($"cert/{device.Id}"), ArnOf($"cacert/{ca.Id}")], record.Resources()[..2]);
        Assert.Contains(ArnOf("thing/lamp"), record.Resources());
        Assert.Contains(record.Resources(), resource => resource.StartsWith(ArnOf("policy/"), StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_activation_by_an_activator_is_recorded_with_its_policy(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        using var client = new AccountClient(server.Endpoint);
        Assert.Equal(200, (await client.SendAsync(TestDevice.Account, HttpMethod.Post, "/policies/device", new JsonObject { ["policyDocument"] = TestDevice.AllowAll })).Status);
        Assert.Equal(200, (await client.SendAsync(TestDevice.Account, HttpMethod.Put, $"/-/ca-activators/{ca.Id}", new JsonObject { ["policyName"] = "device" })).Status);
        var device = ca.Device();
        Assert.Equal("closed", await TryAsync(server, device));

        var record = await SingleAsync(server, device);
        Assert.Equal("JustInTimeActivation", record.Said("operation"));
        Assert.Equal([ArnOf($"cert/{device.Id}"), ArnOf($"cacert/{ca.Id}"), ArnOf("policy/device")], record.Resources());
    }

    [Fact]
    public async Task A_template_that_fails_leaves_the_record_of_the_registration_alone_and_a_diagnosis_none()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server, Template);

        // No serial number, and the template needs one.
        var device = ca.Device("CN=lamp");
        await Attempts.DiagnoseAsync(server, device);
        Assert.Empty(await RecordsAsync(server, device));
        Assert.Equal("closed", await TryAsync(server, device));
        Assert.Equal("closed", await TryAsync(server, device));

        Assert.Equal("JustInTimeRegistration", (await SingleAsync(server, device)).Said("operation"));
    }

    private static string ArnOf(string resource) => $"arn:aws:iot:us-east-1:{TestDevice.Account}:{resource}";

    private static async Task<JsonObject> SingleAsync(AnchorageServer server, TestDevice device)
    {
        var record = Assert.Single(await RecordsAsync(server, device));
        Assert.Equal(ArnOf($"cert/{device.Id}"), record.Said("principal"));
        return record;
    }

    private static Task<List<JsonObject>> RecordsAsync(AnchorageServer server, TestDevice device) =>
        Trail.ListAsync(path => SendAsync(server, HttpMethod.Get, path), $"&principal={device.Id}");
}
