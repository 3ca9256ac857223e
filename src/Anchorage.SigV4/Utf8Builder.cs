using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Anchorage.SigV4;

/// <summary>Gathers UTF-8 text, first on the caller's stack and past that in pooled memory, and leaves nothing of it behind.</summary>
internal ref struct Utf8Builder(Span<byte> initial)
{
    private Span<byte> _bytes = initial;
    private byte[]? _rented;
    private int _length;

    public readonly ReadOnlySpan<byte> Written => _bytes[.._length];

    public void Append(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    public void Append(scoped ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        _length += utf8.Length;
    }

    /// <summary>A lone surrogate becomes U+FFFD, as everywhere in .NET.</summary>
    public void Append(scoped ReadOnlySpan<char> text) =>
        _length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void AppendHex(scoped ReadOnlySpan<byte> value)
    {
        _ = Convert.TryToHexStringLower(value, Reserve(value.Length * 2), out var written);
        _length += written;
    }

    /// <summary>Clears what was gathered: a canonical request may hold a session token, a key seed holds a secret.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_bytes[.._length]);
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }

        _length = 0;
        _bytes = default;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Grow(count);
        }

        return _bytes[_length..];
    }

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + count));
        Written.CopyTo(larger);
        var length = _length;
        Dispose();
        _bytes = _rented = larger;
        _length = length;
    }
}
