using System.Collections.Immutable;
using Anchorage.Policy;
using Anchorage.Storage;

namespace Anchorage.Permissions;

/// <summary>The policies of one principal, ready to judge.</summary>
/// <param name="Policies">By name.</param>
/// <param name="MayAskForResourceTags">False when no decision can depend on the tags of the resource, which then need not be read.</param>
internal sealed record IdentityPolicies(ImmutableArray<NamedPolicy> Policies, bool MayAskForResourceTags)
{
    public static async Task<IdentityPolicies> ReadAsync(Session session, string account, string principal, CancellationToken cancellationToken)
    {
        var stored = await IdentityPolicyTable.ListAsync(session, account, principal, cancellationToken);

        // A key that is written with escapes is not seen in the text, so that any escape counts.
        return new IdentityPolicies(
            [.. stored.Select(policy => new NamedPolicy(policy.PolicyName, Compile(policy, account, principal)))],
            stored.Exists(policy => policy.Document.Contains("aws:ResourceTag", StringComparison.OrdinalIgnoreCase)
                || policy.Document.Contains("\\u", StringComparison.Ordinal)));
    }

    // What was stored was read before; should the language ever become stricter, a Deny must not be left out in silence.
    private static PolicyDocument Compile(IdentityPolicy policy, string account, string principal) =>
        PolicyDocument.Read(policy.Document, PolicyLanguage.Iam).Document
        ?? throw new InvalidDataException($"The stored policy {policy.PolicyName} of principal {principal} in account {account} can no longer be read.");
}

/// <summary>Keeps the policies of principals, so that each version of them is read once; safe to share between threads.</summary>
/// <remarks>Bounded: each of its slots is taken over by the next version that falls on it. Never stale, since a version never comes again.</remarks>
internal sealed class KeptIdentityPolicies
{
    private const int Capacity = 1024;

    private readonly Entry?[] _slots = new Entry?[Capacity];

    public async ValueTask<IdentityPolicies> FindAsync(
        Database database, string account, string principal, string version, CancellationToken cancellationToken)
    {
        var key = (account, principal, version);
        var slot = (int)((uint)key.GetHashCode() % Capacity);
        if (Volatile.Read(ref _slots[slot]) is { } kept && kept.Key == key)
        {
            return kept.Policies;
        }

        // These may be newer than the version, and never older.
        var policies = await database.ReadAsync(session => IdentityPolicies.ReadAsync(session, account, principal, cancellationToken), cancellationToken);
        Volatile.Write(ref _slots[slot], new Entry(key, policies));
        return policies;
    }

    private sealed record Entry((string Account, string Principal, string Version) Key, IdentityPolicies Policies);
}
