using Anchorage.Storage;

namespace Anchorage.Accounts;

/// <summary>The keys that signed last, kept with their opened secrets as long as nothing at all was written to the store; safe to share between threads.</summary>
/// <remarks>
/// Where others write to the store unseen (PostgreSQL) nothing is kept. A second process at the same SQLite file is not counted either: what it
/// changes is seen after <see cref="Longest"/>. Bounded: each of its slots is taken over by the next key that falls on it.
/// </remarks>
internal sealed class KeptAccessKeys(Database database, MasterKey masterKey, TimeProvider clock)
{
    /// <summary>A key is read anew after this long in any case.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private const int Capacity = 1024;

    private readonly Entry?[] _slots = new Entry?[Capacity];

    /// <summary>The key of this id with its secret; null when it may not sign.</summary>
    /// <exception cref="InvalidOperationException">Its secret was sealed with another master key.</exception>
    public async ValueTask<SigningAccessKey?> FindAsync(string accessKeyId, CancellationToken cancellationToken)
    {
        // Both before the store is read, so that neither is newer than what is found there.
        var (commits, now) = (database.Commits, clock.GetTimestamp());
        var slot = (uint)accessKeyId.GetHashCode() % Capacity;
        if (Volatile.Read(ref _slots[slot]) is { } kept && kept.Commits == commits && kept.Key.Live.Key.AccessKeyId == accessKeyId
            && clock.GetElapsedTime(kept.ReadAt, now) < Longest)
        {
            return kept.Key;
        }

        if (await database.ReadAsync(session => AccessKeyTable.FindLiveAsync(session, accessKeyId, cancellationToken), cancellationToken) is not { } live)
        {
            return null;
        }

        var secret = masterKey.Open(live.Key.SealedSecret, accessKeyId) ?? throw new InvalidOperationException(
            "The secret of an access key was sealed with another master key: the master key and the database do not belong together.");
        var key = new SigningAccessKey(live, secret);
        if (commits is { } at)
        {
            Volatile.Write(ref _slots[slot], new Entry(key, at, now));
        }

        return key;
    }

    private sealed record Entry(SigningAccessKey Key, long Commits, long ReadAt);
}
