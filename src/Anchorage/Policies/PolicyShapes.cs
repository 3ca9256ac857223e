using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(CreatePolicyResponse))]
internal sealed partial class PolicyShapes : JsonSerializerContext
{
    public static readonly PolicyShapes Wire = new(WireJson.Options());
}
