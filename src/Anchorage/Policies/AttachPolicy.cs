using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Attaches a policy to a certificate; again is the same as once.</summary>
internal static class AttachPolicy
{
    public static readonly Operation Operation = Operation.OfNothing(
        "AttachPolicy", "PUT", "/target-policies/{policyName}", changes: true, [WireErrorKind.ResourceNotFound, WireErrorKind.LimitExceeded],
        (call, on) => RunAsync(call, on.Database, on.Clock)) with
    { Demand = Demand.OfBodyArn("target") };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var (request, error) = TargetPolicyRequest.Read(call);
        return request is null ? error! : await AttachAsync(call, database, clock, request.PolicyName, request.Target);
    }

    /// <summary>Attaches it if both are there and the target is not full.</summary>
    public static async Task<Result<Nothing>> AttachAsync(Call call, Database database, TimeProvider clock, string policyName, PolicyTarget target)
    {
        var refusal = await database.WriteAsync(
            async session =>
            {
                var error = !await target.TryKeepAsync(session, call.Caller, call.Cancelled)
                    ? await RefusalAsync(session, call, target)
                    : await PolicyAttachmentTable.InsertAsync(session, call.Caller, target.Resource, policyName, clock.GetUtcNow(), call.Cancelled) switch
                    {
                        PolicyAttachment.Done => null,
                        PolicyAttachment.NoSuchPolicy => PolicyName.NotFound(policyName, call.Caller),
                        _ => WireError.LimitExceeded(
                            $"The certificate {target.CertificateId} has {PolicyAttachmentTable.MostPerTarget} policies, which is the most. list-attached-policies lists them; detach one, or put several into one document."),
                    };
                return error is null ? Write.Keep(error) : Write.Undo<WireError?>(error);
            },
            call.Cancelled);
        return refusal is null ? Nothing.Value : refusal;
    }

    private static async Task<WireError> RefusalAsync(Session session, Call call, PolicyTarget target) =>
        await target.ExistsAsync(session, call.Caller, call.Cancelled)
            ? WireError.InvalidRequest(
                $"The certificate {target.CertificateId} is PENDING_TRANSFER, and nothing can be attached to it until the transfer is accepted, rejected or cancelled.")
            : target.NotFound(call.Caller);
}
