using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Anchorage.SigV4;

/// <summary>Keeps the last signing keys that verified a request, which saves four HMACs of five; safe to share between threads.</summary>
/// <remarks>
/// Bounded: <see cref="Capacity"/> slots, each taken over by the next key that falls on it. Never stale: a key is found by the secret it
/// was derived from, compared in constant time, so that nobody finds one derived from a rotated secret. Only the owner of an access key
/// can put one in.
/// </remarks>
public sealed class SigningKeyCache
{
    /// <summary>How many keys are kept at most.</summary>
    public const int Capacity = 1024;

    private readonly Entry?[] _slots = new Entry?[Capacity];

    internal bool TryGet(RequestSignature signature, string secretAccessKey, Span<byte> key)
    {
        if (Volatile.Read(ref _slots[SlotOf(signature)]) is not { } entry || !entry.IsFor(signature, secretAccessKey))
        {
            return false;
        }

        entry.Key.CopyTo(key);
        return true;
    }

    internal void Keep(RequestSignature signature, string secretAccessKey, ReadOnlySpan<byte> key)
    {
        var day = signature.SignedAt.UtcDateTime.Date;
        var entry = new Entry(signature.AccessKeyId, secretAccessKey, day, signature.Region, signature.Service, key.ToArray());
        Volatile.Write(ref _slots[SlotOf(signature)], entry);
    }

    private static int SlotOf(RequestSignature signature) => (int)((uint)HashCode.Combine(
        signature.AccessKeyId, signature.SignedAt.UtcDateTime.Date, signature.Region, signature.Service) % Capacity);

    private sealed record Entry(string AccessKeyId, string Secret, DateTime Day, string Region, string Service, byte[] Key)
    {
        public bool IsFor(RequestSignature signature, string secret) =>
            AccessKeyId == signature.AccessKeyId
            && Day == signature.SignedAt.UtcDateTime.Date
            && Region == signature.Region
            && Service == signature.Service
            && CryptographicOperations.FixedTimeEquals(
                MemoryMarshal.AsBytes(Secret.AsSpan()), MemoryMarshal.AsBytes(secret.AsSpan()));
    }
}
