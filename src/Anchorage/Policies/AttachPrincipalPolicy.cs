using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

/// <summary>Attaches a policy to a certificate, as clients did before AttachPolicy.</summary>
internal static class AttachPrincipalPolicy
{
    public static readonly Operation Operation = Operation.OfNothing(
        "AttachPrincipalPolicy", "PUT", "/principal-policies/{policyName}", changes: true, [WireErrorKind.ResourceNotFound, WireErrorKind.LimitExceeded],
        (call, on) => RunAsync(call, on.Database, on.Clock)) with
    { Demand = Demand.OfHeaderArn("x-amzn-iot-principal") };

    private static async Task<Result<Nothing>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var (name, target) = (PolicyName.Read(call.Path[0]), PrincipalHeader.ReadTarget(call));
        return name.IsSuccess && target.IsSuccess
            ? await AttachPolicy.AttachAsync(call, database, clock, name.Value, target.Value)
            : name.Error ?? target.Error!;
    }
}
