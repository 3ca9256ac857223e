namespace Anchorage.Bench;

/// <summary>Size on disk and in memory.</summary>
internal sealed record Footprint(double ExecutableMebibytes, double FloorExecutableMebibytes, Samples IdleMebibytes, Samples FloorIdleMebibytes)
{
    private const int Starts = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    public static async Task<Footprint> MeasureAsync(Executables executables, CancellationToken cancellationToken)
    {
        var idle = new List<double>();
        var floorIdle = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            idle.Add(await IdleAsync(address => ServerProcess.Anchorage(executables, executables.NewFolder(), address), cancellationToken));
            floorIdle.Add(await IdleAsync(address => ServerProcess.Floor(executables, address), cancellationToken));
        }

        return new Footprint(Size(executables.Anchorage), Size(executables.Floor), new Samples(idle), new Samples(floorIdle));
    }

    private static async Task<double> IdleAsync(Func<System.Net.IPEndPoint, ServerProcess> start, CancellationToken cancellationToken)
    {
        var address = ServerProcess.FreeAddress();
        using var server = start(address);
        await Task.Delay(Rest, cancellationToken);
        StartUp.WaitFor(server, StartUp.Ready(address), cancellationToken);
        return server.ResidentMebibytes;
    }

    private static double Size(string file) => new FileInfo(file).Length / 1024.0 / 1024.0;
}
