using System.Buffers.Binary;
using Anchorage.Gateway.Packets;

namespace Anchorage.Gateway.Tls;

/// <summary>What a handshake's first message says before .NET has read it (RFC 8446, 4.1.2).</summary>
internal static class ClientHello
{
    /// <summary>Headers of record and handshake message, version and random.</summary>
    private const int BeforeSessionId = 5 + 4 + 2 + 32;

    private const int SupportedVersions = 43;
    private const int Tls13 = 0x0304;

    /// <summary>Whether it offers TLS 1.3, which is spoken then (RFC 8446, 4.2.1). False too when what has come does not tell.</summary>
    /// <param name="received">The first bytes of the connection, not checked in any way.</param>
    public static bool OffersTls13(ReadOnlySpan<byte> received)
    {
        var hello = new FieldReader(received);
        if (!hello.TrySkip(BeforeSessionId) || !TrySkipShort(ref hello) || !hello.TryBinary(out _) || !TrySkipShort(ref hello) || !hello.TryTwoBytes(out _))
        {
            return false;
        }

        while (hello.TryTwoBytes(out var type) && hello.TryBinary(out var extension))
        {
            if (type == SupportedVersions)
            {
                return !extension.IsEmpty && Holds(extension[1..], Tls13);
            }
        }

        return false;
    }

    private static bool TrySkipShort(ref FieldReader hello) => hello.TryByte(out var length) && hello.TrySkip(length);

    private static bool Holds(ReadOnlySpan<byte> versions, int version)
    {
        for (; versions.Length >= 2; versions = versions[2..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(versions) == version)
            {
                return true;
            }
        }

        return false;
    }
}
