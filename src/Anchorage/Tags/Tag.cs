using System.Text.Json.Serialization;

namespace Anchorage.Tags;

/// <summary>A tag: a key of 1 to 128 characters and a value of 0 to 256, both case-sensitive.</summary>
internal sealed record Tag([property: JsonPropertyName("Key")] string Key, [property: JsonPropertyName("Value")] string Value);
