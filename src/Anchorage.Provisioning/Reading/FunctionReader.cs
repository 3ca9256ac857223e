using System.Globalization;

namespace Anchorage.Provisioning.Reading;

/// <summary>Reads the arguments of one function; depth is that of the expressions inside it.</summary>
internal sealed class FunctionReader(TemplateScope scope, ValueReader values, int depth)
{
    public const string Ref = "Ref";
    public const string Split = "Fn::Split";

    private const string Join = "Fn::Join";
    private const string Select = "Fn::Select";
    private const string FindInMap = "Fn::FindInMap";
    private const string Sub = "Fn::Sub";

    private static readonly string[] AllNames = [Ref, Join, Select, FindInMap, Split, Sub];

    public static ReadOnlySpan<string> Names => AllNames;

    public TemplateValue? Read(JsonNode argument) => argument.Name switch
    {
        Ref => ReadReference(argument),
        Join => ReadJoin(argument),
        Select => ReadSelect(argument),
        FindInMap => ReadFindInMap(argument),
        _ => new SubReader(scope, values, depth).Read(argument),
    };

    /// <summary>Adds without overflow; anything past the limit is the same.</summary>
    public static int Sum(int left, int right) => Math.Min(left + right, TemplateValue.MaxPieces + 1);

    public SplitValues? ReadSplit(JsonNode argument)
    {
        if (!HasArguments(argument, 2, "[\"delimiter\", \"string\"]"))
        {
            return null;
        }

        var delimiter = values.Read(argument.Children[0], null, depth);
        var source = values.Read(argument.Children[1], null, depth);
        if (delimiter is LiteralValue { Text: "" })
        {
            scope.Faults.Add(argument.Children[0], "The delimiter of Fn::Split is empty. Give the text that stands between the parts.");
            return null;
        }

        return delimiter is null || source is null ? null
            : new SplitValues(delimiter, source) { Pieces = Sum(delimiter.Pieces, source.Pieces) };
    }

    private RefValue? ReadReference(JsonNode argument) =>
        Members.LiteralOf(argument, "The name after Ref", scope.Faults) is { } name ? scope.Resolve(argument, name) : null;

    private JoinValue? ReadJoin(JsonNode argument)
    {
        if (!HasArguments(argument, 2, "[\"delimiter\", [\"first\", \"second\"]]"))
        {
            return null;
        }

        var delimiter = values.Read(argument.Children[0], null, depth);
        var list = values.ReadList(argument.Children[1], null, depth);
        if (delimiter is null || list is null)
        {
            return null;
        }

        var gaps = list is ListedValues listed ? Math.Max(listed.Items.Length - 1, 0) : 1;
        var delimiters = (int)Math.Min((long)gaps * delimiter.Pieces, TemplateValue.MaxPieces);
        return new JoinValue(delimiter, list) { Pieces = Sum(1 + list.Pieces, delimiters) };
    }

    private SelectValue? ReadSelect(JsonNode argument)
    {
        if (!HasArguments(argument, 2, "[\"0\", [\"first\", \"second\"]]"))
        {
            return null;
        }

        var list = values.ReadList(argument.Children[1], null, depth);
        var index = ReadIndex(argument.Children[0], list);
        return index is null || list is null ? null : new SelectValue(index, list) { Pieces = Sum(index.Pieces, list.Pieces) };
    }

    private TemplateValue? ReadIndex(JsonNode node, TemplateList? list)
    {
        if (node.IsObject)
        {
            return values.Read(node, null, depth);
        }

        // AWS writes the index as a string; a number can mean nothing else.
        if (!int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            scope.Faults.Add(node, $"The index of Fn::Select is {node.Said}; it must be a whole number from 0.");
            return null;
        }

        if (list is ListedValues listed && index >= listed.Items.Length)
        {
            scope.Faults.Add(node, $"The index of Fn::Select is {index}, but its list has {listed.Items.Length} items, from 0 on.");
            return null;
        }

        return new LiteralValue(index.ToString(CultureInfo.InvariantCulture));
    }

    private FindInMapValue? ReadFindInMap(JsonNode argument)
    {
        if (!HasArguments(argument, 3, "[\"mapping\", \"top-level key\", \"second-level key\"]"))
        {
            return null;
        }

        var mapping = values.Read(argument.Children[0], null, depth);
        var top = values.Read(argument.Children[1], null, depth);
        var second = values.Read(argument.Children[2], null, depth);
        if (mapping is null || top is null || second is null || !IsThere(argument, mapping, top, second))
        {
            return null;
        }

        return new FindInMapValue(mapping, top, second) { Pieces = Sum(mapping.Pieces, Sum(top.Pieces, second.Pieces)) };
    }

    private bool IsThere(JsonNode argument, TemplateValue mapping, TemplateValue top, TemplateValue second)
    {
        if (mapping is not LiteralValue { Text: var name })
        {
            return true;
        }

        if (!scope.Mappings.TryGetValue(name, out var found))
        {
            return Missing(argument.Children[0], $"There is no mapping {Shown.Quoted(name)} under Mappings.", name, scope.Mappings.Keys);
        }

        if (top is LiteralValue { Text: var topKey } && !found.Entries.ContainsKey(topKey))
        {
            var missing = $"The mapping {Shown.Quoted(name)} has no key {Shown.Quoted(topKey)}.";
            return Missing(argument.Children[1], missing, topKey, found.Entries.Keys);
        }

        if (second is not LiteralValue { Text: var secondKey })
        {
            return true;
        }

        var rows = top is LiteralValue { Text: var key } ? [found.Entries[key]] : found.Entries.Values;
        foreach (var row in rows)
        {
            if (row.ContainsKey(secondKey))
            {
                return true;
            }
        }

        var keys = rows.SelectMany(static row => row.Keys).Distinct();
        var message = $"The mapping {Shown.Quoted(name)} has no second-level key {Shown.Quoted(secondKey)} there.";
        return Missing(argument.Children[2], message, secondKey, keys);
    }

    private bool Missing(JsonNode at, string message, string found, IEnumerable<string> known)
    {
        scope.Faults.Add(at, message + NearMiss.Hint(found, known.ToArray()));
        return false;
    }

    private bool HasArguments(JsonNode argument, int count, string form)
    {
        if (argument.IsList && argument.Children.Count == count)
        {
            return true;
        }

        var found = argument.IsList ? $"a list of {argument.Children.Count}" : argument.Article;
        scope.Faults.Add(argument, $"{argument.Name} has {found} as its argument; it takes a list of {count}: {form}.");
        return false;
    }
}
