using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>What every list of policies answers.</summary>
internal sealed record ListPoliciesResponse(
    IReadOnlyList<PolicyListItem> Policies,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextMarker);

internal sealed record PolicyListItem(string PolicyName, string PolicyArn);

/// <summary>Lists the caller's policies page by page, newest first unless isAscendingOrder is true.</summary>
internal static class ListPolicies
{
    public static readonly Operation Operation = Operation.Of(
        "ListPolicies", "GET", "/policies", changes: false, [],
        static () => PolicyShapes.Wire.ListPoliciesResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListPoliciesResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var faults = new Faults();
        var wanted = PageRequest.Read(call, "ListPolicies", markers, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var found = await database.ReadAsync(
            session => PolicyTable.PageAsync(session, call.Caller, wanted.After, wanted.Ascending, wanted.Size + 1, call.Cancelled), call.Cancelled);
        return Page(call, markers, wanted, found);
    }

    /// <summary>The page of these policies, of which there may be one more than fits.</summary>
    public static ListPoliciesResponse Page(Call call, Marker markers, PageRequest wanted, List<PolicyLine> found)
    {
        var (lines, next) = wanted.Cut(found, call.Caller, markers, line => new PagePlace(line.At.ToUnixTimeMilliseconds(), line.PolicyName));
        return new ListPoliciesResponse(
            [.. lines.Select(line => new PolicyListItem(line.PolicyName, call.Caller.Arn(IotPolicy.ResourceOf(line.PolicyName))))], next);
    }
}
