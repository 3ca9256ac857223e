using System.Diagnostics;
using System.Threading.Channels;

namespace Anchorage.Bench;

/// <summary>Messages of QoS 0 a second from one device to another, on a server with no other session and on one with many idle ones.</summary>
internal sealed record IdleThroughput(Samples Alone, Samples AmongMany)
{
    public const int Sessions = 5000;
    public const int Rounds = 5;
    public const int PayloadBytes = 64;

    public static readonly TimeSpan RunLength = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How many are under way at most. Fewer than a server may drop for want of room.</summary>
    private const int Window = 512;

    private const int Together = 64;

    public Samples Ratio => new([.. AmongMany.Values.Zip(Alone.Values, (many, alone) => many / alone)]);

    public static async Task<IdleThroughput> MeasureAsync(
        Executables executables, DeviceCertificates certificates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ends = certificates.Make(2, cancellationToken);
        using var quiet = DeviceServer.Anchorage(executables, certificates, clock, cancellationToken);
        using var crowded = DeviceServer.Anchorage(executables, certificates, clock, cancellationToken);
        Progress.Say($"{Sessions} idle sessions connect and subscribe");
        await using var idle = await IdleSessions.OpenAsync(crowded, certificates.Make(Sessions, cancellationToken), "idle", cancellationToken);
        var (alone, many) = (new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (first, second) = (await RunAsync(quiet, ends, cancellationToken), await RunAsync(crowded, ends, cancellationToken));
            if (round > 0)
            {
                alone.Add(first);
                many.Add(second);
                Progress.Say($"round {round}: {first:0} messages/s alone, {second:0} among {Sessions} idle sessions");
            }
        }

        return new IdleThroughput(new Samples(alone), new Samples(many));
    }

    private static async Task<double> RunAsync(DeviceServer server, List<MadeDevice> ends, CancellationToken cancellationToken)
    {
        await using var subscriber = await DeviceClient.ConnectAsync(server.Devices, ends[0], cancellationToken);
        await using var publisher = await DeviceClient.ConnectAsync(server.Devices, ends[1], cancellationToken);
        await subscriber.SubscribeAsync("load", cancellationToken);
        var packet = DeviceClient.Publish("load", new byte[PayloadBytes]);
        var underWay = Channel.CreateBounded<byte>(Window / Together);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var publishing = Task.Run(() => PublishAsync(publisher, packet, underWay.Writer, stop.Token), cancellationToken);

        var buffer = new byte[64 * 1024];
        var (bytes, batches) = (0L, 0L);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RunLength + Patience);
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < RunLength)
        {
            // What comes is the packet over and over: QoS 0 changes nothing in it.
            bytes += await ReadAsync(subscriber, buffer, patience.Token);
            for (; batches < bytes / ((long)packet.Length * Together); batches++)
            {
                underWay.Reader.TryRead(out _);
            }
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        await publishing;
        return bytes / packet.Length / seconds;
    }

    /// <exception cref="InvalidRunException">Nothing more comes: a message was dropped, and with it its place among those under way.</exception>
    private static async Task<int> ReadAsync(DeviceClient subscriber, byte[] buffer, CancellationToken patience)
    {
        try
        {
            return await subscriber.Tls.ReadAsync(buffer, patience) is > 0 and var read
                ? read
                : throw new InvalidRunException("The subscriber was sent away.");
        }
        catch (OperationCanceledException)
        {
            throw new InvalidRunException("Messages stopped coming to the subscriber.");
        }
    }

    private static async Task PublishAsync(DeviceClient publisher, byte[] packet, ChannelWriter<byte> underWay, CancellationToken stop)
    {
        var together = Enumerable.Repeat(packet, Together).SelectMany(one => one).ToArray();
        try
        {
            while (true)
            {
                await underWay.WriteAsync(0, stop);
                await publisher.Tls.WriteAsync(together, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
