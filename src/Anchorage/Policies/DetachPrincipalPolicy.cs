using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Detaches a policy from a certificate, as clients did before DetachPolicy; unlike it, tells when it was not attached.</summary>
internal static class DetachPrincipalPolicy
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DetachPrincipalPolicy", "DELETE", "/principal-policies/{policyName}", changes: true, [WireErrorKind.ResourceNotFound],
        (call, on) => RunAsync(call, on.Database)) with
    { Demand = Demand.OfHeaderArn("x-amzn-iot-principal") };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database)
    {
        var (name, target) = (PolicyName.Read(call.Path[0]), PrincipalHeader.ReadTarget(call));
        if (!name.IsSuccess || !target.IsSuccess)
        {
            return name.Error ?? target.Error!;
        }

        return await DetachPolicy.DetachAsync(call, database, name.Value, target.Value)
            ? Nothing.Value
            : WireError.ResourceNotFound(
                $"The policy {Printable.Quoted(name.Value)} is not attached to {Printable.Quoted(target.Value.Arn)} in account {call.Caller.AccountId}, region {call.Caller.Region}. list-attached-policies lists those that are.");
    }
}
