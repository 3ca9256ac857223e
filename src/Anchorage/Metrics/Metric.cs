using System.Collections.Immutable;

namespace Anchorage.Metrics;

/// <summary>One row of the table of metrics, from which they are made, shown and documented.</summary>
/// <param name="Meter">The name of the meter it comes from: ours, or the .NET runtime's own.</param>
/// <param name="Instrument">Its name where names have dots, as OpenTelemetry has them.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Unit">In UCUM, such as <c>s</c> and <c>By</c>; in braces for what is only counted.</param>
/// <param name="Labels">What its values are parted by. Each has a fixed set of values, which neither callers nor devices choose.</param>
/// <param name="Meaning">One or two sentences.</param>
internal sealed record Metric(string Meter, string Instrument, MetricKind Kind, string Unit, ImmutableArray<string> Labels, string Meaning)
{
    public const string Own = "Anchorage";

    public const string Runtime = "System.Runtime";

    /// <summary>The upper bounds of a histogram's buckets, in seconds.</summary>
    public static readonly ImmutableArray<double> Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    public static readonly Metric Build = Gauge("anchorage.build.info", "", ["version"], "Always 1; the label tells which version runs.");

    public static readonly Metric Calls = Counter(
        "anchorage.calls", "{call}", ["operation", "status", "error"],
        "Calls that were authenticated and answered, by operation, class of the HTTP status (2xx, 4xx, 5xx) and error (none for a success). The operation is unknown when the path is no offered operation's, or when the service failed before it knew.");

    public static readonly Metric CallDuration = Histogram(
        "anchorage.call.duration", ["operation"], "From a call's headers having been read to its answer being ready to be written.");

    public static readonly Metric Refusals = Counter(
        "anchorage.refusals.before_authentication", "{request}", ["error"],
        "Requests that were refused before it was known who calls: without a signature, with a bad one, too large, or from an address that was refused too often.");

    public static readonly Metric CACertificates = Gauge(
        "anchorage.ca.certificates", "{certificate}", ["status"], "CA certificates that are registered in all accounts and regions. As of when they were last counted.");

    public static readonly Metric SoonestExpiry = Gauge(
        "anchorage.ca.expiry.soonest", "d", [], "Days until the first of the ACTIVE CA certificates expires, of those that have not yet. Absent when there is none.");

    public static readonly Metric ExpiredCACertificates = Gauge(
        "anchorage.ca.expired", "{certificate}", [], "CA certificates that are ACTIVE and have expired: they register no device any more.");

    public static readonly Metric Certificates = Gauge(
        "anchorage.certificates", "{certificate}", ["status"], "Device certificates in all accounts and regions. As of when they were last counted.");

    public static readonly Metric CountAge = Gauge(
        "anchorage.registry.count.age", "s", [], "How long ago the certificates were last counted to the end. They are counted when metrics are asked for, at most each 30 s and 50,000 at a time.");

    public static readonly Metric StoreWaiting = Gauge(
        "anchorage.store.waiting", "{write}", [], "Units of work that wait to be written: on SQLite for their turn, on PostgreSQL all that are under way.");

    public static readonly Metric CommitDuration = Histogram(
        "anchorage.store.commit.duration", [], "How long a COMMIT took. On SQLite it is the sync of the disk that all units of work in one transaction wait for together.");

    public static readonly Metric DeviceSessions = Gauge("anchorage.device.sessions", "{session}", [], "Devices that are connected to this node.");

    public static readonly Metric DeviceDoor = Gauge(
        "anchorage.device.door", "{connection}", [], "Connections at the device endpoint that are not a device's yet: between accept and admission.");

    public static readonly Metric DeviceConnects = Counter(
        "anchorage.device.connects", "{connection}", ["verdict", "outcome"],
        "Attempts of devices to connect. The verdict is admitted, onboarded or refused; the outcomes are those of docs/onboarding-attempts.md.");

    public static readonly Metric AttemptsDropped = Counter(
        "anchorage.device.attempts.dropped", "{attempt}", [], "Attempts to connect that came faster than they could be recorded.");

    public static readonly Metric AuditDropped = Counter(
        "anchorage.audit.dropped", "{record}", [], "Refusals of known callers that the audit trail could not record. Changes are never among them: they are not made without their record.");

    /// <summary>Every metric, in the order of the documentation and of the page.</summary>
    public static readonly ImmutableArray<Metric> All =
    [
        Build, Calls, CallDuration, Refusals, CACertificates, SoonestExpiry, ExpiredCACertificates, Certificates, CountAge, StoreWaiting, CommitDuration,
        DeviceSessions, DeviceDoor, DeviceConnects, AttemptsDropped, AuditDropped,
        OfRuntime("dotnet.process.cpu.time", MetricKind.Counter, "s", ["cpu.mode"], "CPU time of the process, for itself (user) and in the system for it (system)."),
        OfRuntime("dotnet.process.memory.working_set", MetricKind.Gauge, "By", [], "Memory of the machine that the process has."),
        OfRuntime("dotnet.gc.collections", MetricKind.Counter, "{collection}", ["gc.heap.generation"], "Garbage collections, by the oldest generation that they collected."),
        OfRuntime("dotnet.gc.pause.time", MetricKind.Counter, "s", [], "How long garbage collections have stopped the process."),
        OfRuntime("dotnet.gc.heap.total_allocated", MetricKind.Counter, "By", [], "Managed memory that was allocated."),
        OfRuntime("dotnet.gc.last_collection.memory.committed_size", MetricKind.Gauge, "By", [], "Managed memory that the process held at the last garbage collection; absent before the first."),
        OfRuntime("dotnet.thread_pool.thread.count", MetricKind.Gauge, "{thread}", [], "Threads of the pool, on which requests and connections are served."),
        OfRuntime("dotnet.thread_pool.queue.length", MetricKind.Gauge, "{work_item}", [], "Pieces of work that wait for a thread."),
    ];

    /// <summary>The name that Prometheus has it by (OpenTelemetry, "Prometheus and OpenMetrics Compatibility").</summary>
    public string Name { get; } = Instrument.Replace('.', '_') + UnitSuffix(Unit) + (Kind is MetricKind.Counter ? "_total" : "");

    /// <summary>The labels' names as Prometheus has them.</summary>
    public ImmutableArray<string> LabelNames { get; } = [.. Labels.Select(label => label.Replace('.', '_'))];

    /// <summary>The row of an instrument; null for one that is not shown.</summary>
    public static Metric? Find(string meter, string instrument) => All.FirstOrDefault(metric => metric.Instrument == instrument && metric.Meter == meter);

    private static string UnitSuffix(string unit) => unit switch
    {
        "s" => "_seconds",
        "d" => "_days",
        "By" => "_bytes",
        _ => "",
    };

    private static Metric Counter(string instrument, string unit, ImmutableArray<string> labels, string meaning) =>
        new(Own, instrument, MetricKind.Counter, unit, labels, meaning);

    private static Metric Gauge(string instrument, string unit, ImmutableArray<string> labels, string meaning) =>
        new(Own, instrument, MetricKind.Gauge, unit, labels, meaning);

    private static Metric Histogram(string instrument, ImmutableArray<string> labels, string meaning) =>
        new(Own, instrument, MetricKind.Histogram, "s", labels, meaning);

    private static Metric OfRuntime(string instrument, MetricKind kind, string unit, ImmutableArray<string> labels, string meaning) =>
        new(Runtime, instrument, kind, unit, labels, meaning);
}

/// <summary>What the values of a metric are.</summary>
internal enum MetricKind
{
    /// <summary>A sum since the start, which only grows.</summary>
    Counter,

    /// <summary>What is now.</summary>
    Gauge,

    /// <summary>How many were at most so long, for each of <see cref="Metric.Bounds"/>.</summary>
    Histogram,
}
