using System.Collections.Frozen;
using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <summary>Requests that were refused before it was known who called: counted by kind, and one in a minute of each kind is told to the log.</summary>
/// <remarks>Whoever reaches the port can send any number of them: they take neither memory nor disk.</remarks>
internal sealed class UnauthenticatedRefusals(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly FrozenDictionary<WireErrorKind, Kind> _kinds = WireErrorKind.All.ToFrozenDictionary(kind => kind, _ => new Kind());

    /// <summary>How many there were of a kind since the start.</summary>
    public long Count(WireErrorKind kind)
    {
        var seen = _kinds[kind];
        lock (seen)
        {
            return seen.Count;
        }
    }

    /// <summary>Counts one. Tells how many there were since the last that was to be told, this one among them; 0 when this one is not.</summary>
    public long Note(WireErrorKind kind)
    {
        var seen = _kinds[kind];
        var now = clock.GetTimestamp();
        lock (seen)
        {
            seen.Count++;
            if (seen.Told > 0 && clock.GetElapsedTime(seen.ToldAt, now) < Interval)
            {
                return 0;
            }

            var since = seen.Count - seen.Told;
            (seen.Told, seen.ToldAt) = (seen.Count, now);
            return since;
        }
    }

    private sealed class Kind
    {
        public long Count { get; set; }

        public long Told { get; set; }

        public long ToldAt { get; set; }
    }
}
