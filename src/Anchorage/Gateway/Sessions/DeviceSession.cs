namespace Anchorage.Gateway.Sessions;

/// <summary>What is kept for a client id beyond one connection: subscriptions, and QoS 1 messages not yet acknowledged (MQTT 5, 4.1).</summary>
/// <remarks>Lives in memory. Its lock is never held while another session's is taken, or while anything is published.</remarks>
internal sealed class DeviceSession(string clientId)
{
    /// <summary>Most messages sent and not acknowledged, whatever the client allows.</summary>
    public const int Window = 100;

    /// <summary>Most messages, and most bytes, that wait for a client that is away or slow.</summary>
    public const int MostWaiting = 1000;
    public const int MostWaitingBytes = 4 * 1024 * 1024;

    /// <summary>Most subscriptions of a session.</summary>
    public const int MostSubscriptions = 50;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly List<Outgoing> _sent = [];
    private int _inFlight;
    private Queue<Outgoing>? _waiting;
    private int _waitingBytes;
    private ushort _lastPacketId;
    private DeviceConnection? _connection;
    private Permissions? _permissions;
    private long _version = -1;
    private bool _isEnded;

    public string ClientId => clientId;

    public bool IsEnded => Volatile.Read(ref _isEnded);

    /// <summary>Its connection; null while its client is away.</summary>
    public DeviceConnection? Connection => Volatile.Read(ref _connection);

    /// <summary>When it ends unless its client comes back; null while it is connected.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>A will that is published when its time comes, unless the client is back before.</summary>
    public DelayedWill? Will { get; private set; }

    /// <summary>Whether the policies of whoever connected last let it receive from a topic.</summary>
    public bool MayReceive(string topic) => _permissions?.MayReceive(topic) == true;

    /// <summary>Gives it a connection, and tells which one had it. False when it has ended meanwhile, or is not as new as it has to be.</summary>
    /// <param name="acknowledge">Sends CONNACK, told whether the session was there, before anything else can be sent.</param>
    public bool TryAttach(DeviceConnection connection, bool mustBeNew, Action<bool> acknowledge, out DeviceConnection? displaced)
    {
        lock (_gate)
        {
            displaced = null;
            if (_isEnded || (mustBeNew && _version >= 0))
            {
                return false;
            }

            displaced = _connection;
            displaced?.Close(Ending.TakenOver);
            (_connection, ExpiresAt, Will, _inFlight) = (connection, null, null, 0);
            _permissions = connection.Principal.Permissions;
            var isPresent = _version++ >= 0;
            (connection.Session, connection.Version) = (this, _version);
            acknowledge(isPresent);
            SendWaiting();
            return true;
        }
    }

    /// <summary>Its connection is gone, and it stays for a time. False when another connection has taken its place, or when it has ended.</summary>
    public bool TryDetach(DeviceConnection connection, DateTimeOffset expiresAt, DelayedWill? will)
    {
        lock (_gate)
        {
            if (_connection != connection || _isEnded)
            {
                return false;
            }

            (_connection, ExpiresAt, Will) = (null, expiresAt, will);
            return true;
        }
    }

    /// <summary>Ends it for good. False when it was ended before or does not have the connection it must have.</summary>
    /// <param name="with">Told which connection it has, null for none: whether it ends.</param>
    public bool TryEnd(Predicate<DeviceConnection?> with, out SessionRemains remains)
    {
        lock (_gate)
        {
            remains = new SessionRemains([.. _subscriptions.Values], _connection, Will);
            if (_isEnded || !with(_connection))
            {
                return false;
            }

            _isEnded = true;
            _connection?.Close(Ending.TakenOver);
            _connection = null;
            _subscriptions.Clear();
            _sent.Clear();
            _waiting = null;
            return true;
        }
    }

    /// <summary>The will, if its time has come; it is given once.</summary>
    public DelayedWill? TakeWill(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (Will is not { } will || will.At > now)
            {
                return null;
            }

            Will = null;
            return will;
        }
    }

    /// <summary>Notes a subscription; null when there are as many as may be, else whether the filter is new.</summary>
    public bool? Subscribe(Subscription subscription)
    {
        lock (_gate)
        {
            var isNew = !_subscriptions.ContainsKey(subscription.Filter);
            if (_isEnded || (isNew && _subscriptions.Count >= MostSubscriptions))
            {
                return null;
            }

            _subscriptions[subscription.Filter] = subscription;
            return isNew;
        }
    }

    /// <summary>Forgets a subscription and gives it back; null when there is none.</summary>
    public Subscription? Unsubscribe(string filter)
    {
        lock (_gate)
        {
            return _subscriptions.Remove(filter, out var subscription) ? subscription : null;
        }
    }

    /// <summary>Delivers a message, or keeps it. Whoever cannot take it in time loses it, at QoS 1 with its connection.</summary>
    public void Deliver(Message message, int qos, List<uint> identifiers, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_isEnded)
            {
                return;
            }

            if (qos == 0)
            {
                if (_connection?.TrySend(message, identifiers, now) == true)
                {
                    message.Delivered?.TrySetResult();
                }

                return;
            }

            if (_waitingBytes + message.Weight > MostWaitingBytes || _waiting?.Count >= MostWaiting)
            {
                _connection?.Close(Ending.TooSlow);
                return;
            }

            (_waiting ??= new Queue<Outgoing>(2)).Enqueue(new Outgoing(message, identifiers));
            _waitingBytes += message.Weight;
            SendWaiting();
        }
    }

    /// <summary>The client has a message; the next may be sent. An id that is not outstanding is an acknowledgement of an earlier connection.</summary>
    public void Acknowledge(ushort packetId)
    {
        lock (_gate)
        {
            // Mostly the first: clients acknowledge in the order they receive.
            var index = _sent.FindIndex(outgoing => outgoing.PacketId == packetId);
            if (index >= 0)
            {
                _sent[index].Message.Delivered?.TrySetResult();
                _sent.RemoveAt(index);
                _inFlight -= index < _inFlight ? 1 : 0;
                SendWaiting();
            }
        }
    }

    private void SendWaiting()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        // First what an earlier connection was sent and did not acknowledge, under the same ids (MQTT 5, 4.4).
        while (_inFlight < _sent.Count && MaySend(connection))
        {
            if (connection.Send(_sent[_inFlight], isAgain: true))
            {
                _inFlight++;
            }
            else
            {
                _sent.RemoveAt(_inFlight);
            }
        }

        while (_inFlight == _sent.Count && MaySend(connection) && _waiting?.TryDequeue(out var next) == true)
        {
            _waitingBytes -= next.Message.Weight;
            next.PacketId = NextPacketId();
            if (!next.Message.IsExpired(connection.Now) && connection.Send(next, isAgain: false))
            {
                _sent.Add(next);
                _inFlight++;
            }
        }

        if (_waiting?.Count == 0)
        {
            _waiting = null;
        }
    }

    // One is always on its way, so that its acknowledgement sends the next.
    private bool MaySend(DeviceConnection connection) => _inFlight < connection.Window && (_inFlight == 0 || connection.HasRoom);

    // At most a hundred are taken, so this ends soon.
    private ushort NextPacketId()
    {
        do
        {
            _lastPacketId++;
        }
        while (_lastPacketId == 0 || _sent.Exists(outgoing => outgoing.PacketId == _lastPacketId));
        return _lastPacketId;
    }
}

/// <summary>What is to be cleared away after a session: its subscriptions, the connection it had, the will that waited.</summary>
internal sealed record SessionRemains(List<Subscription> Subscriptions, DeviceConnection? Connection, DelayedWill? Will);

/// <summary>A will whose publication waits (MQTT 5, 3.1.3.2.2).</summary>
internal sealed record DelayedWill(Message Message, Principal Principal, DateTimeOffset At);
