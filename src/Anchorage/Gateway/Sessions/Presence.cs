using System.Text.Json;

namespace Anchorage.Gateway.Sessions;

/// <summary>AWS IoT's lifecycle events: who connected, who is gone and why (developer guide, "Connect/Disconnect events").</summary>
internal static class Presence
{
    public static Message Connected(DeviceConnection connection, DateTimeOffset now) =>
        Of("connected", connection, now, json => json.WriteString("ipAddress", connection.Address.ToString()));

    public static Message Disconnected(DeviceConnection connection, DateTimeOffset now) =>
        Of("disconnected", connection, now, json =>
        {
            json.WriteBoolean("clientInitiatedDisconnect", connection.Ending!.IsByClient);
            json.WriteString("disconnectReason", connection.Ending.DisconnectReason);
        });

    private static Message Of(string type, DeviceConnection connection, DateTimeOffset now, Action<Utf8JsonWriter> more)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("clientId", connection.ClientId);
            json.WriteNumber("timestamp", now.ToUnixTimeMilliseconds());
            json.WriteString("eventType", type);
            more(json);
            json.WriteString("sessionIdentifier", connection.Id);
            json.WriteString("principalIdentifier", connection.Principal.CertificateId);
            json.WriteNumber("versionNumber", connection.Version);
            json.WriteEndObject();
        }

        return new Message { Topic = $"$aws/events/presence/{type}/{connection.ClientId}", Payload = bytes.ToArray(), QoS = 1 };
    }
}
