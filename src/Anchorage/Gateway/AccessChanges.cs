using System.Collections.Concurrent;

namespace Anchorage.Gateway;

/// <summary>The accounts and regions in which a request to this node has changed something since the connected devices were looked at.</summary>
internal sealed class AccessChanges
{
    private readonly ConcurrentDictionary<(string AccountId, string Region), byte> _noted = new();
    private long _count;

    /// <summary>How many changes there were. Whoever reads the registry notes it before, and has the connection looked at if it moved.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Something was changed, after it was committed.</summary>
    public void Note(string accountId, string region)
    {
        Interlocked.Increment(ref _count);
        _noted[(accountId, region)] = 0;
    }

    /// <summary>Has an account looked at again if anything was changed since.</summary>
    public void NoteIfSince(long count, string accountId, string region)
    {
        if (Count != count)
        {
            _noted[(accountId, region)] = 0;
        }
    }

    /// <summary>Has an account looked at again, which could not be.</summary>
    public void Return((string AccountId, string Region) space) => _noted[space] = 0;

    /// <summary>What was noted; it counts as looked at from here on.</summary>
    public List<(string AccountId, string Region)> Take() => [.. _noted.Keys.Where(key => _noted.TryRemove(key, out _))];
}
