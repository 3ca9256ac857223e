using Anchorage.Gateway.Packets;
using MQTTnet.Packets;

namespace Anchorage.Gateway;

/// <summary>A CONNECT packet that is well-formed and within AWS's limits.</summary>
/// <param name="ClientId">The client's own, or the one it is given because it has none.</param>
/// <param name="IsAssigned">Whether it was given.</param>
internal sealed record ConnectRequest(MqttConnectPacket Packet, bool IsVersion5, string ClientId, bool IsAssigned)
{
    /// <summary>Most bytes of a whole CONNECT packet.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Most bytes of a client id, as AWS has it.</summary>
    public const int MostClientIdBytes = 128;

    /// <summary>What assigned client ids begin with, as with AWS; clients may not choose one that begins so.</summary>
    private const string AssignedPrefix = "$GEN/";

    /// <summary>What it asks for that policies grant on their own (developer guide, "Connect policy examples").</summary>
    public IEnumerable<string> Attributes
    {
        get
        {
            if (IsVersion5 ? Packet.SessionExpiryInterval > 0 : !Packet.CleanSession)
            {
                yield return "PersistentConnect";
            }

            if (Packet.WillFlag)
            {
                yield return "LastWill";
            }
        }
    }

    /// <summary>Reads the body of a CONNECT packet. Gives a refusal instead when it cannot be taken.</summary>
    public static (ConnectRequest? Request, ConnectRefusal? Refusal) Read(Frame frame)
    {
        if (frame.Header != PacketRules.Connect << 4 || PacketRules.FindLevel(frame.Body) is not { } level)
        {
            return (null, ConnectRefusal.NotConnect);
        }

        if (level is not (4 or 5))
        {
            return (null, ConnectRefusal.Version);
        }

        var isVersion5 = level == 5;
        if (PacketRules.FindInConnect(frame.Body, isVersion5) is not null || Codec.Decode(frame, isVersion5) is not MqttConnectPacket packet)
        {
            return (null, ConnectRefusal.Malformed);
        }

        if (packet.AuthenticationMethod is not null)
        {
            return (null, ConnectRefusal.Method(isVersion5));
        }

        if (packet.WillFlag && (!Topic.IsName(packet.WillTopic) || !Topic.IsWithinLimits(packet.WillTopic) || packet.WillTopic[0] == Topic.Reserved
            || packet.WillMessage?.Length > Sessions.Message.MostBytes))
        {
            return (null, ConnectRefusal.Will(isVersion5));
        }

        if (packet.ClientId.Length == 0)
        {
            return isVersion5 || packet.CleanSession
                ? (new ConnectRequest(packet, isVersion5, $"{AssignedPrefix}{Uuid.Next()}", IsAssigned: true), null)
                : (null, ConnectRefusal.ClientId(isVersion5));
        }

        return IsClientId(packet.ClientId)
            ? (new ConnectRequest(packet, isVersion5, packet.ClientId, IsAssigned: false), null)
            : (null, ConnectRefusal.ClientId(isVersion5));
    }

    /// <summary>Whether a client may choose this id.</summary>
    public static bool IsClientId(string text) => text[0] != Topic.Reserved && System.Text.Encoding.UTF8.GetByteCount(text) <= MostClientIdBytes;
}
