using System.Globalization;
using System.Text;

namespace Anchorage.Bench;

/// <summary>The figures of the device endpoint, and the section that tells them.</summary>
internal sealed record DeviceFigures(ConnectRates Rates, SessionMemory Memory, IdleThroughput Throughput)
{
    private const double LeastConnects = 0.8;
    private const double LeastOnboardings = 0.7;
    private const double MostMemory = 1.3;
    private const double LeastThroughput = 0.8;

    public static async Task<DeviceFigures> MeasureAsync(Executables executables, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var certificates = new DeviceCertificates(clock.GetUtcNow());
        Progress.Say($"devices: {ConnectRates.Rounds} rounds of 4 runs of {ConnectRates.RunLength.TotalSeconds} s");
        var rates = await ConnectRates.MeasureAsync(executables, certificates, clock, cancellationToken);
        Progress.Say($"memory of {SessionMemory.Sessions} idle sessions: {SessionMemory.Rounds} rounds of 3 servers");
        var memory = await SessionMemory.MeasureAsync(executables, certificates, clock, cancellationToken);
        Progress.Say($"messages: {IdleThroughput.Rounds} rounds of 2 runs of {IdleThroughput.RunLength.TotalSeconds} s");
        return new DeviceFigures(rates, memory, await IdleThroughput.MeasureAsync(executables, certificates, clock, cancellationToken));
    }

    public void Add(StringBuilder text)
    {
        var format = CultureInfo.InvariantCulture;
        text.Append(format, $"""
            ## Devices

            Connects with mutual TLS 1.3 and P-256 certificates made beforehand, {ConnectRun.AtOnce} at once, each a TCP connection, a handshake, CONNECT and CONNACK; the same client against every server, on the same cores.
            The floor is a native Kestrel listener with client certificates and nothing behind (bench/Floor), as Kestrel comes; beside it stands one with Anchorage's TLS settings: no tickets, no chain built from the system's roots.
            An onboarding is the first connect of a device that nobody announced, let in by `--jitp-hold`: certificate, thing, policy and their attachments are durable before its CONNACK. {Rates.Things} devices were onboarded, and as many things are listed.
            {ConnectRates.Rounds} rounds of {ConnectRates.RunLength.TotalSeconds:0} s for each, in turn; a ratio is of one round.

            | connects | per second | ratio | goal | | server CPU ms each | client, cores | others, cores |
            | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |
            {Row("bare Kestrel", Rates.Bare, "", "")}
            {Row("Kestrel with the same TLS settings", Rates.Tuned, $"{Ratio(Rates.Tuned, Rates.Bare)} of bare Kestrel", "")}
            {Row("registered devices", Rates.Registered, $"{Ratio(Rates.Registered, Rates.Bare)} of bare Kestrel", Goal(Rates.Registered, Rates.Bare, LeastConnects))}
            {Row("registered devices", Rates.Registered, $"{Ratio(Rates.Registered, Rates.Tuned)} of the same TLS settings", "")}
            {Row("onboardings (JITP)", Rates.Onboarded, $"{Ratio(Rates.Onboarded, Rates.Registered)} of registered devices", Goal(Rates.Onboarded, Rates.Registered, LeastOnboardings))}

            | {SessionMemory.Sessions} idle TLS sessions, {SessionMemory.Rounds} starts of each server | KiB each | of bare Kestrel | goal | |
            | --- | ---: | ---: | ---: | --- |
            | bare Kestrel | {Memory.Bare.Show("0.0")} | | | |
            | Kestrel with the same TLS settings | {Memory.Tuned.Show("0.0")} | | | |
            | Anchorage | {Memory.Anchorage.Show("0.0")} | {Memory.Ratio.Show("0.00")} | at most {MostMemory} | {Verdict(Memory.Ratio.Median <= MostMemory)} |

            | messages of QoS 0 and {IdleThroughput.PayloadBytes} bytes from one device to another, over TLS | per second | ratio | goal | |
            | --- | ---: | ---: | ---: | --- |
            | no other session | {Throughput.Alone.Show("0")} | | | |
            | {IdleThroughput.Sessions} idle sessions, subscribed | {Throughput.AmongMany.Show("0")} | {Throughput.Ratio.Show("0.00")} | at least {LeastThroughput} | {Verdict(Throughput.Ratio.Median >= LeastThroughput)} |

            """);
    }

    private static string Row(string name, IReadOnlyList<ConnectRun> runs, string ratio, string goal) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {Samples.Of(runs, run => run.PerSecond).Show("0")} | {ratio} | {(goal.Length == 0 ? "| |" : goal)} {Samples.Of(runs, run => run.ServerMilliseconds).Show("0.00")} | {Samples.Show(Samples.Of(runs, run => run.ClientCpu / run.Seconds).Median, "0.00")} | {Samples.Of(runs, run => run.OtherCpu / run.Seconds).Show("0.00")} |");

    private static string Ratio(IReadOnlyList<ConnectRun> runs, IReadOnlyList<ConnectRun> floor) =>
        ConnectRates.Ratio(runs, floor, run => run.PerSecond).Show("0.00");

    private static string Goal(IReadOnlyList<ConnectRun> runs, IReadOnlyList<ConnectRun> floor, double least) =>
        string.Create(CultureInfo.InvariantCulture, $"at least {least} | {Verdict(ConnectRates.Ratio(runs, floor, run => run.PerSecond).Median >= least)} |");

    private static string Verdict(bool reached) => reached ? "reached" : "**missed**";
}
