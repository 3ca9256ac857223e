using System.Collections.Immutable;

namespace Anchorage.Provisioning.Reading;

/// <summary>Reads what stands where a string or a list of strings is expected.</summary>
internal sealed class ValueReader(TemplateScope scope)
{
    /// <summary>Whether a node is meant as a function, correctly written or not.</summary>
    public static bool IsFunction(JsonNode node)
    {
        foreach (var member in node.Children)
        {
            if (node.IsObject && IsFunctionName(member.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An expression for one string; null, with a fault, when it is none.</summary>
    public TemplateValue? Read(JsonNode node, AwsName? literal = null, int depth = 0)
    {
        if (node.IsString)
        {
            if (literal?.FaultIn(node.Text) is { } fault)
            {
                scope.Faults.Add(node, fault);
                return null;
            }

            return new LiteralValue(node.Text);
        }

        if (!node.IsObject)
        {
            scope.Faults.Add(node, node.IsList
                ? "A list stands where one string is expected. Take one item of it with Fn::Select, or put them together with Fn::Join."
                : $"{Sentence(node.Article)} stands where a string is expected. Put it in double quotes.");
            return null;
        }

        if (FunctionIn(node, depth) is not { } argument)
        {
            return null;
        }

        if (argument.Name == FunctionReader.Split)
        {
            scope.Faults.Add(node, "Fn::Split gives a list where one string is expected. Take one item of it with Fn::Select.");
            return null;
        }

        return Bounded(node, new FunctionReader(scope, this, depth + 1).Read(argument));
    }

    /// <summary>An expression for a list of strings; null, with a fault, when it is none.</summary>
    public TemplateList? ReadList(JsonNode node, AwsName? literal = null, int depth = 0)
    {
        if (node.IsList)
        {
            return ReadItems(node, literal, depth);
        }

        if (!node.IsObject)
        {
            scope.Faults.Add(node, $"{Sentence(node.Article)} stands where a list of strings is expected. Put it in brackets: [\"...\"].");
            return null;
        }

        if (FunctionIn(node, depth) is not { } argument)
        {
            return null;
        }

        if (argument.Name != FunctionReader.Split)
        {
            scope.Faults.Add(node, $"{argument.Name} gives one string where a list is expected. Put it in brackets, or use Fn::Split.");
            return null;
        }

        return new FunctionReader(scope, this, depth + 1).ReadSplit(argument);
    }

    private ListedValues? ReadItems(JsonNode node, AwsName? literal, int depth)
    {
        var items = ImmutableArray.CreateBuilder<TemplateValue>(node.Children.Count);
        var pieces = 0;
        foreach (var child in node.Children)
        {
            if (Read(child, literal, depth) is { } item)
            {
                items.Add(item);
                pieces = FunctionReader.Sum(pieces, item.Pieces);
            }
        }

        return items.Count == node.Children.Count ? new ListedValues(items.MoveToImmutable()) { Pieces = pieces } : null;
    }

    /// <summary>The member of an object that names its function; null, with a fault, when it is not exactly one known function.</summary>
    private JsonNode? FunctionIn(JsonNode node, int depth)
    {
        var fault = Judge(node, depth);
        if (fault is null)
        {
            return node.Children[0];
        }

        scope.Faults.Add(node, fault);
        return null;
    }

    private static string? Judge(JsonNode node, int depth)
    {
        var function = node.Children.Find(static member => IsFunctionName(member.Name));
        if (function is null)
        {
            return node.Children is [var only]
                ? $"An object with the member {Shown.Quoted(only.Name)} is no function.{NearMiss.Hint(only.Name, FunctionReader.Names)} "
                    + $"Here stands a string, or one of {Shown.List(FunctionReader.Names)}."
                : $"An object stands where a string is expected. Here stands a string, or one of {Shown.List(FunctionReader.Names)}.";
        }

        if (node.Children.Count > 1)
        {
            var other = node.Children.Find(member => member != function)!;
            return $"{Shown.Quoted(function.Name)} stands beside {Shown.Quoted(other.Name)}. A function is the only member of its object.";
        }

        if (!FunctionReader.Names.Contains(function.Name))
        {
            return $"{Shown.Quoted(function.Name)} is no function.{NearMiss.Hint(function.Name, FunctionReader.Names)} "
                + $"There are {Shown.List(FunctionReader.Names)}.";
        }

        return depth >= ProvisioningTemplate.MaxFunctionDepth
            ? $"Functions are nested deeper than {ProvisioningTemplate.MaxFunctionDepth}. Write it flatter."
            : null;
    }

    private TemplateValue? Bounded(JsonNode node, TemplateValue? value)
    {
        if (value?.Pieces > TemplateValue.MaxPieces)
        {
            scope.Faults.Add(node, $"The expression expands to more than {TemplateValue.MaxPieces} pieces. Use its variables less often.");
            return null;
        }

        return value;
    }

    private static bool IsFunctionName(string name) =>
        name.Equals(FunctionReader.Ref, StringComparison.OrdinalIgnoreCase) || name.StartsWith("Fn::", StringComparison.OrdinalIgnoreCase);

    private static string Sentence(string article) => string.Concat(article[..1].ToUpperInvariant(), article.AsSpan(1));
}
