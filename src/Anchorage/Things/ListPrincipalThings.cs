using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Things;

internal sealed record ListPrincipalThingsResponse(
    IReadOnlyList<string> Things,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

/// <summary>Lists the things that a certificate belongs to, page by page.</summary>
internal static class ListPrincipalThings
{
    public static readonly Operation Operation = Operation.Of(
        "ListPrincipalThings", "GET", "/principals/things", changes: false, [WireErrorKind.ResourceNotFound],
        static () => ThingShapes.Wire.ListPrincipalThingsResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers)) with
    { Demand = Demand.OfHeaderArn("x-amzn-principal") };

    private static async Task<Result<ListPrincipalThingsResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var listed = await PrincipalPage.OfCertificateAsync(call, database, markers, "ListPrincipalThings", exclusive: null);
        return listed.IsSuccess
            ? new ListPrincipalThingsResponse([.. listed.Value.Principals.Select(one => one.ThingName)], listed.Value.NextToken)
            : listed.Error;
    }
}
