using Anchorage.Gateway.Packets;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Anchorage.Gateway;

/// <summary>Why a CONNECT is not answered with a session.</summary>
/// <param name="Name">A word for counting.</param>
/// <param name="Words">What was found and what was wanted; goes to the log, and to clients only with <c>--connack-reasons</c>.</param>
/// <param name="IsVersion5">Whose CONNACK would be understood; null when none would.</param>
/// <param name="Code">What CONNACK says under MQTT 5.</param>
/// <param name="ReturnCode">What it says under 3.1.1.</param>
internal sealed record ConnectRefusal(
    string Name, string Words, bool? IsVersion5 = null, MqttConnectReasonCode Code = default, MqttConnectReturnCode ReturnCode = default)
{
    public static readonly ConnectRefusal NotConnect = new("not_connect", "The first packet was not a CONNECT of MQTT.");

    public static readonly ConnectRefusal TooLarge = new("too_large", "The CONNECT packet is longer than 64 KiB.");

    public static readonly ConnectRefusal Malformed = new("malformed", "The CONNECT packet is malformed.");

    public static readonly ConnectRefusal Version = new(
        "version", "The CONNECT packet is of another version than MQTT 3.1.1 and 5.", IsVersion5: false, ReturnCode: MqttConnectReturnCode.ConnectionRefusedUnacceptableProtocolVersion);

    public static ConnectRefusal Method(bool isVersion5) => new(
        "authentication_method", "The CONNECT packet asks for enhanced authentication, which is not offered.", isVersion5, MqttConnectReasonCode.BadAuthenticationMethod);

    public static ConnectRefusal Will(bool isVersion5) => new(
        "will", "The will's topic is no topic that may be published to, or the will is longer than 128 KiB.",
        isVersion5, MqttConnectReasonCode.TopicNameInvalid, MqttConnectReturnCode.ConnectionRefusedNotAuthorized);

    public static ConnectRefusal ClientId(bool isVersion5) => new(
        "client_id", "The client id is missing, begins with $, or is longer than 128 bytes.",
        isVersion5, MqttConnectReasonCode.ClientIdentifierNotValid, MqttConnectReturnCode.ConnectionRefusedIdentifierRejected);

    /// <summary>The registry or the policies refuse the certificate.</summary>
    public static ConnectRefusal NotAuthorized(string name, string words, bool isVersion5) => new(
        name, words, isVersion5, MqttConnectReasonCode.NotAuthorized, MqttConnectReturnCode.ConnectionRefusedNotAuthorized);

    /// <summary>The CONNACK that tells it; null when the client could not read one.</summary>
    public byte[]? Encode() => IsVersion5 is not { } isVersion5
        ? null
        : Codec.Encode(new MqttConnAckPacket { ReasonCode = Code, ReturnCode = ReturnCode, ReasonString = isVersion5 ? Words : null, RetainAvailable = true, WildcardSubscriptionAvailable = true, SubscriptionIdentifiersAvailable = true, SharedSubscriptionAvailable = true, MaximumQoS = MqttQualityOfServiceLevel.ExactlyOnce }, isVersion5);
}
