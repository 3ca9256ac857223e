using System.Collections.Frozen;

namespace Anchorage.Auditing;

/// <summary>The operations that records speak of: those that are offered, and what happens without a call.</summary>
internal static class AuditedOperations
{
    /// <summary>A device's certificate came into the registry because it connected, and waits for its activation.</summary>
    public const string JustInTimeRegistration = "JustInTimeRegistration";

    /// <summary>A device was provisioned by its CA's template because it connected.</summary>
    public const string JustInTimeProvisioning = "JustInTimeProvisioning";

    /// <summary>A device's certificate was activated by its CA's activator because it connected.</summary>
    public const string JustInTimeActivation = "JustInTimeActivation";

    /// <summary>A path that is no operation's.</summary>
    public const string Unknown = "UnknownOperation";

    private static readonly FrozenSet<string> Names = Operations.All.Concat(Operations.Own).Select(operation => operation.Name)
        .Concat(Wire.ServiceModel.Operations.Select(operation => operation.Name))
        .Concat([JustInTimeRegistration, JustInTimeProvisioning, JustInTimeActivation, Unknown])
        .ToFrozenSet(StringComparer.Ordinal);

    public static bool Has(string name) => Names.Contains(name);
}
