using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace Anchorage.Gateway.Packets;

/// <summary>MQTTnet's codec, one for each thread and version: it works synchronously and keeps a buffer that idle connections need not.</summary>
internal static class Codec
{
    private const int InitialBuffer = 1024;
    private const int KeptBuffer = 64 * 1024;

    [ThreadStatic]
    private static MqttPacketFormatterAdapter? s_version311;

    [ThreadStatic]
    private static MqttPacketFormatterAdapter? s_version5;

    /// <summary>Reads a packet that <see cref="PacketRules"/> found nothing wrong with.</summary>
    public static MqttPacket Decode(Frame frame, bool isVersion5) =>
        Of(isVersion5).Decode(new ReceivedMqttPacket(frame.Header, frame.Body, frame.Body.Count + 2));

    /// <summary>The whole packet in bytes of its own.</summary>
    public static byte[] Encode(MqttPacket packet, bool isVersion5)
    {
        var codec = Of(isVersion5);
        var bytes = codec.Encode(packet).ToArray();
        codec.Cleanup();
        return bytes;
    }

    private static MqttPacketFormatterAdapter Of(bool isVersion5) => isVersion5
        ? s_version5 ??= Make(MqttProtocolVersion.V500)
        : s_version311 ??= Make(MqttProtocolVersion.V311);

    private static MqttPacketFormatterAdapter Make(MqttProtocolVersion version) => new(version, new MqttBufferWriter(InitialBuffer, KeptBuffer));
}
