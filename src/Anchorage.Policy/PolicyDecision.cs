namespace Anchorage.Policy;

/// <summary>How policies judged one request, and which statement decided.</summary>
/// <param name="Outcome">What they say.</param>
/// <param name="PolicyName">The policy that decided; null when none speaks of the request.</param>
/// <param name="Statement">The statement of it that decided; null when none speaks of the request.</param>
public readonly record struct PolicyDecision(PolicyOutcome Outcome, string? PolicyName, PolicyStatement? Statement)
{
    public bool IsAllowed => Outcome is PolicyOutcome.Allowed;

    /// <summary>Judges a request by the union of policies. Allocates nothing unless <paramref name="missing"/> gains a name.</summary>
    /// <param name="policies">All that apply to the principal; none is a deny.</param>
    /// <param name="action">What is to be done.</param>
    /// <param name="resource">The ARN it is to be done to, or <c>*</c> for an action that has none.</param>
    /// <param name="context">What else is known of the request.</param>
    /// <param name="missing">Gains the names of variables and condition keys that were asked for and have no value.</param>
    public static PolicyDecision Of(
        ReadOnlySpan<NamedPolicy> policies, PolicyAction action, ReadOnlySpan<char> resource, PolicyContext context, ISet<string>? missing = null)
    {
        PolicyDecision decision = default;
        foreach (var policy in policies)
        {
            foreach (var statement in policy.Document.Statements)
            {
                // Once something allows, only a deny can still change the decision.
                if ((decision.IsAllowed && statement.Effect is PolicyEffect.Allow) || !statement.Covers(action, resource, context, missing))
                {
                    continue;
                }

                if (statement.Effect is PolicyEffect.Deny)
                {
                    return new PolicyDecision(PolicyOutcome.ExplicitDeny, policy.Name, statement);
                }

                decision = new PolicyDecision(PolicyOutcome.Allowed, policy.Name, statement);
            }
        }

        return decision;
    }
}

/// <summary>A policy that applies to a principal.</summary>
/// <param name="Name">Its name, to be told in decisions.</param>
/// <param name="Document">The version of it that counts.</param>
public sealed record NamedPolicy(string Name, PolicyDocument Document);
