using Anchorage.Gateway.Packets;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Anchorage.Gateway.Sessions;

/// <summary>An application message on its way from one publisher to whoever subscribed; does not change.</summary>
internal sealed class Message
{
    /// <summary>Most bytes of payload, as AWS has it.</summary>
    public const int MostBytes = 128 * 1024;

    private byte[]? _version311;
    private byte[]? _version5;

    public required string Topic { get; init; }

    public required byte[] Payload { get; init; }

    /// <summary>0 or 1.</summary>
    public required int QoS { get; init; }

    /// <summary>Whoever published it, for subscribers that do not want their own; null for the service itself.</summary>
    public DeviceSession? Publisher { get; init; }

    /// <summary>When it is no longer worth delivering; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The properties that travel with it (MQTT 5, 3.3.2.3); null when it came without.</summary>
    public MessageProperties? Properties { get; init; }

    /// <summary>Told once the first subscriber has it: acknowledged at QoS 1, or handed to its connection at QoS 0.</summary>
    public TaskCompletionSource? Delivered { get; init; }

    /// <summary>What is kept in memory for it, in bytes, near enough.</summary>
    public int Weight => Payload.Length + Topic.Length + 128;

    /// <summary>Whether it has outlived its expiry interval.</summary>
    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>The packet for a QoS 0 subscriber without identifiers: made once and shared by all of them.</summary>
    public byte[] Shared(bool isVersion5, DateTimeOffset now)
    {
        if (ExpiresAt is not null && isVersion5)
        {
            return Encode(isVersion5, 0, packetId: 0, isAgain: false, [], now);
        }

        ref var shared = ref isVersion5 ? ref _version5 : ref _version311;
        return shared ??= Encode(isVersion5, 0, packetId: 0, isAgain: false, [], now);
    }

    public byte[] Encode(bool isVersion5, int qos, ushort packetId, bool isAgain, List<uint> identifiers, DateTimeOffset now)
    {
        var packet = new MqttPublishPacket
        {
            Topic = Topic,
            PayloadSegment = Payload,
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos,
            PacketIdentifier = packetId,
            Dup = isAgain,
        };
        if (isVersion5)
        {
            Properties?.CopyTo(packet);
            packet.SubscriptionIdentifiers = identifiers;
            if (ExpiresAt is { } end)
            {
                packet.MessageExpiryInterval = (uint)Math.Max(1, Math.Ceiling((end - now).TotalSeconds));
            }
        }

        return Codec.Encode(packet, isVersion5);
    }
}
