using MQTTnet.Packets;

namespace Anchorage.Gateway.Sessions;

/// <summary>What a client wants published when its connection ends without its having said so (MQTT 5, 3.1.2.5).</summary>
/// <param name="QoS">0 or 1; a higher one is delivered as 1.</param>
/// <param name="Delay">How long the client may be away before.</param>
/// <param name="Expiry">How long it is worth delivering from then on; null for ever.</param>
internal sealed record Will(string Topic, byte[] Payload, int QoS, TimeSpan Delay, TimeSpan? Expiry, MessageProperties? Properties)
{
    /// <summary>The will of a CONNECT packet; null when it has none.</summary>
    public static Will? Of(MqttConnectPacket packet) => !packet.WillFlag
        ? null
        : new Will(
            packet.WillTopic,
            packet.WillMessage ?? [],
            Math.Min((int)packet.WillQoS, 1),
            TimeSpan.FromSeconds(packet.WillDelayInterval),
            packet.WillMessageExpiryInterval > 0 ? TimeSpan.FromSeconds(packet.WillMessageExpiryInterval) : null,
            MessageProperties.OfWill(packet));

    public Message MessageAt(DateTimeOffset time, DeviceSession publisher) => new()
    {
        Topic = Topic,
        Payload = Payload,
        QoS = QoS,
        Publisher = publisher,
        ExpiresAt = time + Expiry,
        Properties = Properties,
    };
}
