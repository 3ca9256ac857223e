using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

internal sealed record ListThingPrincipalsV2Response(
    IReadOnlyList<ThingPrincipalObject> ThingPrincipalObjects,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

internal sealed record ThingPrincipalObject(string Principal, string ThingPrincipalType);

/// <summary>Lists the certificates that belong to a thing and whether they belong to it alone, page by page.</summary>
internal static class ListThingPrincipalsV2
{
    public static readonly Operation Operation = Operation.Of(
        "ListThingPrincipalsV2", "GET", "/things/{thingName}/principals-v2", changes: false, [WireErrorKind.ResourceNotFound],
        static () => ThingShapes.Wire.ListThingPrincipalsV2Response,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListThingPrincipalsV2Response>> RunAsync(Call call, Database database, Marker markers)
    {
        var type = PrincipalType.Read(call);
        if (!type.IsSuccess)
        {
            return type.Error;
        }

        var listed = await PrincipalPage.OfThingAsync(call, database, markers, "ListThingPrincipalsV2", type.Value.Exclusive);
        return listed.IsSuccess
            ? new ListThingPrincipalsV2Response(
                [.. listed.Value.Principals.Select(one => new ThingPrincipalObject(CertificatePrincipal.Arn(call.Caller, one), one.ThingPrincipalType))],
                listed.Value.NextToken)
            : listed.Error;
    }
}
