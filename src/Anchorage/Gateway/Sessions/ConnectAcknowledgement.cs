using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Anchorage.Gateway.Sessions;

/// <summary>The CONNACK of an admitted device, which tells what this endpoint does and how much of it (MQTT 5, 3.2.2.3).</summary>
internal static class ConnectAcknowledgement
{
    public static MqttConnAckPacket Of(DeviceConnection connection, ConnectRequest request, bool isPresent) => new()
    {
        IsSessionPresent = isPresent,
        ReasonCode = MqttConnectReasonCode.Success,
        ReturnCode = MqttConnectReturnCode.ConnectionAccepted,
        AssignedClientIdentifier = request.IsAssigned ? request.ClientId : null,
        ReceiveMaximum = DeviceSession.Window,
        MaximumPacketSize = PacketHandling.MostPacketBytes,
        MaximumQoS = MqttQualityOfServiceLevel.AtLeastOnce,
        TopicAliasMaximum = PacketHandling.MostAliases,
        RetainAvailable = false,
        SharedSubscriptionAvailable = false,
        WildcardSubscriptionAvailable = true,
        SubscriptionIdentifiersAvailable = true,
        ServerKeepAlive = connection.KeepAlive == request.Packet.KeepAlivePeriod ? (ushort)0 : (ushort)connection.KeepAlive,
        SessionExpiryInterval = request.Packet.SessionExpiryInterval > connection.SessionExpiry.TotalSeconds ? (uint)connection.SessionExpiry.TotalSeconds : 0,
    };
}
