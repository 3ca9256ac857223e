using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

internal sealed record ListPrincipalThingsV2Response(
    IReadOnlyList<PrincipalThingObject> PrincipalThingObjects,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

internal sealed record PrincipalThingObject(string ThingName, string ThingPrincipalType);

/// <summary>Lists the things that a certificate belongs to and whether to one alone, page by page.</summary>
internal static class ListPrincipalThingsV2
{
    public static readonly Operation Operation = Operation.Of(
        "ListPrincipalThingsV2", "GET", "/principals/things-v2", changes: false, [WireErrorKind.ResourceNotFound],
        static () => ThingShapes.Wire.ListPrincipalThingsV2Response,
        (call, on) => RunAsync(call, on.Database, on.Markers)) with
    { Demand = Demand.OfHeaderArn("x-amzn-principal") };

    private static async Task<Result<ListPrincipalThingsV2Response>> RunAsync(Call call, Database database, Marker markers)
    {
        var type = PrincipalType.Read(call);
        if (!type.IsSuccess)
        {
            return type.Error;
        }

        var listed = await PrincipalPage.OfCertificateAsync(call, database, markers, "ListPrincipalThingsV2", type.Value.Exclusive);
        return listed.IsSuccess
            ? new ListPrincipalThingsV2Response(
                [.. listed.Value.Principals.Select(one => new PrincipalThingObject(one.ThingName, one.ThingPrincipalType))], listed.Value.NextToken)
            : listed.Error;
    }
}
