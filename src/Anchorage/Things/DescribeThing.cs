using System.Collections.Immutable;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

/// <param name="DefaultClientId">The thing's name, as AWS has it.</param>
internal sealed record DescribeThingResponse(
    string DefaultClientId, string ThingName, string ThingId, string ThingArn, ImmutableSortedDictionary<string, string> Attributes, long Version);

/// <summary>Tells everything about one thing of the caller.</summary>
internal static class DescribeThing
{
    public static readonly Operation Operation = Operation.Of(
        "DescribeThing", "GET", "/things/{thingName}", changes: false, [WireErrorKind.ResourceNotFound],
        static () => ThingShapes.Wire.DescribeThingResponse,
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<DescribeThingResponse>> RunAsync(Call call, Database database)
    {
        var name = ThingName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        return await database.ReadAsync(session => ThingTable.FindAsync(session, call.Caller, name.Value, call.Cancelled), call.Cancelled) is { } thing
            ? new DescribeThingResponse(
                thing.ThingName, thing.ThingName, thing.ThingId, call.Caller.Arn(thing.Resource), thing.Attributes, thing.Version)
            : ThingName.Unknown(call.Caller, name.Value);
    }
}
