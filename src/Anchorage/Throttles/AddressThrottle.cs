using System.Net;
using Anchorage.Gateway;
using Anchorage.Wire;

namespace Anchorage.Throttles;

/// <summary>Refuses, before it is read or authenticated, what comes from an address that was refused too often lately.</summary>
/// <remarks>
/// Only what is refused before it is known who calls is counted, and only that uses a token up: who calls with a good key from an address
/// that others flood from gets through between them. Behind a proxy on this machine everybody has the address 127.0.0.1 or ::1; there the
/// proxy has to do it, and nothing is counted here.
/// </remarks>
internal sealed class AddressThrottle(TimeProvider clock)
{
    /// <summary>Most addresses that are counted at the same time.</summary>
    public const int Most = 10_000;

    /// <summary>How many requests of an address may be refused.</summary>
    public static readonly CallRate Refusals = new(PerSecond: 20, AtOnce: 200);

    private readonly TokenBuckets<IPAddress> _buckets = new(clock, Most);

    /// <summary>How many addresses are counted now.</summary>
    public int Count => _buckets.Count;

    /// <summary>The refusal, or null when the request may be looked at.</summary>
    public WireError? Refuse(IPAddress? source) =>
        IsCounted(source) && !_buckets.HasToken(Doorway.Group(source!), Refusals, out var wait)
            ? WireError.Throttling(
                $"Rate exceeded: too many requests from {Doorway.Group(source!)} were refused before authentication. Try again after {CallThrottle.RetryAfter(wait)} s, signed with an access key of this installation.",
                CallThrottle.RetryAfter(wait))
            : null;

    /// <summary>A request from there was refused before it was known who calls.</summary>
    public void Note(IPAddress? source)
    {
        if (IsCounted(source))
        {
            _buckets.TryTake(Doorway.Group(source!), Refusals, out _);
        }
    }

    private static bool IsCounted(IPAddress? source) =>
        source is not null && !source.Equals(IPAddress.Loopback) && !source.Equals(IPAddress.IPv6Loopback)
        && !(source.IsIPv4MappedToIPv6 && source.MapToIPv4().Equals(IPAddress.Loopback));
}
