using System.Collections.Frozen;

namespace Anchorage.Throttles;

/// <summary>How often an account may call each operation.</summary>
/// <param name="Name">What <c>--throttle</c> calls it.</param>
internal sealed record ThrottleProfile(string Name)
{
    private readonly FrozenDictionary<string, int> _perSecond = FrozenDictionary<string, int>.Empty;
    private readonly int? _others;

    private ThrottleProfile(string name, int others, params ReadOnlySpan<(int PerSecond, string[] Operations)> rates)
        : this(name)
    {
        _others = others;
        var perSecond = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (rate, operations) in rates)
        {
            foreach (var operation in operations)
            {
                perSecond.Add(operation, rate);
            }
        }

        _perSecond = perSecond.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Nothing is throttled.</summary>
    public static readonly ThrottleProfile Off = new("off");

    /// <summary>
    /// What AWS gives an account unless it asks for more ("AWS IoT Core endpoints and quotas", API throttling limits). What that page has no
    /// number for, or AWS not at all, has the one that most operations have.
    /// </summary>
    public static readonly ThrottleProfile Aws = new(
        "aws",
        10,
        (15, ["CreateCertificateFromCsr", "CreateThing", "AttachPolicy", "DetachPolicy", "AttachThingPrincipal", "ListAttachedPolicies", "GetPolicyVersion"]),
        (50, ["GetEffectivePolicies"]),
        (350, ["DescribeThing"]));

    /// <summary>The operations that have a number of their own, in calls a second.</summary>
    public IReadOnlyDictionary<string, int> PerSecond => _perSecond;

    /// <summary>The number of all others; null for as often as one likes.</summary>
    public int? Others => _others;

    /// <summary>The profile of that name; null when there is none.</summary>
    public static ThrottleProfile? Find(string name) => name == Off.Name ? Off : name == Aws.Name ? Aws : null;

    /// <summary>How often an account may call this operation; null for as often as it likes. After a pause a second's worth may come at once.</summary>
    public CallRate? Of(string operation) =>
        _others is not { } others ? null
        : _perSecond.TryGetValue(operation, out var rate) ? new CallRate(rate, rate)
        : new CallRate(others, others);
}
