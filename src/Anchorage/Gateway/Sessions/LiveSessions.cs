using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Anchorage.Gateway.Sessions;

/// <summary>Every connected device of this node, to be found by what could end its right to be here, and the topics of every account.</summary>
internal sealed class LiveSessions(TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<(string AccountId, string Region), TopicSpace> _spaces = new();
    private readonly ConcurrentDictionary<DeviceConnection, byte> _connections = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(string AccountId, string Region, string CertificateId), List<DeviceConnection>> _byCertificate = [];

    /// <summary>How many devices are connected to this node.</summary>
    public int Count => _connections.Count;

    /// <summary>Gives an admitted connection its session and serves it to its end.</summary>
    /// <param name="added">Called once it can be found here.</param>
    public Task ServeAsync(DeviceConnection connection, ConnectRequest request, Action? added = null)
    {
        var space = SpaceOf(connection.Principal.AccountId, connection.Principal.Region);
        Add(connection);
        added?.Invoke();
        var session = space.Attach(
            connection, connection.IsCleanStart, isPresent => connection.Answer(ConnectAcknowledgement.Of(connection, request, isPresent)), out var displaced);
        if (displaced is not null)
        {
            // Here and not where it is being closed, so that the world hears of its end before it hears of this one.
            Finish(displaced, space);
        }

        // Apart from what is above, which would stay in memory for as long as the device is connected.
        return ServeAsync(connection, session, space);
    }

    /// <summary>Publishes as the service itself: to topics that devices may not publish to, too. Tells how many subscribers there were.</summary>
    public int Publish(string accountId, string region, Message message) => SpaceOf(accountId, region).Publish(message);

    /// <summary>
    /// Publishes a QoS 1 message as the service itself and waits until a subscriber has it. Null when nobody is subscribed; false when nobody
    /// acknowledged before <paramref name="cancellationToken"/>, and it has to be published again.
    /// </summary>
    public async Task<bool?> PublishAsync(string accountId, string region, string topic, byte[] payload, CancellationToken cancellationToken)
    {
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Publish(accountId, region, new Message { Topic = topic, Payload = payload, QoS = 1, Delivered = delivered }) == 0)
        {
            return null;
        }

        await ((Task)delivered.Task.WaitAsync(cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return delivered.Task.IsCompletedSuccessfully;
    }

    /// <summary>The accounts and regions that have connections here.</summary>
    public List<(string AccountId, string Region)> Spaces()
    {
        lock (_gate)
        {
            return [.. _byCertificate.Keys.Select(key => (key.AccountId, key.Region)).Distinct()];
        }
    }

    /// <summary>The connections of an account and region, by the certificate they came with.</summary>
    public List<(string CertificateId, List<DeviceConnection> Connections)> ByCertificate(string accountId, string region)
    {
        lock (_gate)
        {
            return [.. _byCertificate.Where(one => one.Key.AccountId == accountId && one.Key.Region == region)
                .Select(one => (one.Key.CertificateId, one.Value.ToList()))];
        }
    }

    /// <summary>Ends the connections of a certificate, and tells how many those were.</summary>
    public int DropCertificate(string accountId, string region, string certificateId)
    {
        List<DeviceConnection> connections;
        lock (_gate)
        {
            connections = [.. _byCertificate.GetValueOrDefault((accountId, region, certificateId)) ?? []];
        }

        return Drop(connections);
    }

    /// <summary>Ends the connection of a client id, if there is one.</summary>
    public int DropClient(string accountId, string region, string clientId) =>
        _spaces.TryGetValue((accountId, region), out var space) && space.FindConnection(clientId) is { } connection ? Drop([connection]) : 0;

    /// <summary>Ends the connections of a whole account in all its regions.</summary>
    public int DropAccount(string accountId) => Drop(_connections.Keys.Where(one => one.Principal.AccountId == accountId));

    /// <summary>Ends every connection, because the server stops.</summary>
    public void Stop()
    {
        foreach (var (connection, _) in _connections)
        {
            connection.Close(Ending.ServerStops);
        }
    }

    /// <summary>Looks after what time brings: keep-alive, expired sessions, delayed wills. To be called every second or so.</summary>
    public void Sweep()
    {
        foreach (var (connection, _) in _connections)
        {
            connection.Check();
        }

        foreach (var (_, space) in _spaces)
        {
            space.Sweep();
        }
    }

    public void Dispose()
    {
        foreach (var (_, space) in _spaces)
        {
            space.Dispose();
        }
    }

    private async Task ServeAsync(DeviceConnection connection, DeviceSession session, TopicSpace space)
    {
        try
        {
            space.Publish(Presence.Connected(connection, clock.GetUtcNow()));
            await connection.RunAsync(new PacketHandling(connection, session, space));
        }
        finally
        {
            connection.Close(Ending.ServerError);
            Finish(connection, space);
            await connection.LeaveAsync();
        }
    }

    private static int Drop(IEnumerable<DeviceConnection> connections)
    {
        var count = 0;
        foreach (var connection in connections)
        {
            connection.Close(Ending.Dropped);
            count++;
        }

        return count;
    }

    private TopicSpace SpaceOf(string accountId, string region) =>
        _spaces.GetOrAdd((accountId, region), static (_, clock) => new TopicSpace(clock), clock);

    private void Add(DeviceConnection connection)
    {
        _connections.TryAdd(connection, 0);
        lock (_gate)
        {
            ref var connections = ref CollectionsMarshal.GetValueRefOrAddDefault(_byCertificate, KeyOf(connection), out _);
            (connections ??= new(1)).Add(connection);
        }
    }

    private void Remove(DeviceConnection connection)
    {
        _connections.TryRemove(connection, out _);
        lock (_gate)
        {
            if (_byCertificate.TryGetValue(KeyOf(connection), out var connections) && connections.Remove(connection) && connections.Count == 0)
            {
                _byCertificate.Remove(KeyOf(connection));
            }
        }
    }

    private static (string, string, string) KeyOf(DeviceConnection connection) =>
        (connection.Principal.AccountId, connection.Principal.Region, connection.Principal.CertificateId);

    /// <summary>Does once what follows the end of a connection: its session stays or goes, its will and the event are published.</summary>
    private void Finish(DeviceConnection connection, TopicSpace space)
    {
        if (!connection.TryFinish())
        {
            return;
        }

        Remove(connection);
        var (now, session, expiry) = (clock.GetUtcNow(), connection.Session!, connection.SessionExpiry);
        var will = connection.Ending!.HasWill && connection.Will is { } wanted
            ? new DelayedWill(wanted.MessageAt(now, session), connection.Principal, now + (wanted.Delay < expiry ? wanted.Delay : expiry))
            : null;
        var waits = will?.At > now;
        if (expiry == TimeSpan.Zero)
        {
            space.End(session, with => with == connection);
        }
        else
        {
            session.TryDetach(connection, now + expiry, waits ? will : null);
        }

        // Taken over, and the session goes on: a will that was to wait is not wanted any more (MQTT 5, 3.1.3.2.2).
        if (!waits || session.IsEnded)
        {
            space.Publish(will);
        }

        space.Publish(Presence.Disconnected(connection, now));
    }
}
