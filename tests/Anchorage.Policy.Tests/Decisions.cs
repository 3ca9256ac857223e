using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Anchorage.Policy.Tests;

/// <summary>One line of a table under <c>decisions</c>: what is asked, under which policies and values, and what is to be answered.</summary>
internal sealed record ExpectedDecision(
    string Name, ImmutableArray<NamedPolicy> Policies, PolicyContext Context, string Action, string Resource, PolicyOutcome Outcome, string? By, string Missing);

/// <summary>The tables of decisions, which are plain text.</summary>
internal static partial class Decisions
{
    public const string Arn = "arn:aws:iot:us-east-1:123456789012:";

    public static Dictionary<string, ExpectedDecision> Read(string table, PolicyLanguage language)
    {
        var decisions = new Dictionary<string, ExpectedDecision>(StringComparer.Ordinal);
        var (title, policies, context) = ("", ImmutableArray<NamedPolicy>.Empty, new PolicyContext());
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "decisions", table)).Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)))
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                (title, policies, context) = (line[2..], [], new PolicyContext());
            }
            else if (line.StartsWith("policy ", StringComparison.Ordinal))
            {
                var (document, faults) = PolicyDocument.Read(line[7..].Replace("{arn}", Arn, StringComparison.Ordinal), language);
                Assert.True(document is not null, $"{line}: {string.Join(' ', faults)}");
                policies = policies.Add(new NamedPolicy($"{policies.Length + 1}", document));
            }
            else if (Given().Match(line) is { Success: true } given)
            {
                context.Set(given.Groups[1].Value, given.Groups[2].Value.Split(" | "));
            }
            else
            {
                var decision = DecisionOf(title, line, policies, context);
                decisions.Add(decision.Name, decision);
            }
        }

        return decisions;
    }

    public static PolicyOutcome OutcomeOf(string text) => text switch
    {
        "ALLOWED" => PolicyOutcome.Allowed,
        "EXPLICIT_DENY" => PolicyOutcome.ExplicitDeny,
        "IMPLICIT_DENY" => PolicyOutcome.ImplicitDeny,
        _ => throw new InvalidDataException(text),
    };

    private static ExpectedDecision DecisionOf(string title, string line, ImmutableArray<NamedPolicy> policies, PolicyContext context)
    {
        var match = Decision().Match(line);
        Assert.True(match.Success && !policies.IsEmpty, line);
        var resource = match.Groups[2].Value;
        return new ExpectedDecision(
            $"{title} {line}", policies, context, match.Groups[1].Value,
            resource == "*" || resource.StartsWith("arn:", StringComparison.Ordinal) ? resource : Arn + resource,
            OutcomeOf(match.Groups[3].Value),
            match.Groups[4].Success ? match.Groups[4].Value : null,
            match.Groups[5].Value);
    }

    [GeneratedRegex(@"^given (\S+) = (.+)$")]
    private static partial Regex Given();

    [GeneratedRegex(@"^(\S+) (.+) -> (\S+)(?: by (\S+))?(?: missing (.+))?$")]
    private static partial Regex Decision();
}
