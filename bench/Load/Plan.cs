namespace Anchorage.Bench;

/// <summary>Everything that is measured, in its order.</summary>
internal static class Plan
{
    public static async Task<string> RunAsync(Executables executables, TimeProvider clock, CancellationToken cancellationToken)
    {
        Progress.Say($"the machine");
        var machine = Machine.Describe(executables.WorkFolder);
        Progress.Say($"size and memory");
        var footprint = await Footprint.MeasureAsync(executables, cancellationToken);
        Progress.Say($"load: {Load.Rounds} rounds of 4 runs of {Load.RunLength.TotalSeconds} s");
        var load = await Load.RunAsync(executables, clock, cancellationToken);
        Progress.Say($"starts: {StartUp.Starts} of each kind");
        var startUp = StartUp.Run(executables, clock, load.DataFolder, cancellationToken);
        Progress.Say($"pages of lists: {Listing.Rounds} rounds of {Listing.PagesPerRound} at {Listing.FewCAs} and at {Listing.ManyCAs} CAs");
        var listing = Listing.Run(executables, clock, cancellationToken);
        Progress.Say($"signatures and decisions: {SigningCost.Rounds} rounds of 2 runs of {SigningCost.RunLength.TotalSeconds} s");
        var signing = await SigningCost.RunAsync(executables, clock, cancellationToken);
        Progress.Say($"audit trail: {AuditCost.Rounds} rounds of 4 runs of {AuditCost.RunLength.TotalSeconds} s");
        var audit = await AuditCost.RunAsync(executables, clock, cancellationToken);
        var devices = await DeviceFigures.MeasureAsync(executables, clock, cancellationToken);
        return Report.Write(machine, footprint, load, startUp, listing, signing, audit, devices);
    }
}
