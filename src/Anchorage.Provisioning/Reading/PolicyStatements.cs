namespace Anchorage.Provisioning.Reading;

/// <summary>Checks that a policy document has the form of one: versions, statements, and what each statement must say.</summary>
/// <remarks>AWS IoT developer guide, "AWS IoT Core policies". What actions and resources mean is judged where policies are read.</remarks>
internal static class PolicyStatements
{
    private static readonly string[] DocumentMembers = ["Version", "Id", "Statement"];
    private static readonly string[] StatementMembers = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];
    private static readonly string[] Versions = ["2012-10-17", "2008-10-17"];
    private static readonly string[] Effects = ["Allow", "Deny"];

    /// <param name="root">The document.</param>
    /// <param name="what">What it is, to begin a sentence with.</param>
    /// <param name="isOpen">Whether a node's value is known only when the template is evaluated.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static void Check(JsonNode root, string what, Func<JsonNode, bool> isOpen, FaultList faults)
    {
        if (!Members.IsObject(root, what, "{\"Version\": \"2012-10-17\", \"Statement\": [...]}", faults))
        {
            return;
        }

        Members.Allow(root, DocumentMembers, "a policy document", faults);
        if (root.Find("Version") is { } version)
        {
            OneOf(version, "Version", Versions, isOpen, faults);
        }

        if (root.Find("Statement") is not { } statement)
        {
            faults.Add(root, $"{what} has no Statement. Give at least one: {{\"Effect\": ..., \"Action\": ..., \"Resource\": ...}}.");
        }
        else if (!statement.IsList)
        {
            CheckStatement(statement, isOpen, faults);
        }
        else if (statement.Children.Count == 0)
        {
            faults.Add(statement, "Statement is an empty list, so that the policy allows nothing. Give at least one statement.");
        }
        else
        {
            foreach (var item in statement.Children)
            {
                CheckStatement(item, isOpen, faults);
            }
        }
    }

    private static void CheckStatement(JsonNode statement, Func<JsonNode, bool> isOpen, FaultList faults)
    {
        if (!Members.IsObject(statement, "A statement", "{\"Effect\": ..., \"Action\": ..., \"Resource\": ...}", faults))
        {
            return;
        }

        Members.Allow(statement, StatementMembers, "a policy statement", faults);
        if (statement.Find("Effect") is not { } effect)
        {
            faults.Add(statement, "The statement has no Effect. Write \"Effect\": \"Allow\" or \"Deny\".");
        }
        else
        {
            OneOf(effect, "Effect", Effects, isOpen, faults);
        }

        CheckOne(statement, "Action", "NotAction", isOpen, faults);
        CheckOne(statement, "Resource", "NotResource", isOpen, faults);
    }

    private static void CheckOne(JsonNode statement, string name, string negated, Func<JsonNode, bool> isOpen, FaultList faults)
    {
        var plain = statement.Find(name);
        var not = statement.Find(negated);
        if ((plain is null) == (not is null))
        {
            var found = plain is null ? $"neither {name} nor {negated}" : $"both {name} and {negated}";
            faults.Add(statement, $"The statement has {found}; it needs exactly one.");
        }

        CheckStrings(plain, isOpen, faults);
        CheckStrings(not, isOpen, faults);
    }

    private static void CheckStrings(JsonNode? node, Func<JsonNode, bool> isOpen, FaultList faults)
    {
        if (node is null || node.IsString || isOpen(node))
        {
            return;
        }

        if (!node.IsList || node.Children.Count == 0)
        {
            faults.Add(node, $"{node.Name} is {(node.IsList ? "an empty list" : node.Article)}; it must be a string or a list of strings.");
            return;
        }

        foreach (var item in node.Children)
        {
            if (!item.IsString && !isOpen(item))
            {
                faults.Add(item, $"{node.Name} has {item.Article} in its list; every item must be a string.");
            }
        }
    }

    private static void OneOf(JsonNode node, string what, ReadOnlySpan<string> allowed, Func<JsonNode, bool> isOpen, FaultList faults)
    {
        // What a statement allows may depend on a device, but not whether it allows.
        if (isOpen(node))
        {
            faults.Add(node, $"{what} depends on a function; it must be written out. Allowed are {Shown.List(allowed)}.");
        }
        else if (!node.IsString || !allowed.Contains(node.Text))
        {
            faults.Add(node, $"{what} is {node.Said}.{NearMiss.Hint(node.Text, allowed)} Allowed are {Shown.List(allowed)}.");
        }
    }
}
