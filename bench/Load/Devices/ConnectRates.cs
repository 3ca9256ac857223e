namespace Anchorage.Bench;

/// <summary>What connects were measured, round by round, each kind beside the others of its round.</summary>
internal sealed record ConnectRates(
    IReadOnlyList<ConnectRun> Bare, IReadOnlyList<ConnectRun> Tuned, IReadOnlyList<ConnectRun> Registered, IReadOnlyList<ConnectRun> Onboarded, int Things)
{
    public const int Rounds = 5;

    public static readonly TimeSpan RunLength = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <summary>More than any of these machines can onboard in a second; a run that uses up its devices ends with them.</summary>
    private const int MostPerSecond = 800;

    public static Samples Ratio(IReadOnlyList<ConnectRun> runs, IReadOnlyList<ConnectRun> floor, Func<ConnectRun, double> value) =>
        new([.. runs.Zip(floor, (run, under) => value(run) / value(under))]);

    public static async Task<ConnectRates> MeasureAsync(
        Executables executables, DeviceCertificates certificates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var known = certificates.Make((int)(MostPerSecond * WarmUp.TotalSeconds), cancellationToken);
        using var anchorage = DeviceServer.Anchorage(executables, certificates, clock, cancellationToken);
        using var bare = await DeviceServer.FloorAsync(executables, known[0], isTuned: false, clock, cancellationToken);
        using var tuned = await DeviceServer.FloorAsync(executables, known[0], isTuned: true, clock, cancellationToken);

        // The first devices are onboarded as a warm-up, and are the registered ones afterwards.
        var things = (await ConnectRun.RunAsync(anchorage, known, isOnceEach: true, WarmUp, cancellationToken)).Count;
        known = known[..things];
        foreach (var server in new[] { bare, tuned, anchorage })
        {
            await ConnectRun.RunAsync(server, known, isOnceEach: false, WarmUp, cancellationToken);
        }

        var rates = new ConnectRates(new List<ConnectRun>(), new List<ConnectRun>(), new List<ConnectRun>(), new List<ConnectRun>(), 0);
        for (var round = 1; round <= Rounds; round++)
        {
            var unknown = certificates.Make((int)(MostPerSecond * RunLength.TotalSeconds), cancellationToken);
            await AddAsync(rates.Bare, bare, known, isOnceEach: false, "bare Kestrel");
            await AddAsync(rates.Registered, anchorage, known, isOnceEach: false, "registered devices");
            await AddAsync(rates.Tuned, tuned, known, isOnceEach: false, "Kestrel with the same TLS settings");
            things += await AddAsync(rates.Onboarded, anchorage, unknown, isOnceEach: true, "onboardings");

            async Task<int> AddAsync(IReadOnlyList<ConnectRun> runs, DeviceServer server, List<MadeDevice> devices, bool isOnceEach, string what)
            {
                var run = await ConnectRun.RunAsync(server, devices, isOnceEach, RunLength, cancellationToken);
                ((List<ConnectRun>)runs).Add(run);
                Progress.Say($"round {round}: {what}: {run.PerSecond:0}/s, server {run.ServerMilliseconds:0.00} ms of CPU each, client {run.ClientCpu / run.Seconds:0.00} cores, others {run.OtherCpu / run.Seconds:0.00}");
                return run.Count;
            }
        }

        // Each onboarding has made a thing, or it was none.
        return anchorage.CountThings() == things
            ? rates with { Things = things }
            : throw new InvalidRunException($"{things} devices were onboarded, and {anchorage.CountThings()} things are listed.");
    }
}
