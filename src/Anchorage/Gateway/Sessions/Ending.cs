using MQTTnet.Protocol;

namespace Anchorage.Gateway.Sessions;

/// <summary>Why a connection ends: in the words of AWS's lifecycle events, and in the reason code that a client of MQTT 5 is told.</summary>
/// <param name="DisconnectReason">What <c>$aws/events/presence/disconnected</c> says.</param>
/// <param name="Code">What DISCONNECT says; null when none is sent, because the client ended it or cannot be told.</param>
internal sealed record Ending(string DisconnectReason, MqttDisconnectReasonCode? Code)
{
    /// <summary>The client said DISCONNECT and wants no will.</summary>
    public static readonly Ending ByClient = new("CLIENT_INITIATED_DISCONNECT", null);

    /// <summary>The client said DISCONNECT with reason code 0x04, and wants its will published.</summary>
    public static readonly Ending ByClientWithWill = new("CLIENT_INITIATED_DISCONNECT", null);

    public static readonly Ending ConnectionLost = new("CONNECTION_LOST", null);
    public static readonly Ending KeepAlive = new("MQTT_KEEP_ALIVE_TIMEOUT", MqttDisconnectReasonCode.KeepAliveTimeout);
    public static readonly Ending TakenOver = new("DUPLICATE_CLIENTID", MqttDisconnectReasonCode.SessionTakenOver);
    public static readonly Ending Malformed = new("CLIENT_ERROR", MqttDisconnectReasonCode.MalformedPacket);
    public static readonly Ending Protocol = new("CLIENT_ERROR", MqttDisconnectReasonCode.ProtocolError);
    public static readonly Ending PacketTooLarge = new("CLIENT_ERROR", MqttDisconnectReasonCode.PacketTooLarge);
    public static readonly Ending TopicNameInvalid = new("CLIENT_ERROR", MqttDisconnectReasonCode.TopicNameInvalid);
    public static readonly Ending TopicAliasInvalid = new("CLIENT_ERROR", MqttDisconnectReasonCode.TopicAliasInvalid);
    public static readonly Ending QoSNotSupported = new("CLIENT_ERROR", MqttDisconnectReasonCode.QoSNotSupported);
    public static readonly Ending RetainNotSupported = new("CLIENT_ERROR", MqttDisconnectReasonCode.RetainNotSupported);
    public static readonly Ending Forbidden = new("FORBIDDEN_ACCESS", MqttDisconnectReasonCode.NotAuthorized);

    /// <summary>It does not read what it is sent.</summary>
    public static readonly Ending TooSlow = new("SERVER_INITIATED_DISCONNECT", MqttDisconnectReasonCode.QuotaExceeded);

    /// <summary>An operator ended it, or took its certificate's right to be here.</summary>
    public static readonly Ending Dropped = new("SERVER_INITIATED_DISCONNECT", MqttDisconnectReasonCode.AdministrativeAction);

    public static readonly Ending ServerStops = new("SERVER_INITIATED_DISCONNECT", MqttDisconnectReasonCode.ServerShuttingDown);

    /// <summary>A bug, told in the log.</summary>
    public static readonly Ending ServerError = new("SERVER_ERROR", MqttDisconnectReasonCode.UnspecifiedError);

    /// <summary>Whether the client ended it, as the lifecycle event tells.</summary>
    public bool IsByClient => Code is null && DisconnectReason != ConnectionLost.DisconnectReason;

    /// <summary>Whether the will is published (MQTT 5, 3.1.2.5).</summary>
    public bool HasWill => !ReferenceEquals(this, ByClient);
}
