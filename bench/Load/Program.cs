using System.Runtime.InteropServices;
using System.Text;
using Anchorage.Bench;

if (args is not [var anchorage, var floor, var workFolder, var results, .. var part] || part is not ([] or ["load"] or ["audit"] or ["signing"] or ["lists"] or ["devices"]))
{
    await Console.Error.WriteLineAsync("Call it through ./dev bench. Arguments: ANCHORAGE FLOOR WORK-FOLDER RESULTS-FILE [load|audit|signing|lists|devices]");
    return 64;
}

// Whatever happens, no server stays behind: a signal and the limit on time both unwind through every using below.
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(20));
var signals = new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
    .Select(signal => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    }))
    .ToList();
Directory.CreateDirectory(workFolder);
try
{
    var executables = new Executables(anchorage, floor, workFolder);
    if (part is ["load"])
    {
        var load = new StringBuilder();
        Report.Add(load, await Load.RunAsync(executables, TimeProvider.System, stop.Token));
        Console.Write(load);
        return 0;
    }

    if (part is ["lists"])
    {
        var lists = new StringBuilder();
        Report.Add(lists, Listing.Run(executables, TimeProvider.System, stop.Token));
        Console.Write(lists);
        return 0;
    }

    if (part is ["audit"])
    {
        var cost = new StringBuilder();
        Report.Add(cost, await AuditCost.RunAsync(executables, TimeProvider.System, stop.Token));
        Console.Write(cost);
        return 0;
    }

    if (part is ["signing"])
    {
        var cost = new StringBuilder();
        Report.Add(cost, await SigningCost.RunAsync(executables, TimeProvider.System, stop.Token));
        Console.Write(cost);
        return 0;
    }

    if (part is ["devices"])
    {
        var devices = new StringBuilder();
        (await DeviceFigures.MeasureAsync(executables, TimeProvider.System, stop.Token)).Add(devices);
        Console.Write(devices);
        return 0;
    }

    var report = await Plan.RunAsync(executables, TimeProvider.System, stop.Token);
    await File.WriteAllTextAsync(results, report, stop.Token);
    Console.WriteLine();
    Console.Write(report);
    return 0;
}
catch (InvalidRunException invalid)
{
    await Console.Error.WriteLineAsync($"INVALID, nothing was written: {invalid.Message}");
    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped before the end, by a signal or because twenty minutes had passed; nothing was written.");
    return 1;
}
finally
{
    signals.ForEach(signal => signal.Dispose());
    Directory.Delete(workFolder, recursive: true);
}
