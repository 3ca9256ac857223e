using System.Net;
using System.Net.Sockets;
using Anchorage.Accounts;
using Anchorage.Configuration;
using Anchorage.Gateway.Packets;
using Anchorage.Gateway.Sessions;
using Anchorage.Gateway.Tls;
using Anchorage.Metrics;
using Anchorage.Onboarding;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Anchorage.Gateway;

/// <summary>The listener of <c>--mqtts</c>: door, handshake, CONNECT, admission, session.</summary>
internal sealed class DeviceEndpoint : IDisposable
{
    private const byte TlsHandshakeRecord = 0x16;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly ServeOptions _options;
    private readonly TimeProvider _clock;
    private readonly TaskCompletionSource<Installation> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Doorway _doorway;
    private ListenOptions? _listen;
    private ITimer? _sweep;
    private ILogger? _logger;
    private Refusals? _refusals;
    private RegistrationEvents? _events;
    private AccessCheck? _access;
    private OnboardingAttempts? _attempts;
    private Instruments? _instruments;

    public DeviceEndpoint(ServeOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _doorway = new Doorway(clock);
        Sessions = new LiveSessions(clock);
        Certificates = new CertificateSource(options, _opened.Task, clock);
    }

    public LiveSessions Sessions { get; }

    public CertificateSource Certificates { get; }

    /// <summary>Where devices connect, with the port that was really bound; null when the default port was taken by another.</summary>
    public IPEndPoint? Address => _listen?.IPEndPoint;

    /// <summary>How many connections are between accept and admission.</summary>
    public int AtDoor => _doorway.Count;

    /// <summary>Adds the listener to the server. The default address, if nobody asked for it, is left alone when it is taken.</summary>
    public void Listen(KestrelServerOptions kestrel)
    {
        if (_options.IsMqttsGiven || !IsTaken(_options.Mqtts))
        {
            var tls = new ServerTls(_options, Certificates, new KnownAccounts(_opened.Task, _clock), NoteHandshake);
            kestrel.Listen(_options.Mqtts, listen =>
            {
                _listen = listen;
                listen.Use(next => connection => WaitAtDoorAsync(connection, next));
                listen.UseHttps(tls.HandshakeOptions);
                listen.Run(ServeAsync);
            });
        }
    }

    /// <summary>The store is open: devices that are at the door already are served from now on.</summary>
    /// <exception cref="InvalidDataException">The operator's server certificate cannot be used.</exception>
    public void Open(Installation installation, ILogger logger)
    {
        (_logger, _refusals) = (logger, new Refusals(logger, _clock));
        if (_listen is null)
        {
            logger.AddressTaken(_options.Mqtts.ToString());
        }

        Certificates.Open(logger);
        _events = new RegistrationEvents(installation.Database, Sessions, _clock, logger);
        _access = new AccessCheck(installation, Sessions, logger);
        (_attempts, _instruments) = (installation.Attempts, installation.Instruments);
        _attempts.Start(logger);
        _opened.SetResult(installation);
        _access.Start();
        _sweep = _clock.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    public void Dispose()
    {
        _sweep?.Dispose();
        _access?.Dispose();
        Certificates.Dispose();
        Sessions.Dispose();
    }

    private static bool IsTaken(IPEndPoint address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(address);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Before TLS: counts the connection and waits for its first byte, which costs next to nothing until it comes.</summary>
    private async Task WaitAtDoorAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (_doorway.Enter(connection) is not { } visitor)
        {
            connection.Abort();
            return;
        }

        await using var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
            .UnsafeRegister(static visitor => ((Visitor)visitor!).SendAwayIfInside(), visitor) ?? default;
        try
        {
            var first = await connection.Transport.Input.ReadAsync(CancellationToken.None);
            if (!first.Buffer.IsEmpty && first.Buffer.FirstSpan[0] == TlsHandshakeRecord)
            {
                visitor.OffersTls13 = ClientHello.OffersTls13(first.Buffer.FirstSpan);
                connection.Transport.Input.AdvanceTo(first.Buffer.Start);
                visitor.Advance();
                connection.Features.Set(visitor);
                await next(connection);
            }
        }
        catch (Exception exception) when (IsOfTheNetwork(exception))
        {
            // It went away, or was sent away.
        }
        finally
        {
            visitor.Leave();
            NoteUnfinished(connection);
        }
    }

    /// <summary>After TLS: reads CONNECT, decides, and serves the session.</summary>
    private async Task ServeAsync(ConnectionContext connection)
    {
        try
        {
            if (await AdmitAsync(connection, connection.Features.Get<Peer>()!) is not var (principal, request))
            {
                return;
            }

            // What is not needed from here on is let go: this waits for as long as the device is connected.
            var changes = (await _opened.Task).AccessChanges;
            var device = new DeviceConnection(connection, principal, connection.Features.Get<Peer>()!.Address, request, _clock);
            await using var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested
                .UnsafeRegister(static device => ((DeviceConnection)device!).Close(Ending.ServerStops), device) ?? default;
            await Sessions.ServeAsync(
                device, request, () => changes.NoteIfSince(principal.AsOf, principal.AccountId, principal.Region));
        }
        catch (Exception exception) when (IsOfTheNetwork(exception))
        {
            // It went away, or was sent away.
        }
#pragma warning disable CA1031 // The outermost place: whatever got here is a bug or an outage, told to the log and not to the device.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _logger?.ConnectionFailed(exception);
        }
    }

    /// <summary>Reads CONNECT and decides; null when the device was refused or went away.</summary>
    private async Task<(Principal Principal, ConnectRequest Request)?> AdmitAsync(ConnectionContext connection, Peer peer)
    {
        var visitor = connection.Features.Get<Visitor>()!;
        visitor.Advance();
        peer.Stage = PeerStage.Silence;
        var installation = await _opened.Task;
        var (request, refusal) = await ReadConnectAsync(connection);
        peer.Stage = request is null && refusal is null ? PeerStage.Silence : PeerStage.Judged;
        Principal? principal = null;
        var trail = new AdmissionTrail();
        if (request is not null)
        {
            try
            {
                (principal, refusal) = await Admission.DecideAsync(peer, request, trail, installation, _events!, connection.ConnectionClosed);
            }
            catch (Exception exception) when (!IsOfTheNetwork(exception))
            {
                trail.Note(_attempts!, peer, AttemptOutcome.Failed.Name, AttemptOutcome.Failed.Meaning, _clock);
                _instruments!.Connected(AttemptOutcome.Failed.Name);
                throw;
            }
        }

        if (principal is null || request is null)
        {
            await RefuseAsync(connection, peer, trail, refusal);
            return null;
        }

        trail.NoteAdmission(_attempts!, peer, principal, request.ClientId, _clock);
        _instruments!.Connected(AttemptOutcome.Admitted.Name);
        visitor.Leave();
        peer.Forget();
        return (principal, request);
    }

    /// <summary>The CONNECT packet, bounded before it is waited for; neither request nor refusal when the device went away.</summary>
    private static async Task<(ConnectRequest? Request, ConnectRefusal? Refusal)> ReadConnectAsync(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(CancellationToken.None);
            var received = read.Buffer;
            if (!received.IsEmpty && received.FirstSpan[0] != PacketRules.Connect << 4)
            {
                return (null, ConnectRefusal.NotConnect);
            }

            switch (Frame.Take(ref received, ConnectRequest.MostBytes, out var frame))
            {
                case FrameOutcome.TooLarge:
                    return (null, ConnectRefusal.TooLarge);
                case FrameOutcome.Malformed:
                    return (null, ConnectRefusal.Malformed);
                case FrameOutcome.Whole:
                    var outcome = ConnectRequest.Read(frame);
                    input.AdvanceTo(received.Start);
                    return outcome;
            }

            input.AdvanceTo(received.Start, received.End);
            if (read.IsCompleted)
            {
                return default;
            }
        }
    }

    private async Task RefuseAsync(ConnectionContext connection, Peer peer, AdmissionTrail trail, ConnectRefusal? refusal)
    {
        if (refusal is null)
        {
            return;
        }

        _refusals!.Note(refusal, peer);
        _instruments!.Connected(refusal.Name);
        trail.Note(_attempts!, peer, refusal.Name, refusal.Words, _clock);

        // As AWS does, nothing is said but that the connection is over. A version that is not spoken is no secret.
        if ((_options.ConnackReasons || refusal == ConnectRefusal.Version) && refusal.Encode() is { } packet)
        {
            await connection.Transport.Output.WriteAsync(packet, CancellationToken.None);
        }
    }

    /// <summary>Has it recorded when a device got no further than its handshake. Of those that show no certificate and say nothing, many only look whether somebody is here.</summary>
    private void NoteUnfinished(ConnectionContext connection)
    {
        var isStopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested.IsCancellationRequested == true;
        if (!isStopping && connection.Features.Get<Peer>() is { } peer && (peer.Stage is PeerStage.Handshake || (peer.Stage is PeerStage.Silence && peer.Certificate is not null)))
        {
            NoteHandshake(peer, peer.Stage is PeerStage.Handshake ? AttemptOutcome.HandshakeFailed : AttemptOutcome.NoConnect);
        }
    }

    private void NoteHandshake(Peer peer, AttemptOutcome outcome)
    {
        if (_opened.Task.IsCompletedSuccessfully)
        {
            new AdmissionTrail().Note(_attempts!, peer, outcome.Name, outcome.Meaning, _clock);
            _instruments!.Connected(outcome.Name);
        }
    }

    private void Sweep()
    {
        try
        {
            _doorway.Sweep();
            Sessions.Sweep();
            _events!.Sweep();
            _attempts!.Sweep();
        }
#pragma warning disable CA1031 // An exception that left a timer would end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _logger!.ConnectionFailed(exception);
        }
    }

    private static bool IsOfTheNetwork(Exception exception) =>
        exception is IOException or OperationCanceledException or ConnectionAbortedException or ObjectDisposedException;
}
