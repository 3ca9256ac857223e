using System.Collections.Immutable;
using System.Text.Json;
using Anchorage.Policy.Conditions;
using Anchorage.Policy.Patterns;

namespace Anchorage.Policy.Reading;

/// <summary>Reads a statement's Condition: operators, the keys under each, the values under each key.</summary>
internal sealed class ConditionReader(bool hasVariables, FaultList faults)
{
    private const string Form = "{\"StringEquals\": {\"iot:ClientId\": [\"...\"]}}";

    public ImmutableArray<Condition> Read(JsonNode node)
    {
        if (!node.IsObject)
        {
            faults.Add(node, $"Condition is {node.Said}; wanted an object: {Form}.");
            return [];
        }

        var conditions = ImmutableArray.CreateBuilder<Condition>();
        foreach (var child in node.Children)
        {
            ReadOperator(child, conditions);
        }

        if (conditions.Count > PolicyDocument.MaxItems)
        {
            faults.Add(node, $"Condition has {conditions.Count} keys; the most is {PolicyDocument.MaxItems}.");
        }

        return conditions.ToImmutable();
    }

    private void ReadOperator(JsonNode node, ImmutableArray<Condition>.Builder conditions)
    {
        if (ConditionOperator.Find(node.Name) is not { } found)
        {
            faults.Add(node, $"{Shown.Quoted(node.Name)} is no condition operator.{Members.Meant(node.Name, ConditionOperator.Names)} There are "
                + $"{string.Join(", ", ConditionOperator.Names)}; all but Null may begin with ForAnyValue: or ForAllValues: and end in IfExists.");
            return;
        }

        if (!node.IsObject || node.Children.Count == 0)
        {
            faults.Add(node, $"{node.Name} is {(node.IsObject ? "an empty object" : node.Said)}; wanted keys and their values: {Form}.");
            return;
        }

        foreach (var key in node.Children)
        {
            if (key.Name.IndexOf(':', StringComparison.Ordinal) is not > 0 || key.Name.EndsWith(':') || key.Name.AsSpan().ContainsAny("${}*?"))
            {
                faults.Add(key, $"The condition key is {Shown.Quoted(key.Name)}; wanted a name such as 'iot:ClientId' or 'aws:SourceIp'.");
            }
            else
            {
                conditions.Add(new Condition(found, ContextKey.Of(key.Name), ReadValues(key, found)));
            }
        }
    }

    private ImmutableArray<Operand> ReadValues(JsonNode key, ConditionOperator found)
    {
        if (key.IsList && key.Children.Count is 0 or > PolicyDocument.MaxItems)
        {
            faults.Add(key, $"The condition has {key.Children.Count} values; wanted 1 to {PolicyDocument.MaxItems}.");
            return [];
        }

        return [.. (key.IsList ? key.Children : [key]).Select(value => ReadValue(value, found)).OfType<Operand>()];
    }

    private Operand? ReadValue(JsonNode node, ConditionOperator found)
    {
        var text = node.Kind switch
        {
            JsonValueKind.String or JsonValueKind.Number => node.Text,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        if (text is null)
        {
            faults.Add(node, $"The condition's value is {node.Said}; wanted a string, a number, true or false, or a list of them.");
            return null;
        }

        switch (found.Kind)
        {
            case ConditionKind.Text or ConditionKind.TextIgnoringCase or ConditionKind.Pattern:
                var (pattern, mistake) = PatternReading.Read(text, found.Kind is ConditionKind.Pattern, hasVariables);
                return pattern is null ? Refuse($"The condition's value {mistake}.") : new TextOperand(pattern, found.Kind is ConditionKind.TextIgnoringCase);
            case ConditionKind.Number:
                return NumberOperand.TryRead(text, out var number) ? new NumberOperand(number, found.Test) : Refuse($"The condition's value is {node.Said}; wanted a number.");
            case ConditionKind.Time:
                return TimeOperand.TryRead(text, out var time) ? new TimeOperand(time, found.Test)
                    : Refuse($"The condition's value is {node.Said}; wanted a time such as '2025-01-31T12:00:00Z', or seconds since 1970.");
            case ConditionKind.Address:
                return AddressOperand.Read(text) is { } range ? new AddressOperand(range)
                    : Refuse($"The condition's value is {node.Said}; wanted an IP address or a range such as '203.0.113.0/24'.");
            default:
                return bool.TryParse(text, out var flag) ? new FlagOperand(flag) : Refuse($"The condition's value is {node.Said}; wanted true or false.");
        }

        Operand? Refuse(string message)
        {
            faults.Add(node, message);
            return null;
        }
    }
}
