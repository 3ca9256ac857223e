using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Anchorage.Provisioning.Reading;

/// <summary>A JSON value that knows where it stands, which System.Text.Json's own documents do not.</summary>
internal sealed class JsonNode(JsonNode? parent, string? name, int index, JsonValueKind kind, int start)
{
    public const string Root = "$";

    public JsonValueKind Kind => kind;

    /// <summary>Where it begins, in bytes of UTF-8; orders nodes of one document.</summary>
    public int Start => start;

    /// <summary>The name of a member of an object; empty for others.</summary>
    public string Name => name ?? "";

    /// <summary>The value of a string, the digits of a number; empty for others.</summary>
    public string Text { get; set; } = "";

    /// <summary>The members of an object or the items of a list, in document order; a member that repeats a name is left out.</summary>
    public List<JsonNode> Children { get; } = [];

    public bool IsObject => kind is JsonValueKind.Object;

    public bool IsList => kind is JsonValueKind.Array;

    public bool IsString => kind is JsonValueKind.String;

    public string Path => parent is null ? Root : Describe();

    /// <summary>What it is, as a message says it.</summary>
    public string Article => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => $"the number {Shown.Quoted(Text)}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    /// <summary>What it says when it is a string, else what it is.</summary>
    public string Said => IsString ? Shown.Quoted(Text) : Article;

    public JsonNode? Find(string member)
    {
        foreach (var child in Children)
        {
            if (child.Name == member)
            {
                return child;
            }
        }

        return null;
    }

    private string Describe()
    {
        var path = new StringBuilder(Root);
        AppendSteps(path);
        return path.ToString();
    }

    // The depth of a document is bounded, and so is this.
    private void AppendSteps(StringBuilder path)
    {
        if (parent is null)
        {
            return;
        }

        parent.AppendSteps(path);
        if (name is null)
        {
            path.Append(CultureInfo.InvariantCulture, $"[{index}]");
        }
        else
        {
            Shown.AppendStep(path, name);
        }
    }
}
