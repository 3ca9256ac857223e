using System.Text.RegularExpressions;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Policies;

internal sealed record GetEffectivePoliciesResponse(IReadOnlyList<EffectivePolicy> EffectivePolicies);

internal sealed record EffectivePolicy(string PolicyName, string PolicyArn, string PolicyDocument);

/// <summary>Tells which policies apply to a certificate, with the documents that count.</summary>
internal static partial class GetEffectivePolicies
{
    public static readonly Operation Operation = Operation.Of(
        "GetEffectivePolicies", "POST", "/effective-policies", changes: false, [WireErrorKind.ResourceNotFound],
        PolicyShapes.Wire.GetEffectivePoliciesResponse,
        (call, on) => RunAsync(call, on.Database));

    private static async Task<Result<GetEffectivePoliciesResponse>> RunAsync(Call call, Database database)
    {
        var faults = new Faults();
        var thing = new QueryShape(call.Query, faults).Text("thingName");
        if (thing is not null && !ThingName().IsMatch(thing))
        {
            faults.Add($"The query parameter thingName is {Printable.Quoted(thing)}; wanted 1 to 128 letters, digits and :_-.");
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

        if (principal.Value.Target is not { } target)
        {
            // A thing has policies by its groups only, and there are none.
            return thing is not null
                ? new GetEffectivePoliciesResponse([])
                : WireError.InvalidRequest("Neither principal nor thingName is given; wanted the ARN of a certificate as principal.");
        }

        var found = await database.ReadAsync(
            async session =>
            {
                if (!await target.ExistsAsync(session, call.Caller, call.Cancelled))
                {
                    return null;
                }

                var policies = new List<EffectivePolicy>();
                foreach (var line in await PolicyAttachmentTable.ListAsync(session, call.Caller, target.Resource, call.Cancelled))
                {
                    if (await PolicyTable.FindAsync(session, call.Caller, line.PolicyName, call.Cancelled) is { } policy)
                    {
                        policies.Add(new EffectivePolicy(policy.PolicyName, call.Caller.Arn(policy.Resource), policy.Document));
                    }
                }

                return policies;
            },
            call.Cancelled);
        return found is null ? target.NotFound(call.Caller) : new GetEffectivePoliciesResponse(found);
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9:_-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ThingName();
}
