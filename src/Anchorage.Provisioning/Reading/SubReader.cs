using System.Collections.Immutable;
using System.Text;

namespace Anchorage.Provisioning.Reading;

/// <summary>Reads <c>Fn::Sub</c>: a text with <c>${name}</c> placeholders, alone or beside variables of its own.</summary>
internal sealed class SubReader(TemplateScope scope, ValueReader values, int depth)
{
    private readonly Dictionary<string, TemplateValue?> _variables = new(StringComparer.Ordinal);

    public SubValue? Read(JsonNode argument)
    {
        if (argument.IsString)
        {
            return ReadText(argument);
        }

        if (argument is not { IsList: true, Children: [{ IsString: true } text, { IsObject: true } variables] })
        {
            scope.Faults.Add(argument, "The argument of Fn::Sub is neither a string nor a list of a string and an object. "
                + "Write \"text with ${name}\", or [\"text with ${name}\", {\"name\": \"value\"}].");
            return null;
        }

        var before = scope.Faults.Count;
        foreach (var variable in variables.Children)
        {
            _variables.Add(variable.Name, values.Read(variable, null, depth));
        }

        var value = ReadText(text);
        return scope.Faults.Count == before ? value : null;
    }

    private SubValue? ReadText(JsonNode node)
    {
        var text = node.Text.AsSpan();
        var literal = new StringBuilder();
        var parts = ImmutableArray.CreateBuilder<TemplateValue>();
        var pieces = 0;
        var sound = true;
        while (text.IndexOf("${") is var start and >= 0)
        {
            literal.Append(text[..start]);
            text = text[(start + 2)..];
            var end = text.IndexOf('}');
            if (end < 0)
            {
                scope.Faults.Add(node, $"The placeholder that begins with {Shown.Quoted($"${{{text}")} is not closed. Write ${{name}}.");
                return null;
            }

            var name = text[..end];
            text = text[(end + 1)..];
            if (name.StartsWith("!"))
            {
                // AWS's way to keep ${...} in the result, as a policy variable needs it.
                literal.Append("${").Append(name[1..]).Append('}');
                continue;
            }

            Flush(literal, parts);
            if (ValueOf(node, name.ToString()) is { } value)
            {
                parts.Add(value);
                pieces = FunctionReader.Sum(pieces, value.Pieces);
            }
            else
            {
                sound = false;
            }
        }

        literal.Append(text);
        Flush(literal, parts);
        return sound ? new SubValue(parts.ToImmutable()) { Pieces = FunctionReader.Sum(1 + pieces, parts.Count) } : null;
    }

    // A variable whose own expression is at fault has been told of there.
    private TemplateValue? ValueOf(JsonNode node, string name) =>
        _variables.TryGetValue(name, out var value) ? value : scope.Resolve(node, name);

    private static void Flush(StringBuilder literal, ImmutableArray<TemplateValue>.Builder parts)
    {
        if (literal.Length > 0)
        {
            parts.Add(new LiteralValue(literal.ToString()));
            literal.Clear();
        }
    }
}
