using System.Diagnostics;
using System.Globalization;

namespace Anchorage.Bench;

/// <summary>One run of wrk over requests made beforehand.</summary>
/// <param name="Answers">Answered with 200.</param>
/// <param name="Seconds">How long it took, as wrk measured.</param>
/// <param name="Sent">How many requests each thread took from its file.</param>
/// <param name="Median">Latency in milliseconds.</param>
/// <param name="Percentile99">Latency in milliseconds.</param>
/// <param name="ServerCpu">CPU seconds of the server.</param>
/// <param name="ClientCpu">CPU seconds of wrk.</param>
/// <param name="OtherCpu">CPU seconds of everything else on the machine.</param>
internal sealed record WrkRun(
    long Answers, double Seconds, int[] Sent, double Median, double Percentile99, double ServerCpu, double ClientCpu, double OtherCpu)
{
    public double PerSecond => Answers / Seconds;

    /// <summary>Server CPU time per answer in milliseconds.</summary>
    public double ServerMilliseconds => ServerCpu / Answers * 1000;
}

/// <summary>Runs wrk.</summary>
internal static class Wrk
{
    /// <summary>One thread of wrk sends several times what the server answers, and leaves it more of two cores than two threads would.</summary>
    public const int Threads = 1;

    /// <exception cref="InvalidRunException">Something was answered that is not 200, a connection broke, or there were too few requests.</exception>
    public static async Task<WrkRun> RunAsync(
        ServerProcess server, string requests, bool again, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[
            "-t", $"{Threads}", "-c", $"{connections}", "-d", $"{duration.TotalSeconds:0}s", "--timeout", "10s",
            "-s", Path.Combine(AppContext.BaseDirectory, "requests.lua"), $"http://{server.Address}/", "--", requests, again ? "again" : "once"])
        {
            start.ArgumentList.Add(argument);
        }

        var serverBefore = CpuTime.OfProcess(server.Id) ?? throw Ended(server);
        var everythingBefore = CpuTime.OfEverything();
        using var process = Process.Start(start)!;
        try
        {
            var reading = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var client = 0.0;
            while (!reading.IsCompleted)
            {
                // Read until it ends: a process that is gone tells no more.
                client = CpuTime.OfProcess(process.Id) ?? client;
                await Task.WhenAny(reading, Task.Delay(50, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }

            var serverCpu = (CpuTime.OfProcess(server.Id) ?? throw Ended(server)) - serverBefore;
            return Read(await reading, serverCpu, client, CpuTime.OfEverything() - everythingBefore);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static WrkRun Read(string output, double serverCpu, double clientCpu, double everything)
    {
        var lines = output.Split('\n').Select(line => line.Split(' ')).Where(words => words.Length > 1)
            .GroupBy(words => words[0]).ToDictionary(group => group.Key, group => group.Last()[1..].ToArray());
        var sent = lines.GetValueOrDefault("sent") ?? throw new InvalidRunException($"wrk did not end as it should: {output}");
        long Of(string name) => long.Parse(lines[name][0], CultureInfo.InvariantCulture);
        if (Of("refused") + Of("broken") + Of("lacking") > 0)
        {
            throw new InvalidRunException(
                $"Of {Of("answers")} answers {Of("refused")} were refusals, {Of("broken")} connections broke, {Of("lacking")} requests were lacking.");
        }

        return new WrkRun(
            Of("answers"),
            Of("microseconds") / 1e6,
            [.. sent.Select(number => int.Parse(number, CultureInfo.InvariantCulture))],
            Of("p50") / 1e3,
            Of("p99") / 1e3,
            serverCpu,
            clientCpu,
            Math.Max(0, everything - serverCpu - clientCpu));
    }

    private static InvalidRunException Ended(ServerProcess server) => new($"The server ended: {server.Log}");
}
