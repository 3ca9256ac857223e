using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Anchorage.Gateway;

/// <summary>Counts and times the connections that are not yet a device's, so that those who only hold them open keep nobody out.</summary>
/// <remarks>
/// Each stage has a deadline. An address that has as many as it may loses its oldest one that has sent nothing for each new one; a device,
/// which sends at once, is not the oldest for long.
/// </remarks>
internal sealed class Doorway(TimeProvider clock)
{
    /// <summary>Most connections of one address between accept and admission.</summary>
    public const int MostPerAddress = 1000;

    /// <summary>Most of all addresses together.</summary>
    public const int Most = 10_000;

    /// <summary>How long a connection may take for its first byte, then for its handshake, then for its CONNECT packet.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A connection that got on within this time is not sent away for a newer one.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Queue> _queues = [];
    private int _count;

    /// <summary>How many are between accept and admission now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a connection in, in another's place if need be; null when there is none to be had.</summary>
    public Visitor? Enter(ConnectionContext connection)
    {
        var address = Group((connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None);
        var now = clock.GetUtcNow();
        Visitor? displaced;
        Visitor visitor;
        lock (_gate)
        {
            var queue = _queues.GetValueOrDefault(address);
            displaced = queue?.Count >= MostPerAddress ? queue.Oldest(now - Grace)
                : _count >= Most ? _queues.Values.MaxBy(one => one.Count)!.Oldest(now - Grace)
                : null;
            if (displaced is null && (queue?.Count >= MostPerAddress || _count >= Most))
            {
                return null;
            }

            Remove(displaced);
            if (!_queues.TryGetValue(address, out queue))
            {
                _queues.Add(address, queue = new Queue());
            }

            visitor = new Visitor(this, connection, address, now);
            visitor.Place = queue.Silent.AddLast(visitor);
            _count++;
        }

        displaced?.SendAway();
        return visitor;
    }

    /// <summary>Sends away those whose time is over. To be called every second or so.</summary>
    public void Sweep()
    {
        var now = clock.GetUtcNow();
        List<Visitor> late = [];
        lock (_gate)
        {
            foreach (var queue in _queues.Values)
            {
                late.AddRange(queue.Silent.Concat(queue.Busy).Where(visitor => visitor.Since + Patience <= now));
            }

            late.ForEach(Remove);
        }

        late.ForEach(visitor => visitor.SendAway());
    }

    /// <summary>Moves on to the next stage, whose time begins now.</summary>
    internal void Advance(Visitor visitor)
    {
        lock (_gate)
        {
            if (visitor.Place is { List: { } list } place)
            {
                list.Remove(place);
                visitor.Since = clock.GetUtcNow();
                visitor.Place = _queues[visitor.Address].Busy.AddLast(visitor);
            }
        }
    }

    /// <summary>Takes it out; false when it was out already.</summary>
    internal bool TryLeave(Visitor visitor)
    {
        lock (_gate)
        {
            var isInside = visitor.Place is { List: not null };
            Remove(visitor);
            return isInside;
        }
    }

    private void Remove(Visitor? visitor)
    {
        if (visitor?.Place is not { List: { } list } place)
        {
            return;
        }

        list.Remove(place);
        _count--;
        if (_queues[visitor.Address].Count == 0)
        {
            _queues.Remove(visitor.Address);
        }
    }

    // One customer has a whole IPv6 network, in which every address is free to take (RFC 6177).
    internal static IPAddress Group(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        Span<byte> bytes = stackalloc byte[16];
        if (address.TryWriteBytes(bytes, out var written) && written == 16)
        {
            bytes[8..].Clear();
            return new IPAddress(bytes);
        }

        return address;
    }

    private sealed class Queue
    {
        public LinkedList<Visitor> Silent { get; } = [];

        public LinkedList<Visitor> Busy { get; } = [];

        public int Count => Silent.Count + Busy.Count;

        public Visitor? Oldest(DateTimeOffset before) =>
            Silent.First?.Value ?? (Busy.First?.Value is { } busy && busy.Since < before ? busy : null);
    }
}
