using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Anchorage.Policy;

/// <summary>An action such as <c>iot:Publish</c>. Letter case does not tell actions apart.</summary>
public sealed class PolicyAction
{
    /// <summary>What devices do (developer guide, "AWS IoT Core policy actions"); statements know beforehand which of these they speak of.</summary>
    private static readonly ImmutableArray<PolicyAction> Device =
    [.. ((ReadOnlySpan<string>)
        [
            "iot:Connect", "iot:Publish", "iot:Subscribe", "iot:Receive", "iot:RetainPublish", "iot:GetRetainedMessage", "iot:ListRetainedMessages",
            "iot:GetThingShadow", "iot:UpdateThingShadow", "iot:DeleteThingShadow", "iot:ListNamedShadowsForThing", "iot:AssumeRoleWithCertificate",
            "iot:DescribeJobExecution", "iot:GetPendingJobExecutions", "iot:StartNextPendingJobExecution", "iot:UpdateJobExecution",
        ]).ToArray().Select((name, index) => new PolicyAction(name, 1UL << index))];

    private static readonly FrozenDictionary<string, PolicyAction> ByName =
        Device.ToFrozenDictionary(action => action.Name, StringComparer.OrdinalIgnoreCase);

    private PolicyAction(string name, ulong bit) => (Name, Bit) = (name, bit);

    public static PolicyAction Connect { get; } = Named("iot:Connect");

    public static PolicyAction Publish { get; } = Named("iot:Publish");

    public static PolicyAction Subscribe { get; } = Named("iot:Subscribe");

    public static PolicyAction Receive { get; } = Named("iot:Receive");

    public static PolicyAction RetainPublish { get; } = Named("iot:RetainPublish");

    /// <summary>The service's prefix, a colon and the action's name.</summary>
    public string Name { get; }

    /// <summary>The bit of a device's action; 0 for any other.</summary>
    internal ulong Bit { get; }

    internal static ReadOnlySpan<PolicyAction> OfDevices => Device.AsSpan();

    /// <summary>The action of this name. Make it once and keep it: only the actions of devices are shared.</summary>
    public static PolicyAction Named(string name) => ByName.GetValueOrDefault(name) ?? new PolicyAction(name, 0);

    public override string ToString() => Name;
}
