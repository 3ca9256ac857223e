using Anchorage.Policy;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>One version of one policy. A version never changes, and the generation tells a policy from a later one of its name.</summary>
internal sealed record PolicyVersionKey(string AccountId, string Region, string PolicyName, string GenerationId, long VersionId);

/// <summary>Keeps policy versions that were read and made ready, so that each is compiled once; safe to share between threads.</summary>
/// <remarks>Bounded: <see cref="Capacity"/> slots, each taken over by the next version that falls on it. Never stale, since a version never changes.</remarks>
internal sealed class CompiledPolicies
{
    public const int Capacity = 4096;

    private readonly Entry?[] _slots = new Entry?[Capacity];

    /// <summary>The version, compiled now if it is not kept; null when it is gone.</summary>
    public async Task<NamedPolicy?> FindAsync(Session session, Caller caller, PolicyVersionKey key, CancellationToken cancellationToken)
    {
        var slot = (int)((uint)key.GetHashCode() % Capacity);
        if (Volatile.Read(ref _slots[slot]) is { } kept && kept.Key == key)
        {
            return kept.Policy;
        }

        if (await PolicyVersionTable.FindAsync(session, caller, key.PolicyName, key.VersionId, cancellationToken) is not { } version)
        {
            return null;
        }

        // What was stored was read before; should the language ever become stricter, a policy that no longer reads must not be left out in silence.
        var document = PolicyDocument.Read(version.Document, PolicyLanguage.Iot).Document
            ?? throw new InvalidDataException($"The stored version {key.VersionId} of policy {key.PolicyName} in account {key.AccountId} can no longer be read.");
        var policy = new NamedPolicy(key.PolicyName, document);
        if (version.GenerationId == key.GenerationId)
        {
            Volatile.Write(ref _slots[slot], new Entry(key, policy));
        }

        return policy;
    }

    private sealed record Entry(PolicyVersionKey Key, NamedPolicy Policy);
}
