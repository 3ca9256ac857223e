using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

internal sealed record CreatePolicyVersionResponse(string PolicyArn, string PolicyDocument, string PolicyVersionId, bool IsDefaultVersion);

/// <summary>Adds a version to a policy, which counts if setAsDefault is true.</summary>
internal static class CreatePolicyVersion
{
    public static readonly Operation Operation = Operation.Of(
        "CreatePolicyVersion", "POST", "/policies/{policyName}/version", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.MalformedPolicy, WireErrorKind.VersionsLimitExceeded],
        static () => PolicyShapes.Wire.CreatePolicyVersionResponse,
        (call, on) => RunAsync(call, on.Database, on.Clock));

    private static async Task<Result<CreatePolicyVersionResponse>> RunAsync(Call call, Database database, TimeProvider clock)
    {
        var faults = new Faults();
        var name = PolicyName.Read(call.Path[0], "policyName", faults);
        var asDefault = new QueryShape(call.Query, faults).Flag("setAsDefault") ?? false;
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with policyDocument, the policy as a JSON string", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var document = PolicyText.Read(body, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        if (PolicyText.Judge(document!) is { } malformed)
        {
            return malformed;
        }

        var (id, exists) = await database.WriteAsync(
            async session => await PolicyVersionTable.TryAddAsync(
                session, call.Caller, name, document!, asDefault, clock.GetUtcNow(), call.Cancelled) is { } added
                ? Write.Keep<(string?, bool)>((added, true))
                : Write.Undo<(string?, bool)>((null, await PolicyTable.ExistsAsync(session, call.Caller, name, call.Cancelled))),
            call.Cancelled);
        return id is not null
            ? new CreatePolicyVersionResponse(call.Caller.Arn(IotPolicy.ResourceOf(name)), document!, id, asDefault)
            : exists
                ? new WireError(
                    WireErrorKind.VersionsLimitExceeded,
                    $"The policy {name} already has the maximum number of versions ({PolicyVersionTable.MostPerPolicy}). list-policy-versions lists them; delete one that does not count with delete-policy-version.")
                : PolicyName.NotFound(name, call.Caller);
    }
}
