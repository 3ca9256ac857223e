using System.Text.Json;

namespace Anchorage.Bench;

/// <summary>One kind of load at one number of connections, run several times.</summary>
internal sealed record LoadResult(string Operation, int Connections, double Goal, IReadOnlyList<WrkRun> Runs, IReadOnlyList<double> Floors)
{
    /// <summary>Each run's rate divided by the floor that was measured just before it.</summary>
    public Samples Ratio => new([.. Runs.Zip(Floors, (run, floor) => run.PerSecond / floor)]);
}

/// <summary>What the load measurements found.</summary>
internal sealed record LoadResults(
    IReadOnlyList<LoadResult> Loads, Samples VerifiesPerSecond, long Acknowledged, long Listed, double ResidentMebibytes, string DataFolder);

/// <summary>Registers and describes over 8 and over 32 connections, in rounds, each round with its own floor.</summary>
internal static class Load
{
    public const int Rounds = 5;

    public static readonly TimeSpan RunLength = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private static readonly (string Operation, int Connections, double Goal)[] Kinds =
    [
        ("RegisterCACertificate", 8, 0.136),
        ("RegisterCACertificate", 32, 0.15),
        ("DescribeCACertificate", 8, 0.73),
        ("DescribeCACertificate", 32, 0.73),
    ];

    public static async Task<LoadResults> RunAsync(Executables executables, TimeProvider clock, CancellationToken cancellationToken)
    {
        var folder = executables.NewFolder();
        using var server = ServerProcess.Anchorage(executables, folder, ServerProcess.FreeAddress());
        StartUp.WaitFor(server, StartUp.Ready(server.Address), cancellationToken);
        using var code = JsonDocument.Parse(RawCall.Send(server.Address, StartUp.RegistrationCode(server.Address, clock)));
        var registrations = new Registrations(server, executables, code.RootElement.GetProperty("registrationCode").GetString()!, clock);
        var descriptions = new Descriptions(server, executables, clock);
        var floor = await OpenSsl.VerifiesPerSecondAsync(cancellationToken);
        await RunAsync(Kinds[0].Operation, 8, WarmUp, floor);
        await RunAsync(Kinds[^1].Operation, 8, WarmUp, floor);

        var runs = Kinds.Select(_ => new List<WrkRun>()).ToArray();
        var floors = Kinds.Select(_ => new List<double>()).ToArray();
        for (var round = 1; round <= Rounds; round++)
        {
            for (var kind = 0; kind < Kinds.Length; kind++)
            {
                floor = await OpenSsl.VerifiesPerSecondAsync(cancellationToken);
                var run = await RunAsync(Kinds[kind].Operation, Kinds[kind].Connections, RunLength, floor);
                floors[kind].Add(floor);
                runs[kind].Add(run);
                Progress.Say($"round {round}: {Kinds[kind].Operation} over {Kinds[kind].Connections}: {run.PerSecond:0}/s, {run.PerSecond / floor:0.000} of {floor:0}/s; server {run.ServerMilliseconds:0.000} ms of CPU each; others took {run.OtherCpu / run.Seconds:0.00} cores");
            }
        }

        return new LoadResults(
            [.. Kinds.Select((kind, index) => new LoadResult(kind.Operation, kind.Connections, kind.Goal, runs[index], floors[index]))],
            Samples.Of(floors.SelectMany(floor => floor), floor => floor),
            registrations.Acknowledged,
            registrations.CountListed(cancellationToken),
            server.ResidentMebibytes,
            folder);

        Task<WrkRun> RunAsync(string operation, int connections, TimeSpan duration, double verifiesPerSecond) => operation == Kinds[0].Operation
            ? registrations.RunAsync(connections, duration, verifiesPerSecond, cancellationToken)
            : descriptions.RunAsync(registrations.Registered, connections, duration, cancellationToken);
    }
}
