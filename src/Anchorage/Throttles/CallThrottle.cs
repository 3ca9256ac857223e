using Anchorage.Wire;

namespace Anchorage.Throttles;

/// <summary>Refuses calls of an account that calls an operation more often than the profile allows.</summary>
/// <remarks>An account has one bucket for an operation and not one for each region: where any region is served, callers choose its name.</remarks>
internal sealed class CallThrottle(TimeProvider clock, ThrottleProfile profile)
{
    /// <summary>Most pairs of account and operation that are counted at the same time.</summary>
    public const int Most = 100_000;

    private readonly TokenBuckets<(string AccountId, string Operation)> _buckets = new(clock, Most);
    private volatile ThrottleProfile _profile = profile;

    /// <summary>What holds from the next call on; it may be replaced at any time.</summary>
    public ThrottleProfile Profile
    {
        get => _profile;
        set => _profile = value;
    }

    /// <summary>How many pairs of account and operation are counted now.</summary>
    public int Count => _buckets.Count;

    /// <summary>The refusal, or null when the call may be made.</summary>
    public WireError? Refuse(string accountId, string operation)
    {
        if (_profile.Of(operation) is not { } rate || _buckets.TryTake((accountId, operation), rate, out var wait))
        {
            return null;
        }

        return WireError.Throttling(
            $"Rate exceeded: account {accountId} may call {operation} {rate.PerSecond} times a second (--throttle {_profile.Name}). Nothing was changed; try again after {RetryAfter(wait)} s, and call less often.",
            RetryAfter(wait));
    }

    /// <summary>In whole seconds, as Retry-After has it (RFC 9110 10.2.3).</summary>
    public static int RetryAfter(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
}
