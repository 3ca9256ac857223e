using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

internal sealed record GetPolicyVersionResponse(
    string PolicyArn, string PolicyName, string PolicyDocument, string PolicyVersionId, bool IsDefaultVersion,
    Timestamp CreationDate, Timestamp LastModifiedDate, string GenerationId);

/// <summary>Tells one version of a policy.</summary>
internal static class GetPolicyVersion
{
    public static readonly Operation Operation = Operation.Of(
        "GetPolicyVersion", "GET", "/policies/{policyName}/version/{policyVersionId}", changes: false, [WireErrorKind.ResourceNotFound],
        static () => PolicyShapes.Wire.GetPolicyVersionResponse,
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<GetPolicyVersionResponse>> RunAsync(Call call, Database database)
    {
        var (name, id) = (PolicyName.Read(call.Path[0]), PolicyVersionId.Read(call.Path[1]));
        if (!name.IsSuccess || !id.IsSuccess)
        {
            return name.Error ?? id.Error!;
        }

        // A version never changes: it was last modified when it was created.
        return await database.ReadAsync(
            session => PolicyVersionTable.FindAsync(session, call.Caller, name.Value, PolicyVersionId.Number(id.Value), call.Cancelled), call.Cancelled) is { } version
            ? new GetPolicyVersionResponse(
                call.Caller.Arn(IotPolicy.ResourceOf(name.Value)), name.Value, version.Document, PolicyVersionId.Text(version.VersionId), version.IsDefault,
                Timestamp.Of(version.CreatedAt), Timestamp.Of(version.CreatedAt), version.GenerationId)
            : PolicyVersionId.NotFound(name.Value, id.Value, call.Caller);
    }
}
