using System.Collections.Immutable;

namespace Anchorage.Gateway.Packets;

/// <summary>Which properties a client may send in which packet, and what their values look like (MQTT 5, 2.2.2.2).</summary>
internal static class PropertyRules
{
    private const int UserProperty = 0x26;

    private static readonly ImmutableArray<Row?> Rows = Table(
        new(0x01, Form.Bit, Carrier.Publish | Carrier.Will),
        new(0x02, Form.FourBytes, Carrier.Publish | Carrier.Will),
        new(0x03, Form.String, Carrier.Publish | Carrier.Will),
        new(0x08, Form.String, Carrier.Publish | Carrier.Will),
        new(0x09, Form.Binary, Carrier.Publish | Carrier.Will),
        new(0x0B, Form.PositiveVariable, Carrier.Subscribe),
        new(0x11, Form.FourBytes, Carrier.Connect | Carrier.Disconnect),
        new(0x15, Form.String, Carrier.Connect),
        new(0x16, Form.Binary, Carrier.Connect),
        new(0x17, Form.Bit, Carrier.Connect),
        new(0x18, Form.FourBytes, Carrier.Will),
        new(0x19, Form.Bit, Carrier.Connect),
        new(0x1F, Form.String, Carrier.Acknowledgement | Carrier.Disconnect),
        new(0x21, Form.PositiveTwoBytes, Carrier.Connect),
        new(0x22, Form.TwoBytes, Carrier.Connect),
        new(0x23, Form.PositiveTwoBytes, Carrier.Publish),
        new(UserProperty, Form.Pair, (Carrier)0xFF),
        new(0x27, Form.PositiveFourBytes, Carrier.Connect));

    /// <summary>Reads the properties at the front; null when they are well-formed and may stand here.</summary>
    public static PacketFault? Read(ref FieldReader fields, Carrier carrier)
    {
        if (!fields.TryVariableInteger(out var length) || !fields.TryPart(length, out var properties))
        {
            return PacketFault.Malformed;
        }

        ulong seen = 0;
        while (!properties.IsAtEnd)
        {
            if (!properties.TryVariableInteger(out var id) || id >= Rows.Length || Rows[id] is not { } row || (row.Carriers & carrier) == 0)
            {
                return PacketFault.Malformed;
            }

            if (id != UserProperty && (seen & (1UL << id)) != 0)
            {
                return PacketFault.Protocol;
            }

            seen |= 1UL << id;
            if (ReadValue(ref properties, row.Form) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static PacketFault? ReadValue(ref FieldReader fields, Form form)
    {
        switch (form)
        {
            case Form.Bit:
                return !fields.TryByte(out var bit) ? PacketFault.Malformed : bit > 1 ? PacketFault.Protocol : null;
            case Form.TwoBytes or Form.PositiveTwoBytes:
                return !fields.TryTwoBytes(out var two) ? PacketFault.Malformed : two == 0 && form is Form.PositiveTwoBytes ? PacketFault.Protocol : null;
            case Form.FourBytes or Form.PositiveFourBytes:
                return !fields.TryFourBytes(out var four) ? PacketFault.Malformed : four == 0 && form is Form.PositiveFourBytes ? PacketFault.Protocol : null;
            case Form.PositiveVariable:
                return !fields.TryVariableInteger(out var variable) ? PacketFault.Malformed : variable == 0 ? PacketFault.Protocol : null;
            case Form.Binary:
                return fields.TryBinary(out _) ? null : PacketFault.Malformed;
            case Form.Pair:
                return fields.TryString(out _) && fields.TryString(out _) ? null : PacketFault.Malformed;
            default:
                return fields.TryString(out _) ? null : PacketFault.Malformed;
        }
    }

    private static ImmutableArray<Row?> Table(params ReadOnlySpan<Row> rows)
    {
        var table = new Row?[0x30];
        foreach (var row in rows)
        {
            table[row.Id] = row;
        }

        return [.. table];
    }

    private enum Form
    {
        Bit,
        TwoBytes,
        PositiveTwoBytes,
        FourBytes,
        PositiveFourBytes,
        PositiveVariable,
        Binary,
        String,
        Pair,
    }

    private sealed record Row(int Id, Form Form, Carrier Carriers);
}

/// <summary>Where properties can stand in what a client sends.</summary>
[Flags]
internal enum Carrier
{
    None = 0,
    Connect = 1,
    Will = 2,
    Publish = 4,
    Acknowledgement = 8,
    Subscribe = 16,
    Unsubscribe = 32,
    Disconnect = 64,
}
