using System.Collections.Immutable;

namespace Anchorage.Provisioning.Reading;

/// <summary>Reads a policy document in its three forms: an object, JSON in a string, and a function that gives JSON in a string.</summary>
internal sealed class PolicyDocumentReader(TemplateScope scope, ValueReader values)
{
    private const string Subject = "The policy document";

    public PolicyDocument? Read(JsonNode node)
    {
        if (node.IsObject && !ValueReader.IsFunction(node))
        {
            PolicyStatements.Check(node, Subject, isOpen: ValueReader.IsFunction, scope.Faults);
            return OfTree(node);
        }

        if (node.IsString)
        {
            return ReadText(node, node.Text);
        }

        if (!node.IsObject)
        {
            scope.Faults.Add(node, $"PolicyDocument is {node.Article}; it must be an object, or an escaped string that holds one.");
            return null;
        }

        return values.Read(node) is { } value ? ReadHoled(node, value) : null;
    }

    private PolicyDocument? OfTree(JsonNode node)
    {
        var before = scope.Faults.Count;
        var root = Convert(node);
        return root is null || scope.Faults.Count > before ? null : new PolicyDocument(root, null);
    }

    private PolicyDocument? ReadText(JsonNode node, string text)
    {
        var next = 0;
        return Parse(node, text, holed: false) is { } root
            ? new PolicyDocument(ConvertText(root, static (string literal, ref int _) => new LiteralValue(literal), ref next), text)
            : null;
    }

    private PolicyDocument? ReadHoled(JsonNode node, TemplateValue value)
    {
        if (HoledText.Of(value) is not { } holed)
        {
            scope.Faults.Add(node, $"{Subject} that the function gives is longer than {ProvisioningTemplate.MaxCharacters} characters, "
                + "or has the noncharacter U+FDD0 in it. Shorten it.");
            return null;
        }

        var next = 0;
        return Parse(node, holed.Text, holed: true) is { } root ? new PolicyDocument(ConvertText(root, holed.Fill, ref next), null) : null;
    }

    private JsonNode? Parse(JsonNode node, string text, bool holed)
    {
        var inner = new FaultList();
        var root = JsonText.Read(text, Subject, inner, holed);
        if (root is { IsString: true })
        {
            inner.Add($"{Subject} is a string inside a string: it was escaped twice. Escape it once.");
        }
        else if (root is not null)
        {
            PolicyStatements.Check(root, Subject, isOpen: child => holed && HasHole(child.Text), inner);
            RefuseOpenNames(root, holed, inner);
        }

        scope.Faults.AddInner(node, inner);
        return inner.IsEmpty ? root : null;
    }

    private static void RefuseOpenNames(JsonNode node, bool holed, FaultList faults)
    {
        foreach (var child in node.Children)
        {
            if (holed && HasHole(child.Name))
            {
                faults.Add(child, "The name of a member depends on a function. Only values may.");
            }

            RefuseOpenNames(child, holed, faults);
        }
    }

    private static bool HasHole(string text) => text.Contains(HoledText.Hole, StringComparison.Ordinal);

    private PolicyElement? Convert(JsonNode node)
    {
        if (ValueReader.IsFunction(node))
        {
            return node.Children is [{ Name: FunctionReader.Split }]
                ? values.ReadList(node) is { } list ? new PolicyValues(list) : null
                : values.Read(node) is { } value ? new PolicyString(value) : null;
        }

        if (node.IsObject)
        {
            var members = ImmutableArray.CreateBuilder<KeyValuePair<string, PolicyElement>>(node.Children.Count);
            foreach (var child in node.Children)
            {
                if (Convert(child) is { } element)
                {
                    members.Add(new(child.Name, element));
                }
            }

            return new PolicyMap(members.ToImmutable());
        }

        return node.IsList ? new PolicyList([.. node.Children.Select(Convert).OfType<PolicyElement>()])
            : node.IsString ? new PolicyString(new LiteralValue(node.Text))
            : Token(node);
    }

    private delegate TemplateValue TextReader(string text, ref int next);

    private static PolicyElement ConvertText(JsonNode node, TextReader read, ref int next)
    {
        if (node.IsObject)
        {
            var members = ImmutableArray.CreateBuilder<KeyValuePair<string, PolicyElement>>(node.Children.Count);
            foreach (var child in node.Children)
            {
                members.Add(new(child.Name, ConvertText(child, read, ref next)));
            }

            return new PolicyMap(members.MoveToImmutable());
        }

        if (node.IsList)
        {
            var items = ImmutableArray.CreateBuilder<PolicyElement>(node.Children.Count);
            foreach (var child in node.Children)
            {
                items.Add(ConvertText(child, read, ref next));
            }

            return new PolicyList(items.MoveToImmutable());
        }

        return node.IsString ? new PolicyString(read(node.Text, ref next)) : Token(node);
    }

    private static PolicyToken Token(JsonNode node) => new(node.Kind switch
    {
        System.Text.Json.JsonValueKind.True => "true",
        System.Text.Json.JsonValueKind.False => "false",
        System.Text.Json.JsonValueKind.Number => node.Text,
        _ => "null",
    });
}
