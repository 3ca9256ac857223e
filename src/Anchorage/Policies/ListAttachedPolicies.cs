using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Lists the policies attached to a certificate, latest first: at most ten. Without thing groups there is nothing that recursive could add.</summary>
internal static class ListAttachedPolicies
{
    public static readonly Operation Operation = Operation.Of(
        "ListAttachedPolicies", "POST", "/attached-policies/{target}", changes: false, [WireErrorKind.ResourceNotFound],
        static () => PolicyShapes.Wire.ListPoliciesResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListPoliciesResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var faults = new Faults();
        _ = new QueryShape(call.Query, faults).Flag("recursive");
        var target = PolicyTarget.Read(call.Path[0], "target", call.Caller);
        return target.IsSuccess ? await ListAsync(call, database, markers, "ListAttachedPolicies", target.Value, faults) : target.Error;
    }

    /// <summary>The page that is wanted of the policies attached to a target, in the order of their attachment.</summary>
    public static async Task<Result<ListPoliciesResponse>> ListAsync(
        Call call, Database database, Marker markers, string operation, PolicyTarget target, Faults faults)
    {
        var wanted = PageRequest.Read(call, $"{operation} {target.Resource}", markers, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var all = await database.ReadAsync(
            async session => await target.ExistsAsync(session, call.Caller, call.Cancelled)
                ? await PolicyAttachmentTable.ListAsync(session, call.Caller, target.Resource, call.Cancelled)
                : null,
            call.Cancelled);
        if (all is null)
        {
            return target.NotFound(call.Caller);
        }

        var from = wanted.After ?? PagePlace.Before(wanted.Ascending);
        var rest = all.Where(line => Order(line, from) * (wanted.Ascending ? 1 : -1) > 0).OrderBy(line => line, Comparer<PolicyLine>.Create(
            (one, other) => Order(one, new PagePlace(other.At.ToUnixTimeMilliseconds(), other.PolicyName)) * (wanted.Ascending ? 1 : -1)));
        return ListPolicies.Page(call, markers, wanted, [.. rest.Take(wanted.Size + 1)]);
    }

    // Ten lines at most: they are ordered here rather than by an index that every attachment would have to write.
    private static int Order(PolicyLine line, PagePlace place) =>
        line.At.ToUnixTimeMilliseconds().CompareTo(place.UnixMilliseconds) is not 0 and var time ? time : string.CompareOrdinal(line.PolicyName, place.Id);
}
