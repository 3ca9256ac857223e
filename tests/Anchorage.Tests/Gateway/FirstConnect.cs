using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>What tests of devices that nobody has announced do, and look at afterwards.</summary>
internal static class FirstConnect
{
    /// <summary>As the developer guide's example of just-in-time provisioning, without thing type and groups.</summary>
    public const string Template = """
        {
          "Parameters": {
            "AWS::IoT::Certificate::CommonName": {"Type": "String"},
            "AWS::IoT::Certificate::SerialNumber": {"Type": "String"},
            "AWS::IoT::Certificate::Country": {"Type": "String", "Default": "NO"},
            "AWS::IoT::Certificate::Id": {"Type": "String"}
          },
          "Resources": {
            "thing": {
              "Type": "AWS::IoT::Thing",
              "Properties": {
                "ThingName": {"Ref": "AWS::IoT::Certificate::CommonName"},
                "AttributePayload": {"version": "v1", "serialNumber": {"Ref": "AWS::IoT::Certificate::SerialNumber"}, "country": {"Ref": "AWS::IoT::Certificate::Country"}}
              },
              "OverrideSettings": {"AttributePayload": "MERGE"}
            },
            "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "ACTIVE"}},
            "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": "{ \"Version\": \"2012-10-17\", \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": [\"iot:*\"], \"Resource\": [\"*\"] }] }"}}
          }
        }
        """;

    public static string NameOf(string account) => $"{account}.iot.us-east-1.localhost";

    /// <summary>Connects, and tells whether it was let in or its connection closed without a word.</summary>
    public static async Task<string> TryAsync(AnchorageServer server, TestDevice device, string? name = null, string clientId = "c")
    {
        using var client = await DeviceClient.OpenAsync(server, device, name ?? NameOf(TestDevice.Account));
        await client.SendAsync(Packet.Connect(4, clientId));
        return await client.ReadAsync() switch
        {
            null => "closed",
            { Header: 0x20 } answer when answer.Body[1] == 0 => "in",
            var other => $"{other}",
        };
    }

    /// <summary>The next event, acknowledged if it asks for that.</summary>
    public static async Task<JsonObject> EventAsync(DeviceClient client)
    {
        var got = (await client.ReadAsync())!;
        Assert.StartsWith("$aws/events/certificates/registered/", got.Topic, StringComparison.Ordinal);
        if (got.QoS == 1)
        {
            await client.SendAsync(Packet.PubAck(got.Id));
        }

        return JsonNode.Parse(got.Payload)!.AsObject();
    }

    public static async Task<JsonObject> DescribeAsync(AnchorageServer server, TestDevice device, string account = TestDevice.Account) =>
        (await SendAsync(server, HttpMethod.Get, $"/certificates/{device.Id}", account)).Body["certificateDescription"]?.AsObject() ?? [];

    public static async Task<string?> StatusAsync(AnchorageServer server, TestDevice device, string account = TestDevice.Account) =>
        (await DescribeAsync(server, device, account))["status"]?.GetValue<string>();

    public static async Task UpdateAsync(AnchorageServer server, TestDevice device, string status) =>
        Assert.Equal(200, (await SendAsync(server, HttpMethod.Put, $"/certificates/{device.Id}?newStatus={status}")).Status);

    public static async Task AttachAsync(AnchorageServer server, TestDevice device)
    {
        using var client = new AccountClient(server.Endpoint);
        var name = $"policy-{Guid.NewGuid():N}";
        Assert.Equal(200, (await client.SendAsync(TestDevice.Account, HttpMethod.Post, $"/policies/{name}", new JsonObject { ["policyDocument"] = TestDevice.AllowAll })).Status);
        Assert.Equal(200, (await client.SendAsync(
            TestDevice.Account, HttpMethod.Put, $"/target-policies/{name}", new JsonObject { ["target"] = $"arn:aws:iot:us-east-1:{TestDevice.Account}:cert/{device.Id}" })).Status);
    }

    public static async Task<Reply> SendAsync(AnchorageServer server, HttpMethod method, string path, string account = TestDevice.Account)
    {
        using var client = new AccountClient(server.Endpoint);
        return await client.SendAsync(account, method, path);
    }

    public static async Task EventuallyAsync(Func<Task<bool>> holds, string what)
    {
        for (var tries = 0; !await holds(); tries++)
        {
            Assert.True(tries < 200, $"Waited in vain for {what}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public static string Sorted(JsonObject members) =>
        new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();
}
