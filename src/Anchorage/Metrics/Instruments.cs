using System.Diagnostics.Metrics;
using Anchorage.Auditing;
using Anchorage.Gateway;
using Anchorage.Onboarding;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Metrics;

/// <summary>What an installation measures of itself. Who wants to know listens to its meter: the page of metrics, and the export if there is one.</summary>
internal sealed class Instruments : IAsyncDisposable
{
    private const string Unknown = "unknown";

    private readonly Meter _meter = new(Metric.Own, Version);
    private readonly MetricTotals _totals;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _callDuration;
    private readonly Counter<long> _refusals;
    private readonly Histogram<double> _commitDuration;
    private readonly Counter<long> _connects;

    public Instruments(Database database, TimeProvider clock)
    {
        _totals = new MetricTotals(_meter);
        Registry = new RegistryFigures(database, clock);
        _calls = Counter(Metric.Calls);
        _callDuration = Histogram(Metric.CallDuration);
        _refusals = Counter(Metric.Refusals);
        _commitDuration = Histogram(Metric.CommitDuration);
        _connects = Counter(Metric.DeviceConnects);
        Gauge(Metric.Build, () => [new(1, Tag(Metric.Build, Version))]);
        Gauge(Metric.StoreWaiting, () => [new(database.Waiting)]);
        Gauge(Metric.CACertificates, () => Counted() is { } count ? ByStatus(Metric.CACertificates, count.CACertificates) : []);
        Gauge(Metric.Certificates, () => Counted() is { } count ? ByStatus(Metric.Certificates, count.Certificates) : []);
        Gauge(Metric.ExpiredCACertificates, () => Counted() is { } count ? [new(count.ExpiredCACertificates)] : []);
        _meter.CreateObservableGauge(
            Metric.SoonestExpiry.Instrument, () => Counted() is { SoonestExpiry: { } expiry } ? Just((expiry - clock.GetUtcNow()).TotalDays) : [], Metric.SoonestExpiry.Unit);
        _meter.CreateObservableGauge(
            Metric.CountAge.Instrument, () => Counted() is { } count ? Just((clock.GetUtcNow() - count.At).TotalSeconds) : [], Metric.CountAge.Unit);
        database.Committed = elapsed => _commitDuration.Record(elapsed.TotalSeconds);
    }

    /// <summary>Of the executable, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(Instruments).Assembly.GetName().Version!.ToString(3);

    /// <summary>How many certificates there are.</summary>
    public RegistryFigures Registry { get; }

    /// <summary>A request was answered.</summary>
    public void Called(CallLog line, Answer answer, TimeSpan elapsed)
    {
        if (line.Caller is null && answer.Error is { Kind.Status: < 500 } refused)
        {
            _refusals.Add(1, Tag(Metric.Refusals, refused.Kind.Name));
        }
        else if (line.Operation is not null || answer.Error is not null)
        {
            var operation = line.Operation?.Name ?? Unknown;
            _calls.Add(1, Tag(Metric.Calls, operation), Tag(Metric.Calls, ClassOf(answer.Status), 1), Tag(Metric.Calls, answer.Error?.Kind.Name ?? "none", 2));
            _callDuration.Record(elapsed.TotalSeconds, Tag(Metric.CallDuration, operation));
        }
    }

    /// <summary>A device's attempt to connect has come to an end.</summary>
    /// <param name="outcome">The name of a row of <see cref="AttemptOutcome"/>.</param>
    public void Connected(string outcome)
    {
        var row = AttemptOutcome.Of(outcome);
        _connects.Add(1, Tag(Metric.DeviceConnects, AttemptOutcome.Word(row.Verdict)), Tag(Metric.DeviceConnects, row.Name, 1));
    }

    /// <summary>Has the figures of the device endpoint and of what is recorded among the others.</summary>
    public void Observe(DeviceEndpoint devices, OnboardingAttempts attempts, AuditTrail audit)
    {
        Gauge(Metric.DeviceSessions, () => [new(devices.Sessions.Count)]);
        Gauge(Metric.DeviceDoor, () => [new(devices.AtDoor)]);
        _meter.CreateObservableCounter(Metric.AttemptsDropped.Instrument, () => attempts.Dropped, Metric.AttemptsDropped.Unit);
        _meter.CreateObservableCounter(Metric.AuditDropped.Instrument, () => audit.Dropped, Metric.AuditDropped.Unit);
    }

    /// <summary>All of it as a page, in Prometheus's text format.</summary>
    public string Print() => _totals.Print();

    public async ValueTask DisposeAsync()
    {
        _totals.Dispose();
        _meter.Dispose();
        await Registry.DisposeAsync();
    }

    /// <summary>The last count; whoever asks has the next one made.</summary>
    private RegistryCount? Counted()
    {
        _ = Registry.RefreshAsync();
        return Registry.Latest;
    }

    private static string ClassOf(int status) => (status / 100) switch
    {
        2 => "2xx",
        4 => "4xx",
        5 => "5xx",
        _ => "other",
    };

    private Counter<long> Counter(Metric metric) => _meter.CreateCounter<long>(metric.Instrument, metric.Unit, metric.Meaning);

    private Histogram<double> Histogram(Metric metric) => _meter.CreateHistogram(
        metric.Instrument, metric.Unit, metric.Meaning, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [.. Metric.Bounds] });

    private void Gauge(Metric metric, Func<IEnumerable<Measurement<long>>> observe) =>
        _meter.CreateObservableGauge(metric.Instrument, observe, metric.Unit, metric.Meaning);

    private static Measurement<double>[] Just(double value) => [new(value)];

    private static IEnumerable<Measurement<long>> ByStatus(Metric metric, IReadOnlyDictionary<string, long> counts) =>
        counts.Select(count => new Measurement<long>(count.Value, Tag(metric, count.Key)));

    private static KeyValuePair<string, object?> Tag(Metric metric, string value, int place = 0) => new(metric.Labels[place], value);
}
