using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(CreateThingResponse))]
[JsonSerializable(typeof(DescribeThingResponse))]
[JsonSerializable(typeof(ListThingsResponse))]
[JsonSerializable(typeof(ListThingPrincipalsResponse))]
[JsonSerializable(typeof(ListThingPrincipalsV2Response))]
[JsonSerializable(typeof(ListPrincipalThingsResponse))]
[JsonSerializable(typeof(ListPrincipalThingsV2Response))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, string>))]
internal sealed partial class ThingShapes : JsonSerializerContext
{
    public static readonly ThingShapes Wire = new(WireJson.Options());
}
