using System.Collections.Immutable;
using Anchorage.Policy.Conditions;
using Anchorage.Policy.Patterns;

namespace Anchorage.Policy.Reading;

/// <summary>Reads one statement: its effect, what it speaks of, and under which conditions.</summary>
internal sealed class StatementReader(bool hasVariables, FaultList faults)
{
    private static readonly string[] Allowed = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    private static readonly string[] Effects = ["Allow", "Deny"];

    /// <summary>The statement; null when it has a fault.</summary>
    public PolicyStatement? Read(JsonNode node, int index)
    {
        if (!node.IsObject)
        {
            faults.Add(node, $"A statement is {node.Said}; wanted an object: {{\"Effect\": ..., \"Action\": ..., \"Resource\": ...}}.");
            return null;
        }

        Members.Allow(node, Allowed, "a policy statement", faults);
        var sid = node.Find("Sid");
        if (sid is { IsString: false })
        {
            faults.Add(sid, $"Sid is {sid.Said}; wanted a string.");
        }

        var effect = node.Find("Effect");
        if (effect is null)
        {
            faults.Add(node, "The statement has no Effect. Write \"Effect\": \"Allow\" or \"Deny\".");
        }
        else
        {
            Members.OneOf(effect, Effects, faults);
        }

        var (isNotAction, actions) = ReadEither(node, "Action", "NotAction", ReadAction);
        var (isNotResource, resources) = ReadEither(node, "Resource", "NotResource", ReadResource);
        ImmutableArray<Condition> conditions = node.Find("Condition") is { } condition ? new ConditionReader(hasVariables, faults).Read(condition) : [];
        return faults.IsEmpty
            ? new PolicyStatement(
                index, sid?.Text, effect!.Text == "Deny" ? PolicyEffect.Deny : PolicyEffect.Allow, isNotAction, actions, isNotResource, resources, conditions)
            : null;
    }

    private (bool IsNegated, ImmutableArray<TextPattern> Patterns) ReadEither(JsonNode statement, string name, string negated, Func<JsonNode, TextPattern?> read)
    {
        var plain = statement.Find(name);
        var not = statement.Find(negated);
        if ((plain is null) == (not is null))
        {
            faults.Add(statement, $"The statement has {(plain is null ? $"neither {name} nor {negated}" : $"both {name} and {negated}")}; wanted exactly one.");
        }

        if ((plain ?? not) is not { } node)
        {
            return default;
        }

        if (!node.IsList)
        {
            return (plain is null, Patterns([node]));
        }

        if (node.Children.Count is 0 or > PolicyDocument.MaxItems)
        {
            faults.Add(node, $"{node.Name} has {node.Children.Count} strings in its list; wanted 1 to {PolicyDocument.MaxItems}.");
            return default;
        }

        return (plain is null, Patterns(node.Children));

        ImmutableArray<TextPattern> Patterns(List<JsonNode> items) => [.. items.Select(item => ReadString(item, node.Name, read)).OfType<TextPattern>()];
    }

    private TextPattern? ReadString(JsonNode item, string name, Func<JsonNode, TextPattern?> read)
    {
        if (item.IsString)
        {
            return read(item);
        }

        faults.Add(item, $"{name} is {item.Said}; wanted a string or a list of strings.");
        return null;
    }

    /// <summary><c>*</c>, or a service and an action with wildcards in either.</summary>
    private TextPattern? ReadAction(JsonNode node)
    {
        var colon = node.Text.IndexOf(':', StringComparison.Ordinal);
        var isAction = node.Text == "*"
            || (colon > 0 && colon < node.Text.Length - 1 && IsWord(node.Text.AsSpan(0, colon)) && IsWord(node.Text.AsSpan(colon + 1)));
        if (isAction)
        {
            return PatternReading.Read(node.Text, hasWildcards: true, hasVariables: false).Pattern;
        }

        faults.Add(node, $"The action is {Shown.Quoted(node.Text)}; wanted a service, a colon and an action, such as 'iot:Publish' or 'iot:*', or '*' for all.");
        return null;

        static bool IsWord(ReadOnlySpan<char> text)
        {
            foreach (var c in text)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '*' or '?'))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary><c>*</c>, or an ARN with wildcards and variables in it.</summary>
    private TextPattern? ReadResource(JsonNode node)
    {
        if (node.Text is not ['*' or '?', ..] && !node.Text.StartsWith("arn:", StringComparison.Ordinal))
        {
            faults.Add(node, $"The resource is {Shown.Quoted(node.Text)}; wanted an ARN, such as 'arn:aws:iot:REGION:ACCOUNT:topic/NAME', or '*' for all.");
            return null;
        }

        var (pattern, mistake) = PatternReading.Read(node.Text, hasWildcards: true, hasVariables);
        if (mistake is not null)
        {
            faults.Add(node, $"The resource {mistake}.");
        }

        return pattern;
    }
}
