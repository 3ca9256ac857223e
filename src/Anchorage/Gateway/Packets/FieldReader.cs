using System.Buffers.Binary;
using System.Text.Unicode;

namespace Anchorage.Gateway.Packets;

/// <summary>Walks over the fields of a packet's body and tells whether each is well-formed (MQTT 5, 1.5).</summary>
internal ref struct FieldReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    public readonly int Remaining => _rest.Length;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public bool TryByte(out byte value)
    {
        value = 0;
        if (_rest.IsEmpty)
        {
            return false;
        }

        value = _rest[0];
        _rest = _rest[1..];
        return true;
    }

    public bool TryTwoBytes(out int value)
    {
        value = 0;
        if (_rest.Length < 2)
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        _rest = _rest[2..];
        return true;
    }

    public bool TryFourBytes(out uint value)
    {
        value = 0;
        if (_rest.Length < 4)
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt32BigEndian(_rest);
        _rest = _rest[4..];
        return true;
    }

    public bool TryVariableInteger(out int value)
    {
        value = 0;
        for (var count = 0; count < 4 && TryByte(out var digit); count++)
        {
            value |= (digit & 0x7F) << (7 * count);
            if ((digit & 0x80) == 0)
            {
                return digit != 0 || count == 0;
            }
        }

        return false;
    }

    public bool TryBinary(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!TryTwoBytes(out var length) || _rest.Length < length)
        {
            return false;
        }

        value = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    /// <summary>UTF-8 without surrogates, and without U+0000 (MQTT 5, 1.5.4).</summary>
    public bool TryString(out ReadOnlySpan<byte> value) => TryBinary(out value) && Utf8.IsValid(value) && !value.Contains((byte)0);

    public bool TrySkip(int length)
    {
        if (_rest.Length < length)
        {
            return false;
        }

        _rest = _rest[length..];
        return true;
    }

    /// <summary>The next bytes as a reader of their own.</summary>
    public bool TryPart(int length, out FieldReader part)
    {
        part = default;
        if (_rest.Length < length)
        {
            return false;
        }

        part = new FieldReader(_rest[..length]);
        _rest = _rest[length..];
        return true;
    }
}
