using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Anchorage.Gateway.Sessions;

/// <summary>The properties of a message that go unchanged from its publisher to its subscribers (MQTT 5, 3.3.2.3).</summary>
internal sealed record MessageProperties(
    string? ContentType,
    string? ResponseTopic,
    byte[]? CorrelationData,
    MqttPayloadFormatIndicator PayloadFormatIndicator,
    List<MqttUserProperty>? UserProperties)
{
    /// <summary>Those of a PUBLISH packet; null when it has none.</summary>
    public static MessageProperties? Of(MqttPublishPacket packet) => OrNull(new(
        packet.ContentType, packet.ResponseTopic, packet.CorrelationData, packet.PayloadFormatIndicator, packet.UserProperties));

    /// <summary>Those of the will in a CONNECT packet; null when it has none.</summary>
    public static MessageProperties? OfWill(MqttConnectPacket packet) => OrNull(new(
        packet.WillContentType, packet.WillResponseTopic, packet.WillCorrelationData, packet.WillPayloadFormatIndicator, packet.WillUserProperties));

    public void CopyTo(MqttPublishPacket packet)
    {
        packet.ContentType = ContentType;
        packet.ResponseTopic = ResponseTopic;
        packet.CorrelationData = CorrelationData;
        packet.PayloadFormatIndicator = PayloadFormatIndicator;
        packet.UserProperties = UserProperties;
    }

    private static MessageProperties? OrNull(MessageProperties given) =>
        given is { ContentType: null, ResponseTopic: null, CorrelationData: null, PayloadFormatIndicator: MqttPayloadFormatIndicator.Unspecified, UserProperties: null or { Count: 0 } }
            ? null
            : given;
}
