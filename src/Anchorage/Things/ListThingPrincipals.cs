using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

internal sealed record ListThingPrincipalsResponse(
    IReadOnlyList<string> Principals,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

/// <summary>Lists the certificates that belong to a thing, page by page.</summary>
internal static class ListThingPrincipals
{
    public static readonly Operation Operation = Operation.Of(
        "ListThingPrincipals", "GET", "/things/{thingName}/principals", changes: false, [WireErrorKind.ResourceNotFound],
        static () => ThingShapes.Wire.ListThingPrincipalsResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListThingPrincipalsResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var listed = await PrincipalPage.OfThingAsync(call, database, markers, "ListThingPrincipals", exclusive: null);
        return listed.IsSuccess
            ? new ListThingPrincipalsResponse([.. listed.Value.Principals.Select(one => CertificatePrincipal.Arn(call.Caller, one))], listed.Value.NextToken)
            : listed.Error;
    }
}
