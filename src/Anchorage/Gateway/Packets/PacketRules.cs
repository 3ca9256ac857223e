namespace Anchorage.Gateway.Packets;

/// <summary>What is wrong with a packet, in MQTT 5's two words for it.</summary>
internal enum PacketFault
{
    /// <summary>It cannot be read as the specification has it (reason code 0x81).</summary>
    Malformed,

    /// <summary>It can be read, and breaks a rule (reason code 0x82).</summary>
    Protocol,
}

/// <summary>Holds every packet against the specification before the codec sees it, which trusts what it reads.</summary>
/// <remarks>MQTT 3.1.1 and 5. Afterwards the codec throws on nothing that a device sends.</remarks>
internal static class PacketRules
{
    public const int Connect = 1;
    public const int Publish = 3;
    public const int PubAck = 4;
    public const int PubComp = 7;
    public const int Subscribe = 8;
    public const int Unsubscribe = 10;
    public const int PingReq = 12;
    public const int Disconnect = 14;
    public const int Auth = 15;

    private const byte CleanStart = 0x02;
    private const byte WillFlag = 0x04;
    private const byte WillRetain = 0x20;
    private const byte PasswordFlag = 0x40;
    private const byte UserNameFlag = 0x80;

    /// <summary>What is wrong with a packet that follows CONNECT; null when nothing is.</summary>
    public static PacketFault? Find(Frame frame, bool isVersion5)
    {
        var flags = frame.Header & 0x0F;
        var fields = new FieldReader(frame.Body);
        return frame.Type switch
        {
            Connect => PacketFault.Protocol,
            Publish => FindInPublish(flags, ref fields, isVersion5),
            >= PubAck and <= PubComp => flags != (frame.Type == 6 ? 2 : 0) ? PacketFault.Malformed : FindInAcknowledgement(ref fields, isVersion5),
            Subscribe or Unsubscribe => flags != 2 ? PacketFault.Malformed : FindInFilters(ref fields, isVersion5, frame.Type == Subscribe),
            PingReq => flags == 0 && fields.IsAtEnd ? null : PacketFault.Malformed,
            Disconnect => flags != 0 ? PacketFault.Malformed : FindInDisconnect(ref fields, isVersion5),
            Auth when isVersion5 => PacketFault.Protocol,
            2 or 9 or 11 or 13 => PacketFault.Protocol,
            _ => PacketFault.Malformed,
        };
    }

    /// <summary>What is wrong with a CONNECT packet of a version that is spoken here; null when nothing is.</summary>
    public static PacketFault? FindInConnect(ReadOnlySpan<byte> body, bool isVersion5)
    {
        var fields = new FieldReader(body);
        if (!fields.TryString(out _) || !fields.TryByte(out _) || !fields.TryByte(out var flags) || !fields.TryTwoBytes(out _))
        {
            return PacketFault.Malformed;
        }

        var willQoS = (flags >> 3) & 3;
        if ((flags & 1) != 0 || willQoS == 3 || ((flags & WillFlag) == 0 && (willQoS != 0 || (flags & WillRetain) != 0))
            || (!isVersion5 && (flags & PasswordFlag) != 0 && (flags & UserNameFlag) == 0))
        {
            return PacketFault.Malformed;
        }

        if (isVersion5 && PropertyRules.Read(ref fields, Carrier.Connect) is { } fault)
        {
            return fault;
        }

        if (!fields.TryString(out _))
        {
            return PacketFault.Malformed;
        }

        if ((flags & WillFlag) != 0)
        {
            if (isVersion5 && PropertyRules.Read(ref fields, Carrier.Will) is { } willFault)
            {
                return willFault;
            }

            if (!fields.TryString(out _) || !fields.TryBinary(out _))
            {
                return PacketFault.Malformed;
            }
        }

        return ((flags & UserNameFlag) == 0 || fields.TryString(out _)) && ((flags & PasswordFlag) == 0 || fields.TryBinary(out _)) && fields.IsAtEnd
            ? null
            : PacketFault.Malformed;
    }

    /// <summary>The protocol that a CONNECT packet names: 4 for MQTT 3.1.1, 5, another level of MQTT, or null when it names another protocol.</summary>
    public static int? FindLevel(ReadOnlySpan<byte> body)
    {
        var fields = new FieldReader(body);
        return fields.TryBinary(out var name) && fields.TryByte(out var level) && (name.SequenceEqual("MQTT"u8) || name.SequenceEqual("MQIsdp"u8))
            ? name.Length == 4 ? level : 3
            : null;
    }

    /// <summary>Whether a CONNECT packet of MQTT 3.1.1 or 5 asks for a new session.</summary>
    public static bool IsCleanStart(byte connectFlags) => (connectFlags & CleanStart) != 0;

    private static PacketFault? FindInPublish(int flags, ref FieldReader fields, bool isVersion5)
    {
        var qos = (flags >> 1) & 3;
        if (qos == 3 || (qos == 0 && (flags & 8) != 0) || !fields.TryString(out var topic))
        {
            return PacketFault.Malformed;
        }

        if (qos > 0 && (!fields.TryTwoBytes(out var id) || id == 0))
        {
            return PacketFault.Malformed;
        }

        // In version 5 the topic may be empty, when an alias stands for it; whether one does is the connection's to know.
        return topic.IsEmpty && !isVersion5 ? PacketFault.Malformed
            : isVersion5 ? PropertyRules.Read(ref fields, Carrier.Publish) : null;
    }

    private static PacketFault? FindInAcknowledgement(ref FieldReader fields, bool isVersion5)
    {
        if (!fields.TryTwoBytes(out var id) || id == 0 || (!isVersion5 && !fields.IsAtEnd))
        {
            return PacketFault.Malformed;
        }

        return FindInReason(ref fields, Carrier.Acknowledgement);
    }

    private static PacketFault? FindInDisconnect(ref FieldReader fields, bool isVersion5) =>
        !isVersion5 && !fields.IsAtEnd ? PacketFault.Malformed : FindInReason(ref fields, Carrier.Disconnect);

    // A reason code, and properties after it, may both be left out.
    private static PacketFault? FindInReason(ref FieldReader fields, Carrier carrier) =>
        fields.IsAtEnd || (fields.TryByte(out _) && fields.IsAtEnd) ? null
            : PropertyRules.Read(ref fields, carrier) ?? (fields.IsAtEnd ? null : PacketFault.Malformed);

    private static PacketFault? FindInFilters(ref FieldReader fields, bool isVersion5, bool hasOptions)
    {
        if (!fields.TryTwoBytes(out var id) || id == 0)
        {
            return PacketFault.Malformed;
        }

        if (isVersion5 && PropertyRules.Read(ref fields, hasOptions ? Carrier.Subscribe : Carrier.Unsubscribe) is { } fault)
        {
            return fault;
        }

        if (fields.IsAtEnd)
        {
            return PacketFault.Protocol;
        }

        while (!fields.IsAtEnd)
        {
            if (!fields.TryString(out var filter) || filter.IsEmpty)
            {
                return PacketFault.Malformed;
            }

            // Bits: 0-1 QoS, 2 no local, 3 retain as published, 4-5 retain handling, 6-7 reserved. Version 3.1.1 has the first two only.
            if (hasOptions && (!fields.TryByte(out var options) || (options & 3) == 3 || (options & (isVersion5 ? 0xC0 : 0xFC)) != 0 || (options & 0x30) == 0x30))
            {
                return PacketFault.Malformed;
            }
        }

        return null;
    }
}
