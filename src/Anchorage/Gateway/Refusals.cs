using System.Collections.Concurrent;

namespace Anchorage.Gateway;

/// <summary>Counts refused connections by reason, and logs some of them: strangers must not be able to fill a log.</summary>
internal sealed class Refusals(ILogger logger, TimeProvider clock)
{
    /// <summary>Most lines in a second.</summary>
    private const int MostLines = 10;

    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private DateTimeOffset _second;
    private int _lines;
    private long _unlogged;

    /// <summary>How many were refused since the start, by <see cref="ConnectRefusal.Name"/>.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Note(ConnectRefusal refusal, Peer peer)
    {
        _counts.AddOrUpdate(refusal.Name, 1, static (_, count) => count + 1);
        long unlogged;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (now - _second >= TimeSpan.FromSeconds(1))
            {
                (_second, _lines) = (now, 0);
            }

            if (_lines == MostLines)
            {
                _unlogged++;
                return;
            }

            _lines++;
            (unlogged, _unlogged) = (_unlogged, 0);
        }

        logger.DeviceRefused(refusal.Name, peer.Address.ToString(), peer.Endpoint.AccountId, peer.Endpoint.Region, refusal.Words, unlogged);
    }
}
