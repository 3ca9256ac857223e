using System.Security.Authentication;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>Asks a server that runs with <c>--auth none</c> for its record of attempts, and for diagnoses.</summary>
internal static class Attempts
{
    /// <summary>The recorded attempts, newest first.</summary>
    public static async Task<List<JsonObject>> ListAsync(AnchorageServer server, string query = "?pageSize=250", string account = TestDevice.Account)
    {
        var reply = await FirstConnect.SendAsync(server, HttpMethod.Get, $"/-/onboarding-attempts{query}", account);
        Assert.True(reply.Status == 200, reply.ToString());
        return [.. reply.Body["attempts"]!.AsArray().Select(attempt => attempt!.AsObject())];
    }

    public static async Task<Reply> DiagnoseAsync(
        AnchorageServer server, TestDevice device, string? serverName = null, string? clientId = "c", string account = TestDevice.Account)
    {
        using var client = new AccountClient(server.Endpoint);
        return await client.SendAsync(account, HttpMethod.Post, "/-/onboarding-diagnosis", new JsonObject
        {
            ["certificatePem"] = string.Join('\n', device.Sent.Prepend(device.Certificate).Select(one => one.ExportCertificatePem())),
            ["serverName"] = serverName,
            ["clientId"] = clientId,
        });
    }

    /// <summary>Connects for real, as far as it is let; gives whether it was let in.</summary>
    public static async Task<bool> ConnectAsync(AnchorageServer server, TestDevice? device, string serverName, params byte[] packet)
    {
        try
        {
            using var client = await DeviceClient.OpenAsync(server, device, serverName);
            await client.SendAsync(packet);
            return await client.ReadAsync() is { Header: 0x20 } answer && answer.Body[1] == 0;
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return false;
        }
    }

    public static string Text(this JsonObject json, string member) => json[member]?.GetValue<string>() ?? "";
}
