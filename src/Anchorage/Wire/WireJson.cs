using System.Text.Encodings.Web;
using System.Text.Json;

namespace Anchorage.Wire;

/// <summary>How JSON is written on this wire.</summary>
internal static class WireJson
{
    /// <summary>How deep a request may nest. No shape of the service model comes near it.</summary>
    public const int MaxDepth = 32;

    /// <summary>camelCase members; only what JSON demands is escaped, since no answer is ever part of a page.</summary>
    public static JsonSerializerOptions Options() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
    };
}
