using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Lists the policies attached to a certificate, as clients did before ListAttachedPolicies.</summary>
internal static class ListPrincipalPolicies
{
    public static readonly Operation Operation = Operation.Of(
        "ListPrincipalPolicies", "GET", "/principal-policies", changes: false, [WireErrorKind.ResourceNotFound],
        static () => PolicyShapes.Wire.ListPoliciesResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListPoliciesResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var target = PrincipalHeader.ReadTarget(call);
        return target.IsSuccess
            ? await ListAttachedPolicies.ListAsync(call, database, markers, "ListPrincipalPolicies", target.Value, new Faults())
            : target.Error;
    }
}
