using System.Text;

namespace Anchorage.Tests.Gateway;

/// <summary>Writes MQTT packets byte by byte, right and wrong ones alike.</summary>
internal static class Packet
{
    public static readonly byte[] Ping = [0xC0, 0];

    public static readonly byte[] Disconnect = [0xE0, 0];

    /// <summary>A packet with this first byte, its remaining length, and these parts.</summary>
    public static byte[] Of(byte header, params byte[][] parts)
    {
        byte[] body = [.. parts.SelectMany(part => part)];
        return [header, .. Length(body.Length), .. body];
    }

    public static byte[] Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public static byte[] Bytes(byte[] bytes) => [.. Two(bytes.Length), .. bytes];

    public static byte[] Two(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Four(int value) => [.. Two(value >> 16), .. Two(value & 0xFFFF)];

    /// <summary>A variable byte integer.</summary>
    public static byte[] Length(int length)
    {
        var bytes = new List<byte>();
        do
        {
            bytes.Add((byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        return [.. bytes];
    }

    /// <summary>Properties of MQTT 5; nothing for 3.1.1.</summary>
    public static byte[] Properties(int version, params byte[][] properties)
    {
        byte[] all = [.. properties.SelectMany(property => property)];
        return version == 5 ? [.. Length(all.Length), .. all] : [];
    }

    public static byte[] Connect(
        int version, string clientId, bool clean = true, int keepAlive = 60, byte flags = 0, byte[][]? properties = null, byte[]? will = null) =>
        Of(0x10, Text("MQTT"), [(byte)version, (byte)((clean ? 2 : 0) | flags)], Two(keepAlive), Properties(version, properties ?? []), Text(clientId), will ?? []);

    /// <summary>The will's part of a CONNECT, for <c>will:</c>; its flags are for the caller to set.</summary>
    public static byte[] Will(int version, string topic, string payload, params byte[][] properties) =>
        [.. Properties(version, properties), .. Text(topic), .. Text(payload)];

    public static byte[] Publish(int version, string topic, string payload, int qos = 0, int id = 1, byte flags = 0, params byte[][] properties) =>
        Of((byte)(0x30 | (qos << 1) | flags), Text(topic), qos > 0 ? Two(id) : [], Properties(version, properties), Encoding.UTF8.GetBytes(payload));

    public static byte[] PubAck(int id) => Of(0x40, Two(id));

    public static byte[] Subscribe(int version, int id, params (string Filter, byte Options)[] filters) =>
        Of(0x82, [Two(id), Properties(version), .. filters.Select(filter => (byte[])[.. Text(filter.Filter), filter.Options])]);

    public static byte[] Unsubscribe(int version, int id, string filter) => Of(0xA2, Two(id), Properties(version), Text(filter));
}
