using System.Diagnostics;

namespace Anchorage.Bench;

/// <summary>One run of connects, each over a connection of its own that ends with its CONNACK.</summary>
/// <param name="Count">Let in.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="ServerCpu">CPU seconds of the server.</param>
/// <param name="ClientCpu">CPU seconds of the client, which takes the same cores.</param>
/// <param name="OtherCpu">CPU seconds of everything else on the machine.</param>
internal sealed record ConnectRun(int Count, double Seconds, double ServerCpu, double ClientCpu, double OtherCpu)
{
    /// <summary>How many are under way at once.</summary>
    public const int AtOnce = 16;

    public double PerSecond => Count / Seconds;

    /// <summary>Server CPU time per connect in milliseconds.</summary>
    public double ServerMilliseconds => ServerCpu / Count * 1000;

    /// <summary>Connects devices in turn for a time, or, if none may come twice, until all have been.</summary>
    public static async Task<ConnectRun> RunAsync(
        DeviceServer server, IReadOnlyList<MadeDevice> devices, bool isOnceEach, TimeSpan duration, CancellationToken cancellationToken)
    {
        var next = -1;
        var count = 0;
        var serverBefore = Cpu(server.Process.Id, server);
        var clientBefore = Cpu(Environment.ProcessId, server);
        var allBefore = CpuTime.OfEverything();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(
            async () =>
            {
                while (Stopwatch.GetElapsedTime(started) < duration && Interlocked.Increment(ref next) is var number && (!isOnceEach || number < devices.Count))
                {
                    await using var client = await DeviceClient.ConnectAsync(server.Devices, devices[number % devices.Count], cancellationToken);
                    Interlocked.Increment(ref count);
                }
            },
            cancellationToken)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var serverCpu = Cpu(server.Process.Id, server) - serverBefore;
        var clientCpu = Cpu(Environment.ProcessId, server) - clientBefore;
        return new ConnectRun(count, seconds, serverCpu, clientCpu, Math.Max(0, CpuTime.OfEverything() - allBefore - serverCpu - clientCpu));
    }

    private static double Cpu(int id, DeviceServer server) =>
        CpuTime.OfProcess(id) ?? throw new InvalidRunException($"The server ended: {server.Process.Log}");
}
