using System.Text.Json;
using System.Text.Unicode;

namespace Anchorage.Wire;

/// <summary>A JSON object of a request, read member by member; each that is not of its shape becomes a sentence in <see cref="Faults"/>.</summary>
internal sealed class RequestBody
{
    private readonly JsonElement _object;
    private readonly string _prefix;
    private readonly Faults _faults;

    private RequestBody(JsonElement @object, string prefix, Faults faults)
    {
        _object = @object;
        _prefix = prefix;
        _faults = faults;
    }

    /// <summary>Reads a body that must be one JSON object. Unknown members are left alone, as AWS leaves them.</summary>
    public static (RequestBody? Body, WireError? Error) Read(ReadOnlyMemory<byte> body, string wanted, Faults faults)
    {
        if (body.IsEmpty)
        {
            return Refuse($"The request has no body; {wanted}.");
        }

        if (!Utf8.IsValid(body.Span))
        {
            return Refuse($"The request body is not UTF-8 text; {wanted}.");
        }

        JsonElement root;
        try
        {
            // Not disposed: rented memory would be handed out again while strings are still read from it.
            root = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = WireJson.MaxDepth, AllowDuplicateProperties = false }).RootElement;
        }
        catch (JsonException exception)
        {
            return Refuse($"The request body is not JSON that can be read: {Reason(exception)}; {wanted}.");
        }

        return root.ValueKind is JsonValueKind.Object
            ? (new RequestBody(root, string.Empty, faults), null)
            : Refuse($"The request body is {Kind(root)}; {wanted}.");

        static (RequestBody?, WireError?) Refuse(string message) => (null, WireError.InvalidRequest(message));
    }

    /// <summary>Reads a body all of whose members may be left out: none at all is an object without members.</summary>
    public static (RequestBody? Body, WireError? Error) ReadOptional(ReadOnlyMemory<byte> body, string wanted, Faults faults) =>
        Read(body.IsEmpty ? "{}"u8.ToArray() : body, wanted, faults);

    /// <summary>A string member of at least <paramref name="min"/> and at most <paramref name="max"/> characters; null when absent or JSON null.</summary>
    public string? Text(string name, int min, int max)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        if (member.ValueKind is not JsonValueKind.String)
        {
            _faults.Add($"{_prefix}{name} is {Kind(member)}; wanted a string.");
            return null;
        }

        if (TextOf(member) is not { } text)
        {
            _faults.Add($"{_prefix}{name} holds half of a surrogate pair; wanted Unicode text.");
            return null;
        }

        if (text.Length >= min && text.Length <= max)
        {
            return text;
        }

        _faults.Add($"{_prefix}{name} has {text.Length} characters; wanted {min} to {max}.");
        return null;
    }

    /// <summary>A string member that must be there; null when it is not, or is of another shape, which is a sentence then.</summary>
    public string? RequiredText(string name, string wanted)
    {
        if (Member(name) is null)
        {
            _faults.Add($"{_prefix}{name} is missing; wanted {wanted}.");
        }

        return Text(name, 0, int.MaxValue);
    }

    /// <summary>A member that is true or false; null when absent or JSON null.</summary>
    public bool? Flag(string name)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        if (member.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return member.GetBoolean();
        }

        _faults.Add($"{_prefix}{name} is {Kind(member)}; wanted true or false.");
        return null;
    }

    /// <summary>A member that is a whole number of 64 bits; null when absent or JSON null.</summary>
    public long? Integer(string name)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        if (member.ValueKind is JsonValueKind.Number && member.TryGetInt64(out var number))
        {
            return number;
        }

        _faults.Add($"{_prefix}{name} is {Kind(member)}; wanted a whole number.");
        return null;
    }

    /// <summary>A member that is itself an object; null when absent or JSON null.</summary>
    public RequestBody? Structure(string name)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        if (member.ValueKind is JsonValueKind.Object)
        {
            return new RequestBody(member, $"{_prefix}{name}.", _faults);
        }

        _faults.Add($"{_prefix}{name} is {Kind(member)}; wanted an object.");
        return null;
    }

    /// <summary>A member of any shape; null when absent or JSON null.</summary>
    public JsonElement? Member(string name) =>
        _object.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null ? member : null;

    /// <summary>The text of a JSON string; null when it holds half of a surrogate pair.</summary>
    public static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A JSON kind in words.</summary>
    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "a JSON object",
        JsonValueKind.Array => "a JSON list",
        JsonValueKind.String => "a JSON string",
        JsonValueKind.Number => "a JSON number",
        JsonValueKind.True or JsonValueKind.False => "a JSON boolean",
        _ => "JSON null",
    };

    private static string Reason(JsonException exception)
    {
        // Only this; a body that breaks off is reported with the word "depth" too.
        if (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return $"it nests deeper than {WireJson.MaxDepth} levels";
        }

        return exception.Message.Contains("Duplicate", StringComparison.Ordinal)
            ? "a member stands in it twice"
            : $"it breaks off or goes wrong at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
    }
}
