using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

internal sealed record GetPolicyResponse(
    string PolicyName, string PolicyArn, string PolicyDocument, string DefaultVersionId, Timestamp CreationDate, Timestamp LastModifiedDate, string GenerationId);

/// <summary>Tells a policy and the document of its version that counts.</summary>
internal static class GetPolicy
{
    public static readonly Operation Operation = Operation.Of(
        "GetPolicy", "GET", "/policies/{policyName}", changes: false, [WireErrorKind.ResourceNotFound],
        static () => PolicyShapes.Wire.GetPolicyResponse,
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<GetPolicyResponse>> RunAsync(Call call, Database database)
    {
        var name = PolicyName.Read(call.Path[0]);
        if (!name.IsSuccess)
        {
            return name.Error;
        }

        return await database.ReadAsync(session => PolicyTable.FindAsync(session, call.Caller, name.Value, call.Cancelled), call.Cancelled) is { } policy
            ? new GetPolicyResponse(
                policy.PolicyName, call.Caller.Arn(policy.Resource), policy.Document, PolicyVersionId.Text(policy.DefaultVersionId),
                Timestamp.Of(policy.CreatedAt), Timestamp.Of(policy.ModifiedAt), policy.GenerationId)
            : WireError.ResourceNotFound($"Policy default version not found. {PolicyName.NotFound(name.Value, call.Caller).Message}");
    }
}
