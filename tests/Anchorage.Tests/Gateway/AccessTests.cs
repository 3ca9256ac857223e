using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>What is changed in the registry acts on devices that are connected.</summary>
public sealed class AccessTests
{
    private const string OthersTopics = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iot:Connect","iot:Subscribe"],"Resource":"*"},{"Effect":"Allow","Action":["iot:Publish","iot:Receive"],"Resource":"arn:aws:iot:us-east-1:123456789012:topic/new"}]}""";

    private static readonly Dictionary<string, Func<AccountClient, TestDevice, Task>> Endings = new()
    {
        ["INACTIVE"] = (client, device) => SendAsync(client, HttpMethod.Put, $"/certificates/{device.Id}?newStatus=INACTIVE"),
        ["REVOKED"] = (client, device) => SendAsync(client, HttpMethod.Put, $"/certificates/{device.Id}?newStatus=REVOKED"),
        ["deleted"] = async (client, device) =>
        {
            await SendAsync(client, HttpMethod.Put, $"/certificates/{device.Id}?newStatus=INACTIVE");
            await SendAsync(client, HttpMethod.Delete, $"/certificates/{device.Id}?forceDelete=true");
        },
        ["policy detached"] = async (client, device) =>
            await SendAsync(client, HttpMethod.Post, $"/target-policies/{await PolicyAsync(client, device)}", new JsonObject { ["target"] = ArnOf(device) }),
        ["policy denies"] = async (client, device) => await SendAsync(
            client, HttpMethod.Post, $"/policies/{await PolicyAsync(client, device)}/version?setAsDefault=true",
            new JsonObject { ["policyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iot:Connect","Resource":"*"}]}""" }),
    };

    public static TheoryData<string, Dialect> Changes =>
        [.. Endings.Keys.SelectMany(name => new[] { (name, Dialect.Sqlite), (name, Dialect.Postgres) }).Select(row => new TheoryDataRow<string, Dialect>(row.name, row.Item2))];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_device_that_may_not_be_here_any_more_is_dropped_and_others_stay(string change, Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var (device, other) = (await TestDevice.Make().RegisterAsync(server), await TestDevice.Make("CN=other").RegisterAsync(server));
        using var one = await DeviceClient.ConnectAsync(server, device, "one", 5);
        using var two = await DeviceClient.ConnectAsync(server, device, "two");
        using var three = await DeviceClient.ConnectAsync(server, other, "three");
        using var client = new AccountClient(server.Endpoint);

        await Endings[change](client, device);

        Assert.StartsWith("e0 98", (await one.ReadAsync())!.ToString(), StringComparison.Ordinal);
        Assert.Null(await one.ReadAsync());
        Assert.Null(await two.ReadAsync());
        Assert.True(await three.IsAliveAsync());
    }

    [Fact]
    public async Task What_another_node_changes_acts_here_too()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Postgres);
        await using var server = await store.ServeAsync(("auth", "none"));
        await using var node = await store.ServeAsync(("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server);
        using var connected = await DeviceClient.ConnectAsync(server, device, "c");
        using var client = new AccountClient(node.Endpoint);

        await Endings["REVOKED"](client, device);

        Assert.Null(await connected.ReadAsync());
    }

    [Fact]
    public async Task Another_version_of_its_policy_judges_a_device_that_stays_connected()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server);
        using var connected = await DeviceClient.ConnectAsync(server, device, "c", 5);
        await connected.SendAsync(Packet.Publish(5, "old", "x", 1, id: 1));
        Assert.DoesNotContain("000187", (await connected.ReadAsync())!.ToString(), StringComparison.Ordinal);
        using var client = new AccountClient(server.Endpoint);

        await SendAsync(
            client, HttpMethod.Post, $"/policies/{await PolicyAsync(client, device)}/version?setAsDefault=true", new JsonObject { ["policyDocument"] = OthersTopics });

        // Told by the first answer that is another; QoS 1 is answered whether allowed or not.
        var answer = "";
        for (var tries = 0; tries < 100 && !answer.Contains("000287", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            await connected.SendAsync(Packet.Publish(5, "old", "x", 1, id: 2));
            answer = (await connected.ReadAsync())!.ToString();
        }

        Assert.StartsWith("40 000287", answer, StringComparison.Ordinal);
        await connected.SendAsync(Packet.Publish(5, "new", "x", 1, id: 3));
        Assert.DoesNotContain("000387", (await connected.ReadAsync())!.ToString(), StringComparison.Ordinal);
    }

    private static string ArnOf(TestDevice device) => $"arn:aws:iot:us-east-1:{TestDevice.Account}:cert/{device.Id}";

    private static async Task<string> PolicyAsync(AccountClient client, TestDevice device)
    {
        var attached = await client.SendAsync(TestDevice.Account, HttpMethod.Post, $"/attached-policies/{Uri.EscapeDataString(ArnOf(device))}");
        Assert.True(attached.Status == 200, attached.ToString());
        return attached.Body["policies"]![0]!["policyName"]!.GetValue<string>();
    }

    private static async Task SendAsync(AccountClient client, HttpMethod method, string path, JsonObject? body = null)
    {
        var reply = await client.SendAsync(TestDevice.Account, method, path, body);
        Assert.True(reply.Status == 200, reply.ToString());
    }
}
