using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

internal sealed record ListPolicyPrincipalsResponse(
    IReadOnlyList<string> Principals, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextMarker);

/// <summary>Lists what a policy is attached to, as clients did before ListTargetsForPolicy.</summary>
internal static class ListPolicyPrincipals
{
    public static readonly Operation Operation = Operation.Of(
        "ListPolicyPrincipals", "GET", "/policy-principals", changes: false, [WireErrorKind.ResourceNotFound],
        static () => PolicyShapes.Wire.ListPolicyPrincipalsResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListPolicyPrincipalsResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var name = PrincipalHeader.ReadPolicy(call);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        var (principals, next, error) = await ListTargetsForPolicy.ListAsync(call, database, markers, "ListPolicyPrincipals", name.Value);
        return error is null ? new ListPolicyPrincipalsResponse(principals, next) : error;
    }
}
