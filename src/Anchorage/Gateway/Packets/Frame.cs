using System.Buffers;
using System.Runtime.InteropServices;

namespace Anchorage.Gateway.Packets;

/// <summary>One MQTT control packet as it came: its first byte, and the rest after the remaining length.</summary>
/// <param name="Header">Packet type in the high four bits, flags in the low (MQTT 5, 2.1.1).</param>
/// <param name="Body">Variable header and payload. Valid until the reader is told to go on.</param>
internal readonly record struct Frame(byte Header, ArraySegment<byte> Body)
{
    private const int MostLengthBytes = 4;

    public int Type => Header >> 4;

    /// <summary>Takes one packet from the front of what has been received. Its announced length is judged before any of it is waited for.</summary>
    /// <param name="received">Moves past the packet when it is whole.</param>
    /// <param name="most">Most bytes that a whole packet may have.</param>
    public static FrameOutcome Take(ref ReadOnlySequence<byte> received, int most, out Frame frame)
    {
        frame = default;
        var reader = new SequenceReader<byte>(received);
        if (!reader.TryRead(out var header))
        {
            return FrameOutcome.Partial;
        }

        var length = 0;
        for (var count = 0; ; count++)
        {
            if (count == MostLengthBytes)
            {
                return FrameOutcome.Malformed;
            }

            if (!reader.TryRead(out var digit))
            {
                return FrameOutcome.Partial;
            }

            length |= (digit & 0x7F) << (7 * count);
            if ((digit & 0x80) == 0)
            {
                // The shortest form is the only one (MQTT 5, 1.5.5).
                if (digit == 0 && count > 0)
                {
                    return FrameOutcome.Malformed;
                }

                break;
            }
        }

        if (reader.Consumed + length > most)
        {
            return FrameOutcome.TooLarge;
        }

        if (reader.Remaining < length)
        {
            return FrameOutcome.Partial;
        }

        var body = received.Slice(reader.Position, length);
        frame = new Frame(header, body.IsSingleSegment && MemoryMarshal.TryGetArray(body.First, out var array) ? array : body.ToArray());
        received = received.Slice(body.End);
        return FrameOutcome.Whole;
    }
}

/// <summary>What stands at the front of what has been received.</summary>
internal enum FrameOutcome
{
    /// <summary>The beginning of a packet; more has to come.</summary>
    Partial,
    Whole,

    /// <summary>A packet that announces more bytes than may be sent.</summary>
    TooLarge,

    /// <summary>A remaining length that is none.</summary>
    Malformed,
}
