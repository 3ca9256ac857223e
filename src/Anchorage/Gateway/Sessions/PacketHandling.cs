using Anchorage.Gateway.Packets;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Anchorage.Gateway.Sessions;

/// <summary>What each packet of a connected device does.</summary>
internal sealed class PacketHandling(DeviceConnection connection, DeviceSession session, TopicSpace space)
{
    /// <summary>Most bytes of a whole packet after CONNECT, as AWS announces it.</summary>
    public const int MostPacketBytes = 149_504;

    /// <summary>Most filters in one SUBSCRIBE.</summary>
    public const int MostFilters = 8;

    /// <summary>Most topic aliases of a connection.</summary>
    public const int MostAliases = 8;

    private static readonly MqttPingRespPacket PingResponse = new();

    private string?[]? _aliases;

    /// <summary>Does what the packet asks; gives the ending of the connection when that is what follows.</summary>
    public Ending? Handle(Frame frame)
    {
        switch (frame.Type)
        {
            case PacketRules.PingReq:
                connection.Answer(PingResponse);
                return null;
            case PacketRules.Disconnect when frame.Body.Count == 0:
                return Ending.ByClient;
        }

        return Codec.Decode(frame, connection.IsVersion5) switch
        {
            MqttPublishPacket publish => Publish(publish),
            MqttPubAckPacket acknowledgement => Acknowledge(acknowledgement),
            MqttSubscribePacket subscribe => Subscribe(subscribe),
            MqttUnsubscribePacket unsubscribe => Unsubscribe(unsubscribe),
            MqttDisconnectPacket disconnect => Disconnect(disconnect),
            // The rest belongs to QoS 2, of which nothing is ever under way.
            _ => Ending.Protocol,
        };
    }

    private Ending? Publish(MqttPublishPacket packet)
    {
        if (FindTopic(packet) is not { } topic)
        {
            return packet.TopicAlias > MostAliases ? Ending.TopicAliasInvalid : Ending.Protocol;
        }

        if (packet.QualityOfServiceLevel > MqttQualityOfServiceLevel.AtLeastOnce)
        {
            return Ending.QoSNotSupported;
        }

        if (!Topic.IsName(topic) || !Topic.IsWithinLimits(topic))
        {
            return Ending.TopicNameInvalid;
        }

        if (packet.Payload.Length > Message.MostBytes)
        {
            return Ending.PacketTooLarge;
        }

        if (packet.ResponseTopic is { } responseTopic && !Topic.IsName(responseTopic))
        {
            return Ending.Protocol;
        }

        if (connection.IsVersion5 && packet.Retain)
        {
            return Ending.RetainNotSupported;
        }

        if (topic[0] == Topic.Reserved || !connection.Principal.Permissions.MayPublish(topic))
        {
            if (!connection.IsVersion5 || packet.QualityOfServiceLevel == 0)
            {
                return Ending.Forbidden;
            }

            connection.Answer(new MqttPubAckPacket { PacketIdentifier = packet.PacketIdentifier, ReasonCode = MqttPubAckReasonCode.NotAuthorized });
            return null;
        }

        var matched = space.Publish(new Message
        {
            Topic = topic,
            // Bytes of its own: what was received is overwritten by what comes next.
            Payload = System.Buffers.BuffersExtensions.ToArray(packet.Payload),
            QoS = (int)packet.QualityOfServiceLevel,
            Publisher = session,
            ExpiresAt = packet.MessageExpiryInterval > 0 ? connection.Now.AddSeconds(packet.MessageExpiryInterval) : null,
            Properties = connection.IsVersion5 ? MessageProperties.Of(packet) : null,
        });
        if (packet.QualityOfServiceLevel > 0)
        {
            connection.Answer(new MqttPubAckPacket
            {
                PacketIdentifier = packet.PacketIdentifier,
                ReasonCode = matched == 0 ? MqttPubAckReasonCode.NoMatchingSubscribers : MqttPubAckReasonCode.Success,
            });
        }

        return null;
    }

    /// <summary>The topic, or what its alias stands for; null when it has neither.</summary>
    private string? FindTopic(MqttPublishPacket packet)
    {
        if (packet.TopicAlias > MostAliases)
        {
            return null;
        }

        if (packet.TopicAlias > 0)
        {
            _aliases ??= new string?[MostAliases + 1];
            if (packet.Topic.Length > 0)
            {
                _aliases[packet.TopicAlias] = packet.Topic;
            }

            return _aliases[packet.TopicAlias];
        }

        return packet.Topic.Length > 0 ? packet.Topic : null;
    }

    private Ending? Acknowledge(MqttPubAckPacket packet)
    {
        session.Acknowledge(packet.PacketIdentifier);
        return null;
    }

    private Ending? Subscribe(MqttSubscribePacket packet)
    {
        var answer = new MqttSubAckPacket { PacketIdentifier = packet.PacketIdentifier, ReasonCodes = new(packet.TopicFilters.Count) };
        for (var index = 0; index < packet.TopicFilters.Count; index++)
        {
            var reason = index < MostFilters ? Subscribe(packet.TopicFilters[index], packet.SubscriptionIdentifier) : MqttSubscribeReasonCode.QuotaExceeded;
            // Version 3.1.1 knows one way to refuse.
            answer.ReasonCodes.Add(reason > MqttSubscribeReasonCode.GrantedQoS2 && !connection.IsVersion5 ? MqttSubscribeReasonCode.UnspecifiedError : reason);
        }

        connection.Answer(answer);
        return null;
    }

    private MqttSubscribeReasonCode Subscribe(MqttTopicFilter filter, uint identifier)
    {
        if (filter.Topic.StartsWith(Topic.SharedPrefix, StringComparison.Ordinal))
        {
            return MqttSubscribeReasonCode.SharedSubscriptionsNotSupported;
        }

        if (!Topic.IsFilter(filter.Topic) || !Topic.IsWithinLimits(filter.Topic))
        {
            return MqttSubscribeReasonCode.TopicFilterInvalid;
        }

        if (!connection.Principal.Permissions.MaySubscribe(filter.Topic))
        {
            return MqttSubscribeReasonCode.NotAuthorized;
        }

        // QoS 2 is asked for in good faith; the most that is granted is 1.
        var qos = Math.Min((int)filter.QualityOfServiceLevel, 1);
        return space.Subscribe(new Subscription(session, filter.Topic, qos, identifier, filter.NoLocal))
            ? (MqttSubscribeReasonCode)qos
            : MqttSubscribeReasonCode.QuotaExceeded;
    }

    private Ending? Unsubscribe(MqttUnsubscribePacket packet)
    {
        connection.Answer(new MqttUnsubAckPacket
        {
            PacketIdentifier = packet.PacketIdentifier,
            ReasonCodes = [.. packet.TopicFilters.Select(filter => space.Unsubscribe(session, filter)
                ? MqttUnsubscribeReasonCode.Success
                : MqttUnsubscribeReasonCode.NoSubscriptionExisted)],
        });
        return null;
    }

    private Ending Disconnect(MqttDisconnectPacket packet)
    {
        if (connection.IsVersion5 && packet.SessionExpiryInterval > 0)
        {
            // A session that was to end with its connection cannot be kept by an afterthought (MQTT 5, 3.14.2.2.2).
            if (connection.SessionExpiry == TimeSpan.Zero)
            {
                return Ending.Protocol;
            }

            connection.SessionExpiry = TimeSpan.FromSeconds(packet.SessionExpiryInterval);
        }

        return packet.ReasonCode == MqttDisconnectReasonCode.DisconnectWithWillMessage ? Ending.ByClientWithWill : Ending.ByClient;
    }
}
