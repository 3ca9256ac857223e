using System.Text.Json;

namespace Anchorage.Bench;

/// <summary>What the audit trail takes of RegisterCACertificate at one number of connections: each run with it against the one without that was run beside it.</summary>
internal sealed record AuditCostResult(int Connections, IReadOnlyList<WrkRun> With, IReadOnlyList<WrkRun> Without)
{
    /// <summary>Of the throughput without it.</summary>
    public Samples Ratio => new([.. With.Zip(Without, (with, without) => with.PerSecond / without.PerSecond)]);
}

/// <summary>Registers in turn at a server with the audit trail and at one without.</summary>
internal static class AuditCost
{
    public const int Rounds = 5;

    public static readonly TimeSpan RunLength = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private static readonly int[] Connections = [8, 32];

    public static async Task<IReadOnlyList<AuditCostResult>> RunAsync(Executables executables, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var with = ServerProcess.Anchorage(executables, executables.NewFolder(), ServerProcess.FreeAddress(), "--audit", "on", "--mqtts", $"{ServerProcess.FreeAddress()}");
        using var without = ServerProcess.Anchorage(executables, executables.NewFolder(), ServerProcess.FreeAddress(), "--audit", "off", "--mqtts", $"{ServerProcess.FreeAddress()}");
        var servers = new[] { Register(with), Register(without) };
        var floor = await OpenSsl.VerifiesPerSecondAsync(cancellationToken);
        foreach (var server in servers)
        {
            await server.RunAsync(Connections[0], WarmUp, floor, cancellationToken);
        }

        var results = Connections.Select(connections => new AuditCostResult(connections, new List<WrkRun>(), new List<WrkRun>())).ToList();
        for (var round = 1; round <= Rounds; round++)
        {
            foreach (var result in results)
            {
                // Each goes first as often as the other: what a run leaves to be written slows the next.
                foreach (var which in round % 2 == 1 ? (int[])[0, 1] : [1, 0])
                {
                    var run = await servers[which].RunAsync(result.Connections, RunLength, floor, cancellationToken);
                    ((List<WrkRun>)(which == 0 ? result.With : result.Without)).Add(run);
                    Progress.Say($"round {round}: over {result.Connections} {(which == 0 ? "with" : "without")} the audit trail: {run.PerSecond:0}/s; server {run.ServerMilliseconds:0.000} ms of CPU each; others took {run.OtherCpu / run.Seconds:0.00} cores");
                }
            }
        }

        return results;

        Registrations Register(ServerProcess server)
        {
            StartUp.WaitFor(server, StartUp.Ready(server.Address), cancellationToken);
            using var code = JsonDocument.Parse(RawCall.Send(server.Address, StartUp.RegistrationCode(server.Address, clock)));
            return new Registrations(server, executables, code.RootElement.GetProperty("registrationCode").GetString()!, clock);
        }
    }
}
