using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Anchorage.Wire;

/// <summary>The place where the next page of a list begins: opaque, tamper-evident, and good for one account, region and operation only.</summary>
/// <remarks>Standard base64: a MAC of 16 bytes, a time of 8, an id. After a certificate id it keeps well within the 1,024 characters that the
/// service model's Marker demands; its NextToken has no limit, and after the longest place of a search it has 1,300.</remarks>
internal sealed class Marker
{
    private const int MacLength = 16;
    private const int LongestText = 1400;

    private readonly byte[] _key;

    public Marker(byte[] key) => _key = key;

    /// <summary>The marker that stands after this item.</summary>
    public string Write(Caller caller, string listing, PagePlace last)
    {
        var id = Encoding.UTF8.GetBytes(last.Id);
        var bytes = new byte[MacLength + sizeof(long) + id.Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(MacLength), last.UnixMilliseconds);
        id.CopyTo(bytes, MacLength + sizeof(long));
        Mac(caller, listing, bytes.AsSpan(MacLength)).CopyTo(bytes, 0);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>The place a marker names; null when it is not one that this listing gave to this account and region.</summary>
    public PagePlace? Read(Caller caller, string listing, string marker)
    {
        Span<byte> bytes = stackalloc byte[LongestText / 4 * 3];
        if (marker.Length > LongestText || !Convert.TryFromBase64String(marker, bytes, out var length) || length < MacLength + sizeof(long))
        {
            return null;
        }

        var place = bytes[MacLength..length];
        return CryptographicOperations.FixedTimeEquals(Mac(caller, listing, place), bytes[..MacLength])
            ? new PagePlace(BinaryPrimitives.ReadInt64BigEndian(place), Encoding.UTF8.GetString(place[sizeof(long)..]))
            : null;
    }

    private byte[] Mac(Caller caller, string listing, ReadOnlySpan<byte> place)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        mac.AppendData(Encoding.UTF8.GetBytes($"{caller.AccountId}\n{caller.Region}\n{listing}\n"));
        mac.AppendData(place);
        return mac.GetHashAndReset()[..MacLength];
    }
}

/// <summary>Where an item stands in a list ordered by creation: its time, and its id among those of the same millisecond.</summary>
internal sealed record PagePlace(long UnixMilliseconds, string Id)
{
    private static readonly PagePlace First = new(long.MinValue, string.Empty);
    private static readonly PagePlace Last = new(long.MaxValue, string.Empty);

    /// <summary>A place before every item of a list, in its order.</summary>
    public static PagePlace Before(bool ascending) => ascending ? First : Last;
}
