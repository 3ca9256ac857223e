using System.Security.Cryptography;

namespace Anchorage;

/// <summary>Random UUIDs (RFC 9562, version 4), made of randomness that is fetched for 64 at once.</summary>
/// <remarks><see cref="Guid.NewGuid"/> asks the system for each one, a system call of some microseconds. They are names and no secrets.</remarks>
internal static class Uuid
{
    private const int Length = 16;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _taken;

    /// <summary>The next one, in its text form of 36 characters in lower case.</summary>
    public static string Next()
    {
        var random = _random ??= new byte[Length * 64];
        if (_taken == 0)
        {
            RandomNumberGenerator.Fill(random);
        }

        var id = random.AsSpan(_taken, Length);
        _taken = (_taken + Length) % random.Length;
        id[6] = (byte)((id[6] & 0x0F) | 0x40);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true).ToString();
    }
}
