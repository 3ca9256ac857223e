using System.Text.Json.Serialization;

namespace Anchorage.Wire;

/// <summary>The body of every error.</summary>
internal sealed record FailureBody(
    string Message,
    bool Success,
    FailureEnvelope Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ResourceId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ResourceArn)
{
    public static FailureBody Of(WireError error) =>
        new(error.Message, false, new FailureEnvelope(error.Kind.EnvelopeCode, error.Message), error.ResourceId, error.ResourceArn);
}

/// <summary>The documented envelope's <c>error</c>.</summary>
internal sealed record FailureEnvelope(string Code, string Message);

/// <summary>The shapes of the edge itself.</summary>
[JsonSerializable(typeof(FailureBody))]
internal sealed partial class WireShapes : JsonSerializerContext
{
    public static readonly WireShapes Wire = new(WireJson.Options());
}
