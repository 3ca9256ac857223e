using Anchorage.Bench;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

if (args is not [var results])
{
    await Console.Error.WriteLineAsync("Call it through ./dev bench micro. Argument: RESULTS-FILE");
    return 64;
}

// In this process: floor and measured code run in one process, minutes apart at most, and nothing is generated or built for it.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(4).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(200)))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(NullLogger.Instance)
    .WithOptions(ConfigOptions.DisableLogFile)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), $"anchorage-micro-{Environment.ProcessId}"));
var measured = new Dictionary<string, Measured>();
foreach (var type in (Type[])[typeof(Reading), typeof(Judging), typeof(Deciding), typeof(Requests)])
{
    await Console.Error.WriteLineAsync($"Measuring {type.Name} ...");
    var summary = BenchmarkRunner.Run(type, config);
    foreach (var report in summary.Reports)
    {
        if (report.ResultStatistics is not { } statistics || report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is not { } bytes)
        {
            await Console.Error.WriteLineAsync($"{report.BenchmarkCase.DisplayInfo} did not run to its end; nothing was written.");
            return 1;
        }

        measured.Add(report.BenchmarkCase.Descriptor.WorkloadMethod.Name, new Measured(new Samples([.. statistics.OriginalValues.Select(value => value / 1000)]), bytes));
    }
}

var table = MicroTable.Write(Machine.Describe(), measured);
await File.WriteAllTextAsync(results, table);
Console.Write(table);
return 0;
