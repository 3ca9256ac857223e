using System.Text.Json;

namespace Anchorage.Policy.Reading;

/// <summary>A JSON value that knows where it stands, which System.Text.Json's own documents do not.</summary>
/// <param name="path">Its JSON path, from <c>$</c>.</param>
/// <param name="name">The name of a member of an object; empty for others.</param>
/// <param name="kind">What it is.</param>
/// <param name="text">The value of a string, the digits of a number; empty for others.</param>
internal sealed class JsonNode(string path, string name, JsonValueKind kind, string text)
{
    public const string Root = "$";

    public string Path => path;

    public string Name => name;

    public JsonValueKind Kind => kind;

    public string Text => text;

    /// <summary>The members of an object or the items of a list, in document order.</summary>
    public List<JsonNode> Children { get; } = [];

    public bool IsObject => kind is JsonValueKind.Object;

    public bool IsList => kind is JsonValueKind.Array;

    public bool IsString => kind is JsonValueKind.String;

    /// <summary>What it is, as a message says it.</summary>
    public string Said => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => Children.Count == 0 ? "an empty list" : "a list",
        JsonValueKind.String => Shown.Quoted(text),
        JsonValueKind.Number => $"the number {Shown.Quoted(text)}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    public JsonNode? Find(string member) => Children.Find(child => child.Name == member);
}
