using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Anchorage.Auditing;

/// <summary>The operations that records speak of: AWS's and our own, and what happens without a call.</summary>
internal static class AuditedOperations
{
    public const string JustInTimeRegistration = "JustInTimeRegistration";

    public const string JustInTimeProvisioning = "JustInTimeProvisioning";

    public const string JustInTimeActivation = "JustInTimeActivation";

    /// <summary>A path that is no operation's.</summary>
    public const string Unknown = "UnknownOperation";

    /// <summary>A signed call of the page of metrics.</summary>
    public const string GetMetrics = "GetMetrics";

    /// <summary>What is no operation's name, with what it means in a sentence.</summary>
    public static readonly ImmutableArray<(string Name, string Meaning)> Happenings =
    [
        (JustInTimeRegistration, "A device's certificate came into the registry because the device connected, and waits for its activation."),
        (JustInTimeProvisioning, "A device was provisioned by its CA's template because it connected."),
        (JustInTimeActivation, "A device's certificate was activated by its CA's activator because the device connected."),
        (Unknown, "A call of a path that is no operation's, by a known caller; it is refused."),
        (GetMetrics, "A signed call of `/-/metrics` by a known caller that may not see it."),
    ];

    private static readonly FrozenSet<string> Names = Operations.All.Concat(Operations.Own).Select(operation => operation.Name)
        .Concat(Wire.ServiceModel.Operations.Select(operation => operation.Name))
        .Concat(Happenings.Select(happening => happening.Name))
        .ToFrozenSet(StringComparer.Ordinal);

    public static bool Has(string name) => Names.Contains(name);
}
