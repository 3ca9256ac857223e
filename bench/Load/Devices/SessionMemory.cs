namespace Anchorage.Bench;

/// <summary>What an idle TLS session takes of a server's resident memory, in KiB.</summary>
internal sealed record SessionMemory(Samples Anchorage, Samples Bare, Samples Tuned)
{
    public const int Sessions = 1000;
    public const int Rounds = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    public Samples Ratio => new([.. Anchorage.Values.Zip(Bare.Values, (ours, floor) => ours / floor)]);

    public static async Task<SessionMemory> MeasureAsync(
        Executables executables, DeviceCertificates certificates, TimeProvider clock, CancellationToken cancellationToken)
    {
        var devices = certificates.Make(Sessions, cancellationToken);
        var (ours, bare, tuned) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            using (var server = DeviceServer.Anchorage(executables, certificates, clock, cancellationToken))
            {
                ours.Add(await OfAsync(server, devices, cancellationToken));
            }

            using (var server = await DeviceServer.FloorAsync(executables, devices[0], isTuned: false, clock, cancellationToken))
            {
                bare.Add(await OfAsync(server, devices, cancellationToken));
            }

            using (var server = await DeviceServer.FloorAsync(executables, devices[0], isTuned: true, clock, cancellationToken))
            {
                tuned.Add(await OfAsync(server, devices, cancellationToken));
            }

            Progress.Say($"round {round}: an idle session takes {ours[^1]:0.0} KiB, of bare Kestrel {bare[^1]:0.0}, with the same TLS settings {tuned[^1]:0.0}");
        }

        return new SessionMemory(new Samples(ours), new Samples(bare), new Samples(tuned));
    }

    private static async Task<double> OfAsync(DeviceServer server, List<MadeDevice> devices, CancellationToken cancellationToken)
    {
        // Once there and gone again: what a server takes once, for its code and for onboarding, is not a session's.
        await ConnectRun.RunAsync(server, devices, isOnceEach: true, TimeSpan.FromMinutes(1), cancellationToken);
        await Task.Delay(Rest, cancellationToken);
        var before = server.Process.ResidentMebibytes;
        await using var sessions = await IdleSessions.OpenAsync(server, devices, topic: null, cancellationToken);
        await Task.Delay(Rest, cancellationToken);
        return (server.Process.ResidentMebibytes - before) * 1024 / devices.Count;
    }
}
