using System.Collections.Concurrent;

namespace Anchorage.Throttles;

/// <summary>A token bucket for each of a bounded number of keys. One that is full again is dropped: it is as good as none.</summary>
/// <remarks>
/// Counts in whole numbers, so that nothing is lost or won by rounding: a token is as many units as a second has ticks, and in each tick
/// as many units come in as the rate has calls in a second.
/// </remarks>
/// <param name="clock">Where the time comes from; its steps and not its date.</param>
/// <param name="most">Most keys at the same time. When all of them are in use, another one gets nothing.</param>
internal sealed class TokenBuckets<TKey>(TimeProvider clock, int most)
    where TKey : notnull
{
    private const long Token = TimeSpan.TicksPerSecond;

    private static readonly long SweepInterval = TimeSpan.FromSeconds(10).Ticks;

    /// <summary>Between two sweeps that are made because there is no room.</summary>
    private static readonly long LeastInterval = TimeSpan.FromMilliseconds(100).Ticks;

    private readonly ConcurrentDictionary<TKey, Bucket> _buckets = new();
    private readonly long _start = clock.GetTimestamp();
    private readonly Lock _sweeping = new();
    private long _swept;
    private int _count;

    /// <summary>How many keys have a bucket now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a token if there is one.</summary>
    /// <param name="wait">Until there will be one, when there is none.</param>
    public bool TryTake(TKey key, CallRate rate, out TimeSpan wait) => TryUse(key, rate, Token, out wait);

    /// <summary>Whether there is a token, which stays.</summary>
    public bool HasToken(TKey key, CallRate rate, out TimeSpan wait)
    {
        wait = default;
        return !_buckets.ContainsKey(key) || TryUse(key, rate, 0, out wait);
    }

    private bool TryUse(TKey key, CallRate rate, long used, out TimeSpan wait)
    {
        var now = clock.GetElapsedTime(_start).Ticks;
        Sweep(now, SweepInterval);
        while (true)
        {
            if (!_buckets.TryGetValue(key, out var bucket))
            {
                if (Count >= most)
                {
                    Sweep(now, LeastInterval);
                }

                if (Count >= most)
                {
                    wait = TimeSpan.FromSeconds(1);
                    return false;
                }

                bucket = new Bucket(rate, now);
                if (!_buckets.TryAdd(key, bucket))
                {
                    continue;
                }

                Interlocked.Increment(ref _count);
            }

            if (bucket.TryUse(rate, now, used, out wait) is { } done)
            {
                return done;
            }

            // It was dropped meanwhile, being full; the next round makes another.
        }
    }

    private void Sweep(long now, long interval)
    {
        if (now - Volatile.Read(ref _swept) < interval || !_sweeping.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _swept, now);
            foreach (var (key, bucket) in _buckets)
            {
                if (bucket.TryDrop(now))
                {
                    _buckets.TryRemove(key, out _);
                    Interlocked.Decrement(ref _count);
                }
            }
        }
        finally
        {
            _sweeping.Exit();
        }
    }

    private sealed class Bucket(CallRate rate, long now)
    {
        private readonly Lock _gate = new();
        private CallRate _rate = rate;
        private long _units = rate.AtOnce * Token;
        private long _asOf = now;
        private bool _isDropped;

        /// <summary>Null when it was dropped.</summary>
        public bool? TryUse(CallRate rate, long now, long used, out TimeSpan wait)
        {
            lock (_gate)
            {
                wait = default;
                if (_isDropped)
                {
                    return null;
                }

                // What came in until now came in at the rate of until now.
                Fill(now);
                _rate = rate;
                _units = Math.Min(_units, rate.AtOnce * Token);
                if (_units >= Token)
                {
                    _units -= used;
                    return true;
                }

                wait = TimeSpan.FromTicks((Token - _units + rate.PerSecond - 1) / rate.PerSecond);
                return false;
            }
        }

        public bool TryDrop(long now)
        {
            lock (_gate)
            {
                Fill(now);
                return _isDropped = _units == _rate.AtOnce * Token;
            }
        }

        private void Fill(long now)
        {
            // Two callers may come here in another order than they looked at the clock. After so many ticks it is full, whatever it was.
            var full = _rate.AtOnce * Token;
            var ticks = Math.Clamp(now - _asOf, 0, full);
            _units = Math.Min(full, _units + (ticks * _rate.PerSecond));
            _asOf = Math.Max(_asOf, now);
        }
    }
}
