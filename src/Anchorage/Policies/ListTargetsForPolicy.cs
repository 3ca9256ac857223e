using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

internal sealed record ListTargetsForPolicyResponse(
    IReadOnlyList<string> Targets, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextMarker);

/// <summary>Lists what a policy is attached to page by page, latest first.</summary>
internal static class ListTargetsForPolicy
{
    public static readonly Operation Operation = Operation.Of(
        "ListTargetsForPolicy", "POST", "/policy-targets/{policyName}", changes: false, [WireErrorKind.ResourceNotFound],
        static () => PolicyShapes.Wire.ListTargetsForPolicyResponse,
        (call, on) => RunAsync(call, on.Database, on.Markers));

    private static async Task<Result<ListTargetsForPolicyResponse>> RunAsync(Call call, Database database, Marker markers)
    {
        var (targets, next, error) = await ListAsync(call, database, markers, "ListTargetsForPolicy", call.Path[0]);
        return error is null ? new ListTargetsForPolicyResponse(targets, next) : error;
    }

    /// <summary>The ARNs on the page that is wanted of what a policy is attached to.</summary>
    public static async Task<(List<string> Targets, string? NextMarker, WireError? Error)> ListAsync(
        Call call, Database database, Marker markers, string operation, string policyName)
    {
        var faults = new Faults();
        var name = PolicyName.Read(policyName, "policyName", faults);
        var wanted = PageRequest.Read(call, $"{operation} {name}", markers, faults);
        if (faults.Any)
        {
            return ([], null, faults.AsError());
        }

        var found = await database.ReadAsync(
            async session => await PolicyTable.ExistsAsync(session, call.Caller, name, call.Cancelled)
                ? await PolicyAttachmentTable.TargetsAsync(session, call.Caller, name, wanted.After, wanted.Ascending, wanted.Size + 1, call.Cancelled)
                : null,
            call.Cancelled);
        if (found is null)
        {
            return ([], null, PolicyName.NotFound(name, call.Caller));
        }

        var (lines, next) = wanted.Cut(found, call.Caller, markers, line => new PagePlace(line.At.ToUnixTimeMilliseconds(), line.Target));
        return ([.. lines.Select(line => call.Caller.Arn(line.Target))], next, null);
    }
}
