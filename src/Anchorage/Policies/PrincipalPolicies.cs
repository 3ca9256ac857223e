using System.Collections.Immutable;
using Anchorage.Policy;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>What other folders may ask about the policies of a certificate, and do with policies in a unit of work of their own.</summary>
/// <remarks>A target is what follows the account in an ARN: <c>cert/…</c>.</remarks>
internal static class PrincipalPolicies
{
    public static Task<bool> ExistsAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        PolicyTable.ExistsAsync(session, caller, policyName, cancellationToken);

    /// <summary>Whether the policy is there; if so, nobody else changes or deletes it until this unit of work ends.</summary>
    public static Task<bool> HoldAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        PolicyTable.HoldAsync(session, caller, policyName, cancellationToken);

    /// <summary>The policies attached to a target, ready to judge: at most ten, by name. A decision over none is an implicit deny.</summary>
    public static async Task<ImmutableArray<NamedPolicy>> FindAsync(
        Session session, Caller caller, string target, CompiledPolicies compiled, CancellationToken cancellationToken)
    {
        var policies = ImmutableArray.CreateBuilder<NamedPolicy>();
        foreach (var key in await PolicyAttachmentTable.KeysAsync(session, caller, target, cancellationToken))
        {
            if (await compiled.FindAsync(session, caller, key, cancellationToken) is { } policy)
            {
                policies.Add(policy);
            }
        }

        return policies.ToImmutable();
    }

    /// <summary>The same for some targets at once: each with its policies, none for one that has none.</summary>
    /// <param name="targets">At most <see cref="FixedList.Length"/>.</param>
    public static async Task<ILookup<string, NamedPolicy>> FindAsync(
        Session session, Caller caller, IReadOnlyList<string> targets, CompiledPolicies compiled, CancellationToken cancellationToken)
    {
        // Two queries and no join: devices of a fleet share their policies, and each is asked for once.
        var attached = await PolicyAttachmentTable.NamesAsync(session, caller, targets, cancellationToken);
        var policies = new Dictionary<string, NamedPolicy>(StringComparer.Ordinal);
        foreach (var names in attached.Select(one => one.PolicyName).Distinct().Chunk(FixedList.Length))
        {
            foreach (var key in await PolicyTable.KeysAsync(session, caller, names, cancellationToken))
            {
                if (await compiled.FindAsync(session, caller, key, cancellationToken) is { } policy)
                {
                    policies[key.PolicyName] = policy;
                }
            }
        }

        return attached.Where(one => policies.ContainsKey(one.PolicyName))
            .ToLookup(one => one.Target, one => policies[one.PolicyName], StringComparer.Ordinal);
    }

    /// <summary>Whether any policy is attached to a target.</summary>
    public static Task<bool> HasAnyAsync(Session session, Caller caller, string target, CancellationToken cancellationToken) =>
        PolicyAttachmentTable.HasAnyAsync(session, caller, target, cancellationToken);

    /// <summary>
    /// Attaches a policy; again is the same as once. That the target is there, and stays, is the caller's to see to in the same transaction.
    /// Anything but <see cref="PolicyAttachment.Done"/> must be undone by it.
    /// </summary>
    public static Task<PolicyAttachment> AttachAsync(
        Session session, Caller caller, string target, string policyName, DateTimeOffset now, CancellationToken cancellationToken) =>
        PolicyAttachmentTable.InsertAsync(session, caller, target, policyName, now, cancellationToken);

    /// <summary>Detaches every policy from a target, which is about to go.</summary>
    public static Task DetachAllAsync(Session session, Caller caller, string target, CancellationToken cancellationToken) =>
        PolicyAttachmentTable.DeleteAllAsync(session, caller, target, cancellationToken);

    /// <summary>The document of the version that counts of a policy, as its author wrote it; null when there is no such policy.</summary>
    public static async Task<string?> FindDocumentAsync(Session session, Caller caller, string policyName, CancellationToken cancellationToken) =>
        (await PolicyTable.FindAsync(session, caller, policyName, cancellationToken))?.Document;

    /// <summary>
    /// Creates a policy with its first version; false when there is one of its name, and nothing was written. The name and the document must have been
    /// judged: <see cref="PolicyName.Read(string)"/>, <see cref="PolicyText.Judge"/>.
    /// </summary>
    public static Task<bool> TryCreateAsync(
        Session session, Caller caller, string policyName, string document, DateTimeOffset now, CancellationToken cancellationToken) =>
        PolicyTable.TryInsertAsync(session, caller, CreatePolicy.RecordOf(policyName, document, now), cancellationToken);
}
