using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

internal sealed record ListPolicyVersionsResponse(IReadOnlyList<PolicyVersionListItem> PolicyVersions);

internal sealed record PolicyVersionListItem(string VersionId, bool IsDefaultVersion, Timestamp CreateDate);

/// <summary>Lists the versions of a policy, newest first: at most five.</summary>
internal static class ListPolicyVersions
{
    public static readonly Operation Operation = Operation.Of(
        "ListPolicyVersions", "GET", "/policies/{policyName}/version", changes: false, [WireErrorKind.ResourceNotFound],
        static () => PolicyShapes.Wire.ListPolicyVersionsResponse,
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<ListPolicyVersionsResponse>> RunAsync(Call call, Database database)
    {
        var name = PolicyName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        // There is no policy without a version.
        var versions = await database.ReadAsync(session => PolicyVersionTable.ListAsync(session, call.Caller, name.Value, call.Cancelled), call.Cancelled);
        return versions.Count > 0
            ? new ListPolicyVersionsResponse(
                [.. versions.Select(version => new PolicyVersionListItem(PolicyVersionId.Text(version.VersionId), version.IsDefault, Timestamp.Of(version.CreatedAt)))])
            : PolicyName.NotFound(name.Value, call.Caller);
    }
}
