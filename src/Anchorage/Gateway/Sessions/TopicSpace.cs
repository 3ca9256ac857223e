using System.Collections.Concurrent;

namespace Anchorage.Gateway.Sessions;

/// <summary>The sessions and subscriptions of one account and region; no message leaves it.</summary>
internal sealed class TopicSpace(TimeProvider clock) : IDisposable
{
    /// <summary>How long a session outlives its connection at most, as with AWS.</summary>
    public static readonly TimeSpan MostExpiry = TimeSpan.FromHours(1);

    /// <summary>What a publish on this thread matches; kept for the next one.</summary>
    [ThreadStatic]
    private static List<Subscription>? s_matches;

    private static readonly List<uint> NoIdentifiers = [];

    private readonly ConcurrentDictionary<string, DeviceSession> _sessions = new(StringComparer.Ordinal);
    private readonly SubscriptionTrie _trie = new();

    /// <summary>Gives a connection its session: the one that is kept for its client id, or a new one.</summary>
    /// <param name="acknowledge">Sends CONNACK, told whether the session was there.</param>
    /// <param name="displaced">The connection that had the client id; it is being closed.</param>
    public DeviceSession Attach(DeviceConnection connection, bool isCleanStart, Action<bool> acknowledge, out DeviceConnection? displaced)
    {
        displaced = null;
        while (true)
        {
            if (isCleanStart && _sessions.TryGetValue(connection.ClientId, out var old))
            {
                displaced = End(old, _ => true) ?? displaced;
            }

            var session = _sessions.GetOrAdd(connection.ClientId, static clientId => new DeviceSession(clientId));
            if (session.TryAttach(connection, mustBeNew: isCleanStart, acknowledge, out var before))
            {
                displaced = before ?? displaced;
                return session;
            }

            // It ended meanwhile, and whoever ended it may not have taken it out yet; or a second connect of this client id was as fast.
            if (session.IsEnded)
            {
                Remove(session);
            }
        }
    }

    /// <summary>Ends a session if it has the connection it must have, its subscriptions with it; gives the connection that it had.</summary>
    public DeviceConnection? End(DeviceSession session, Predicate<DeviceConnection?> with)
    {
        if (!session.TryEnd(with, out var remains))
        {
            return null;
        }

        Remove(session);
        remains.Subscriptions.ForEach(_trie.Remove);
        Publish(remains.Will);
        return remains.Connection;
    }

    /// <summary>The connection of a client id; null when it is not connected.</summary>
    public DeviceConnection? FindConnection(string clientId) => _sessions.GetValueOrDefault(clientId)?.Connection;

    /// <summary>False when the session has as many subscriptions as it may.</summary>
    public bool Subscribe(Subscription subscription)
    {
        if (subscription.Session.Subscribe(subscription) is null)
        {
            return false;
        }

        _trie.Add(subscription);
        return true;
    }

    /// <summary>False when there was none.</summary>
    public bool Unsubscribe(DeviceSession session, string filter)
    {
        if (session.Unsubscribe(filter) is not { } subscription)
        {
            return false;
        }

        _trie.Remove(subscription);
        return true;
    }

    /// <summary>Delivers a message to every session with a filter that matches, once each, and tells how many those are.</summary>
    public int Publish(Message message)
    {
        // Taken and given back: publishing inside a publish would meet its own list.
        var matches = s_matches ?? [];
        s_matches = null;
        _trie.Match(message.Topic, matches);
        var count = matches.Count == 1 ? Deliver(message, matches[0]) : Deliver(message, matches);
        matches.Clear();
        s_matches = matches;
        return count;
    }

    /// <summary>Ends sessions whose time is over and publishes wills whose time has come. To be called every second or so.</summary>
    public void Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var (_, session) in _sessions)
        {
            Publish(session.TakeWill(now));
            if (session.ExpiresAt <= now)
            {
                End(session, connection => connection is null);
            }
        }
    }

    public void Dispose() => _trie.Dispose();

    /// <summary>Publishes a will as its author: what they may not publish, it does not.</summary>
    public void Publish(DelayedWill? will)
    {
        if (will is not null && will.Principal.Permissions.MayPublish(will.Message.Topic))
        {
            Publish(will.Message);
        }
    }

    private int Deliver(Message message, Subscription match)
    {
        if (!Wants(match, message))
        {
            return 0;
        }

        match.Session.Deliver(message, Math.Min(message.QoS, match.QoS), match.Identifier > 0 ? [match.Identifier] : NoIdentifiers, clock.GetUtcNow());
        return 1;
    }

    /// <summary>A session whose filters overlap gets the message once, at the highest of their QoS, with the identifiers of all (MQTT 5, 3.3.4).</summary>
    private int Deliver(Message message, List<Subscription> matches)
    {
        if (matches.Count == 0)
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        var targets = new Dictionary<DeviceSession, (int QoS, List<uint> Identifiers)>(matches.Count);
        foreach (var match in matches)
        {
            if (!Wants(match, message))
            {
                continue;
            }

            var target = targets.GetValueOrDefault(match.Session, (QoS: 0, Identifiers: NoIdentifiers));
            var identifiers = match.Identifier == 0 ? target.Identifiers : [.. target.Identifiers, match.Identifier];
            targets[match.Session] = (Math.Max(target.QoS, match.QoS), identifiers);
        }

        foreach (var (session, target) in targets)
        {
            session.Deliver(message, Math.Min(message.QoS, target.QoS), target.Identifiers, now);
        }

        return targets.Count;
    }

    private static bool Wants(Subscription match, Message message) =>
        (!match.NoLocal || match.Session != message.Publisher) && match.Session.MayReceive(message.Topic);

    private void Remove(DeviceSession session) => _sessions.TryRemove(KeyValuePair.Create(session.ClientId, session));
}
