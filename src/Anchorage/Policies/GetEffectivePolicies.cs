using Anchorage.Storage;
using Anchorage.Things;
using Anchorage.Wire;

namespace Anchorage.Policies;

internal sealed record GetEffectivePoliciesResponse(IReadOnlyList<EffectivePolicy> EffectivePolicies);

internal sealed record EffectivePolicy(string PolicyName, string PolicyArn, string PolicyDocument);

/// <summary>Tells which policies apply to a certificate, with the documents that count.</summary>
internal static class GetEffectivePolicies
{
    public static readonly Operation Operation = Operation.Of(
        "GetEffectivePolicies", "POST", "/effective-policies", changes: false, [WireErrorKind.ResourceNotFound],
        static () => PolicyShapes.Wire.GetEffectivePoliciesResponse,
        (call, on) => RunAsync(call, on.Database)) with
    { Demand = Demand.OfBodyArn("principal") };

    private static async Task<Result<GetEffectivePoliciesResponse>> RunAsync(Call call, Database database)
    {
        var faults = new Faults();
        var thing = new QueryShape(call.Query, faults).Text("thingName");
        if (thing is not null && ThingName.Read(thing) is { Error: { } unfit })
        {
            faults.Add(unfit.Message);
        }

        var (body, unreadable) = RequestBody.Read(call.Body.IsEmpty ? "{}"u8.ToArray() : call.Body, "wanted a JSON object with principal, the ARN of a certificate", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var principal = TestedPrincipal.Read(body, call.Caller, faults);
        if (!principal.IsSuccess)
        {
            return principal.Error;
        }

        var target = principal.Value.Target;
        return target is null && thing is null
            ? WireError.InvalidRequest("Neither principal nor thingName is given; wanted the ARN of a certificate as principal, the name of a thing as thingName, or both.")
            : await database.ReadAsync(session => FindAsync(session, call, target, thing), call.Cancelled);
    }

    // A thing has policies by its groups only, and there are none; but it must be there.
    private static async Task<Result<GetEffectivePoliciesResponse>> FindAsync(Session session, Call call, PolicyTarget? target, string? thing)
    {
        if (target is not null && !await target.ExistsAsync(session, call.Caller, call.Cancelled))
        {
            return target.NotFound(call.Caller);
        }

        if (thing is not null && await RegisteredThing.FindAsync(session, call.Caller, thing, call.Cancelled) is null)
        {
            return ThingName.Unknown(call.Caller, thing);
        }

        var policies = new List<EffectivePolicy>();
        foreach (var line in target is null ? [] : await PolicyAttachmentTable.ListAsync(session, call.Caller, target.Resource, call.Cancelled))
        {
            if (await PolicyTable.FindAsync(session, call.Caller, line.PolicyName, call.Cancelled) is { } policy)
            {
                policies.Add(new EffectivePolicy(policy.PolicyName, call.Caller.Arn(policy.Resource), policy.Document));
            }
        }

        return new GetEffectivePoliciesResponse(policies);
    }
}
