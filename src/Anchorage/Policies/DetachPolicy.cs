using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Detaches a policy from a certificate. What is not attached is detached already: the service model declares no error for it.</summary>
internal static class DetachPolicy
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DetachPolicy", "POST", "/target-policies/{policyName}", changes: true, [],
        (call, on) => RunAsync(call, on.Database)) with
    { Demand = Demand.OfBodyArn("target") };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var (request, error) = TargetPolicyRequest.Read(call);
        if (request is null)
        {
            return error!;
        }

        await DetachAsync(call, database, request.PolicyName, request.Target);
        return Nothing.Value;
    }

    /// <summary>Detaches it; false when it was not attached.</summary>
    public static Task<bool> DetachAsync(Call call, Database database, string policyName, PolicyTarget target) => database.WriteAsync(
        async session => await PolicyAttachmentTable.TryDeleteAsync(session, call.Caller, target.Resource, policyName, call.Cancelled) ? Write.Keep(true) : Write.Undo(false),
        call.Cancelled);
}
