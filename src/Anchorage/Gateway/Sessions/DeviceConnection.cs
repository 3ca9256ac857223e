using System.Net;
using Anchorage.Gateway.Packets;
using Microsoft.AspNetCore.Connections;
using MQTTnet.Packets;

namespace Anchorage.Gateway.Sessions;

/// <summary>One admitted connection: reads what the device sends until either side ends it.</summary>
internal sealed class DeviceConnection
{
    /// <summary>Keep-alive as AWS bounds it, in seconds: 0 means the most.</summary>
    public const int LeastKeepAlive = 30;
    public const int MostKeepAlive = 1200;

    /// <summary>How long the last packet of a connection that is ended here may take to be written.</summary>
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(2);

    /// <summary>How long a client may take nothing of what it is sent.</summary>
    private static readonly TimeSpan MostStuck = TimeSpan.FromSeconds(20);

    private readonly ConnectionContext _transport;
    private readonly TimeProvider _clock;
    private readonly Outbox _outbox;
    private readonly uint _mostPacketBytes;
    private readonly TimeSpan _silence;
    private long _lastReceived;
    private Ending? _ending;
    private int _isFinished;

    public DeviceConnection(ConnectionContext transport, Principal principal, IPAddress address, ConnectRequest request, TimeProvider clock)
    {
        (_transport, _clock, Principal, Address) = (transport, clock, principal, address);
        var connect = request.Packet;
        (IsVersion5, ClientId, IsCleanStart) = (request.IsVersion5, request.ClientId, connect.CleanSession);
        Will = Will.Of(connect);
        SessionExpiry = IsVersion5 ? TimeSpan.FromSeconds(connect.SessionExpiryInterval) : IsCleanStart ? TimeSpan.Zero : TopicSpace.MostExpiry;
        _outbox = new Outbox(transport.Transport.Output, clock);
        KeepAlive = connect.KeepAlivePeriod == 0 ? MostKeepAlive : Math.Clamp((int)connect.KeepAlivePeriod, LeastKeepAlive, MostKeepAlive);
        _silence = TimeSpan.FromSeconds(KeepAlive * 1.5);
        Window = IsVersion5 && connect.ReceiveMaximum > 0 ? Math.Min((int)connect.ReceiveMaximum, DeviceSession.Window) : DeviceSession.Window;
        _mostPacketBytes = IsVersion5 && connect.MaximumPacketSize > 0 ? connect.MaximumPacketSize : uint.MaxValue;
        _lastReceived = clock.GetTimestamp();
    }

    public Principal Principal { get; }

    public IPAddress Address { get; }

    public bool IsVersion5 { get; }

    public string ClientId { get; }

    public bool IsCleanStart { get; }

    /// <summary>What is published when it ends without having said so; null for nothing.</summary>
    public Will? Will { get; }

    /// <summary>How long its session stays when it is gone; at most <see cref="TopicSpace.MostExpiry"/>.</summary>
    public TimeSpan SessionExpiry
    {
        get;
        set => field = value < TopicSpace.MostExpiry ? value : TopicSpace.MostExpiry;
    }

    /// <summary>Its session; null until it has one.</summary>
    public DeviceSession? Session { get; set; }

    /// <summary>How many connections its session had before, which the lifecycle events tell.</summary>
    public long Version { get; set; }

    /// <summary>Seconds; a client that is silent for one and a half times as long is gone.</summary>
    public int KeepAlive { get; }

    /// <summary>Most QoS 1 messages on their way to it at once.</summary>
    public int Window { get; }

    /// <summary>Names this connection in lifecycle events.</summary>
    public string Id { get; } = Uuid.Next();

    public bool HasRoom => _outbox.HasRoom;

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Why it ends; null while it does not.</summary>
    public Ending? Ending => Volatile.Read(ref _ending);

    /// <summary>Reads packets and has each handled, until the connection ends. Never throws for what the device does.</summary>
    public async Task<Ending> RunAsync(PacketHandling handling)
    {
        try
        {
            while (Ending is null)
            {
                var read = await _transport.Transport.Input.ReadAsync(CancellationToken.None);
                var received = read.Buffer;
                while (Ending is null && Handle(ref received, handling))
                {
                }

                _transport.Transport.Input.AdvanceTo(received.Start, received.End);
                if (read.IsCompleted)
                {
                    Close(Ending.ConnectionLost);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException or ObjectDisposedException)
        {
            Close(Ending.ConnectionLost);
        }

        return Ending!;
    }

    /// <summary>Ends it, for the first reason that is given. Returns at once; a client of MQTT 5 is told the reason if it reads.</summary>
    public void Close(Ending ending)
    {
        if (Interlocked.CompareExchange(ref _ending, ending, null) is not null)
        {
            return;
        }

        if (ending.Code is { } code && IsVersion5)
        {
            _outbox.TrySend(Codec.Encode(new MqttDisconnectPacket { ReasonCode = code }, isVersion5: true), Outbox.Most);
        }

        _transport.Transport.Input.CancelPendingRead();
    }

    /// <summary>True once: for whoever tells the world that the connection is gone.</summary>
    public bool TryFinish() => Interlocked.Exchange(ref _isFinished, 1) == 0;

    /// <summary>Lets the last packet out if it goes out soon, and takes the connection down.</summary>
    public async Task LeaveAsync()
    {
        var written = _outbox.CompleteAsync();
        await Task.WhenAny(written, Task.Delay(LastWrite, _clock));
        if (!written.IsCompleted || ReferenceEquals(Ending, Ending.ConnectionLost))
        {
            Abort();
        }
    }

    public void Abort() => _transport.Abort(new ConnectionAbortedException("The device's connection was ended."));

    /// <summary>Ends it when its device is silent for too long, or takes nothing. To be called every second or so.</summary>
    public void Check()
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _lastReceived)) > _silence)
        {
            Close(Ending.KeepAlive);
        }

        if (_outbox.StuckSince is { } since && _clock.GetUtcNow() - since > MostStuck)
        {
            Close(Ending.TooSlow);
            Abort();
        }
    }

    /// <summary>Sends an answer to something the device sent.</summary>
    public void Answer(MqttPacket packet) => Send(Codec.Encode(packet, IsVersion5));

    /// <summary>Sends a QoS 0 message if there is room. False when it is dropped.</summary>
    public bool TrySend(Message message, List<uint> identifiers, DateTimeOffset now)
    {
        var packet = identifiers.Count == 0 || !IsVersion5
            ? message.Shared(IsVersion5, now)
            : message.Encode(IsVersion5, 0, packetId: 0, isAgain: false, identifiers, now);
        return packet.Length <= _mostPacketBytes && _outbox.TrySend(packet, Outbox.Room);
    }

    /// <summary>Sends a QoS 1 message. False when the client takes no packets of its size, and it has to be forgotten (MQTT 5, 3.1.2.11.4).</summary>
    public bool Send(Outgoing outgoing, bool isAgain)
    {
        var packet = outgoing.Message.Encode(IsVersion5, 1, outgoing.PacketId, isAgain, outgoing.Identifiers, Now);
        if (packet.Length > _mostPacketBytes)
        {
            return false;
        }

        Send(packet);
        return true;
    }

    private void Send(byte[] packet)
    {
        if (!_outbox.TrySend(packet, Outbox.Most))
        {
            Close(Ending.TooSlow);
        }
    }

    private bool Handle(ref System.Buffers.ReadOnlySequence<byte> received, PacketHandling handling)
    {
        switch (Frame.Take(ref received, PacketHandling.MostPacketBytes, out var frame))
        {
            case FrameOutcome.Partial:
                return false;
            case FrameOutcome.TooLarge:
                Close(Ending.PacketTooLarge);
                return false;
            case FrameOutcome.Malformed:
                Close(Ending.Malformed);
                return false;
        }

        Volatile.Write(ref _lastReceived, _clock.GetTimestamp());
        if (PacketRules.Find(frame, IsVersion5) is { } fault)
        {
            Close(fault is PacketFault.Malformed ? Ending.Malformed : Ending.Protocol);
        }
        else if (handling.Handle(frame) is { } ending)
        {
            Close(ending);
        }

        return true;
    }
}
