using System.Globalization;
using System.Text;

namespace Anchorage.Bench;

/// <summary>The table that goes to bench/results.md.</summary>
internal static class Report
{
    private const double MostExecutableMebibytes = 35;
    private const double MostIdleMebibytes = 60;
    private const double MostStartRatio = 1.5;
    private const double MostPageRatio = 1.2;

    /// <summary>Cores that other programs may take before a figure says more of them than of the server.</summary>
    private const double MostOtherCores = 0.15;

    private const double MostSigningRatio = 1;
    private const double LeastAuditRatio = 0.9;

    public static string Write(string machine, Footprint footprint, LoadResults load, StartUpResult startUp, ListingResult listing, SigningCost signing, IReadOnlyList<AuditCostResult> audit, DeviceFigures devices)
    {
        var text = new StringBuilder();
        Line(text, $"# Measured with ./dev bench");
        Line(text, $"");
        Line(text, $"On {machine}.");
        Line(text, $"A figure is the median of its runs, with the least and the most in brackets.");
        var others = Samples.Of(load.Loads.SelectMany(result => result.Runs), run => run.OtherCpu / run.Seconds).Median;
        if (others > MostOtherCores)
        {
            Line(text, $"");
            Line(text, $"**The machine was busy**: other programs took {others:0.00} of its {Environment.ProcessorCount} cores. What was missed may have been missed for that; measure again when it is quiet.");
        }
        Line(text, $"");
        Add(text, load);
        Line(text, $"");
        Line(text, $"## Start");
        Line(text, $"");
        Line(text, $"From just before the process is made to the end of its first 200, {StartUp.Starts} starts of each kind in turn. The floor is an empty native Kestrel program (bench/Floor).");
        Line(text, $"");
        Line(text, $"| start | ms | of the floor | goal | |");
        Line(text, $"| --- | ---: | ---: | ---: | --- |");
        Line(text, $"| floor | {startUp.Floor.Show("0.0")} | | | |");
        foreach (var (kind, milliseconds) in startUp.Kinds)
        {
            var ratio = milliseconds.Median / startUp.Floor.Median;
            Line(text, $"| {kind} | {milliseconds.Show("0.0")} | {ratio:0.00} | at most {MostStartRatio} | {Verdict(ratio <= MostStartRatio)} |");
        }

        Line(text, $"");
        Add(text, listing);
        Line(text, $"");
        Add(text, signing);
        Line(text, $"");
        Add(text, audit);
        Line(text, $"");
        devices.Add(text);
        Line(text, $"");
        Line(text, $"## Size");
        Line(text, $"");
        Line(text, $"| | MiB | floor, MiB | goal, MiB | |");
        Line(text, $"| --- | ---: | ---: | ---: | --- |");
        Line(text, $"| executable | {footprint.ExecutableMebibytes:0.0} | {footprint.FloorExecutableMebibytes:0.0} | at most {MostExecutableMebibytes} | {Verdict(footprint.ExecutableMebibytes <= MostExecutableMebibytes)} |");
        Line(text, $"| resident, idle, 2 s after the start | {footprint.IdleMebibytes.Show("0.0")} | {footprint.FloorIdleMebibytes.Show("0.0")} | at most {MostIdleMebibytes} | {Verdict(footprint.IdleMebibytes.Median <= MostIdleMebibytes)} |");
        Line(text, $"| resident, after the load | {load.ResidentMebibytes:0.0} | | | |");
        return text.ToString();
    }

    /// <summary>The section on load, which can also be measured alone.</summary>
    public static void Add(StringBuilder text, LoadResults load)
    {
        Line(text, $"## Load");
        Line(text, $"");
        Line(text, $"The floor is what `openssl speed ecdsap256` verifies in a second on one core: {load.VerifiesPerSecond.Show("0")}, measured before each run.");
        Line(text, $"Requests are signed and durable (SQLite, synchronous=FULL); a registration is of a P-256 CA with its verification certificate, in DEFAULT mode, and no CA is sent twice.");
        Line(text, $"wrk drives with {Wrk.Threads} thread on the same cores as the server. What it took and what other programs took of them stands in the last columns, in cores: both are lost to the server.");
        Line(text, $"{Load.Rounds} runs of {Load.RunLength.TotalSeconds:0} s each after a warm-up. All answers were 200. {load.Acknowledged} registrations were acknowledged and {load.Listed} are listed (those under way when a run ended are never heard of); of each run 20 were described and compared with what was sent.");
        Line(text, $"");
        Line(text, $"| operation | connections | requests/s | of the floor | goal | | latency ms, median | p99 | server CPU ms/request | server, cores | wrk, cores | others, cores |");
        Line(text, $"| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var result in load.Loads)
        {
            string Median(Func<WrkRun, double> value, string format) => Samples.Show(Samples.Of(result.Runs, value).Median, format);
            Line(text, $"| {result.Operation} | {result.Connections} | {Samples.Of(result.Runs, run => run.PerSecond).Show("0")} | {result.Ratio.Show("0.000")} | at least {result.Goal} | {Verdict(result.Ratio.Median >= result.Goal)} | {Median(run => run.Median, "0.00")} | {Median(run => run.Percentile99, "0.00")} | {Median(run => run.ServerMilliseconds, "0.000")} | {Median(run => run.ServerCpu / run.Seconds, "0.00")} | {Median(run => run.ClientCpu / run.Seconds, "0.00")} | {Samples.Of(result.Runs, run => run.OtherCpu / run.Seconds).Show("0.00")} |");
        }
    }

    /// <summary>The section on lists, which can also be measured alone.</summary>
    public static void Add(StringBuilder text, ListingResult listing)
    {
        Line(text, $"## Lists");
        Line(text, $"");
        Line(text, $"A signed page of {Listing.PageSize} of ListCACertificates from anywhere in the list, asked for in turn of a server with {Listing.FewCAs} CAs and of one with {Listing.ManyCAs}: {Listing.Rounds} rounds of {Listing.PagesPerRound} pages each, a round's figure being its median.");
        Line(text, $"");
        Line(text, $"| CAs | ms | of the smaller | goal | |");
        Line(text, $"| ---: | ---: | ---: | ---: | --- |");
        Line(text, $"| {Listing.FewCAs} | {listing.Small.Show("0.000")} | | | |");
        Line(text, $"| {Listing.ManyCAs} | {listing.Large.Show("0.000")} | {listing.Ratio.Show("0.00")} | at most {MostPageRatio} | {Verdict(listing.Ratio.Median <= MostPageRatio)} |");
    }

    /// <summary>The section on signatures, which can also be measured alone.</summary>
    public static void Add(StringBuilder text, SigningCost cost)
    {
        Line(text, $"## Signatures and permissions");
        Line(text, $"");
        Line(text, $"DescribeCACertificate over {SigningCost.Connections} connections, in turn by a key whose policy has three statements, and under `--auth none`: {SigningCost.Rounds} rounds of runs of {SigningCost.RunLength.TotalSeconds:0} s.");
        Line(text, $"");
        Line(text, $"| server CPU | ms/request | of one ECDSA P-256 verification | goal | |");
        Line(text, $"| --- | ---: | ---: | ---: | --- |");
        Line(text, $"| one verification (`openssl speed`) | {cost.Verify.Show("0.000")} | | | |");
        Line(text, $"| unsigned | {cost.Open.Show("0.000")} | | | |");
        Line(text, $"| signed and permitted | {cost.Signed.Show("0.000")} | | | |");
        Line(text, $"| what that adds | {new Samples([.. cost.Signed.Values.Zip(cost.Open.Values, (signed, open) => signed - open)]).Show("0.000")} | {cost.Ratio.Show("0.00")} | at most {MostSigningRatio} | {Verdict(cost.Ratio.Median <= MostSigningRatio)} |");
    }

    /// <summary>The section on the audit trail, which can also be measured alone.</summary>
    public static void Add(StringBuilder text, IReadOnlyList<AuditCostResult> cost)
    {
        Line(text, $"## Audit trail");
        Line(text, $"");
        Line(text, $"Registrations in turn at a server that records them (`--audit on`) and at one that does not: {AuditCost.Rounds} rounds of runs of {AuditCost.RunLength.TotalSeconds:0} s.");
        Line(text, $"");
        Line(text, $"| connections | with, requests/s | without | with, of without | goal | | with, server CPU ms/request | without |");
        Line(text, $"| ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: |");
        foreach (var result in cost)
        {
            var (with, without) = (Samples.Of(result.With, run => run.PerSecond), Samples.Of(result.Without, run => run.PerSecond));
            var (cpuWith, cpuWithout) = (Samples.Of(result.With, run => run.ServerMilliseconds), Samples.Of(result.Without, run => run.ServerMilliseconds));
            Line(text, $"| {result.Connections} | {with.Show("0")} | {without.Show("0")} | {result.Ratio.Show("0.00")} | at least {LeastAuditRatio} | {Verdict(result.Ratio.Median >= LeastAuditRatio)} | {cpuWith.Show("0.000")} | {cpuWithout.Show("0.000")} |");
        }
    }

    private static string Verdict(bool reached) => reached ? "reached" : "**missed**";

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
