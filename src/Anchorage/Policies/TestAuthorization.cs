using System.Collections.Immutable;
using Anchorage.Certificates;
using Anchorage.Policy;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Policies;

internal sealed record TestAuthorizationResponse(IReadOnlyList<AuthResult> AuthResults);

internal sealed record AuthResult(AuthInfo AuthInfo, PolicyNames Allowed, DeniedPolicies Denied, string AuthDecision, IReadOnlyList<string> MissingContextValues);

internal sealed record PolicyNames(IReadOnlyList<PolicyListItem> Policies);

internal sealed record DeniedPolicies(PolicyNames ImplicitDeny, PolicyNames ExplicitDeny);

/// <summary>Tells what a certificate's policies say of some actions, by the very evaluator that devices meet.</summary>
internal static class TestAuthorization
{
    public static readonly Operation Operation = Operation.Of(
        "TestAuthorization", "POST", "/test-authorization", changes: false, [WireErrorKind.ResourceNotFound],
        static () => PolicyShapes.Wire.TestAuthorizationResponse,
        (call, on) => RunAsync(call, on.Database, on.CompiledPolicies)) with
    { Demand = Demand.OfBodyArn("principal") };

    private static async Task<Result<TestAuthorizationResponse>> RunAsync(Call call, Database database, CompiledPolicies compiled)
    {
        var read = TestAuthorizationRequest.Read(call);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var request = read.Value;
        var found = await database.ReadAsync(session => FindAsync(session, call, request, compiled), call.Cancelled);
        if (!found.IsSuccess)
        {
            return found.Error;
        }

        var (policies, certificate, thing) = found.Value;

        var context = new PolicyContext();
        if (request.ClientId is { Length: > 0 } clientId)
        {
            context.Set(ContextNames.ClientId, clientId);
        }

        thing?.Set(context);

        // It was read when it was registered; should it ever not be, its variables have no value.
        if (certificate is not null && Certificate.Read(certificate.Der, "device certificate").Value is { } known)
        {
            using (known)
            {
                CertificateVariables.Set(context, known);
            }
        }

        return new TestAuthorizationResponse([.. request.AuthInfos.Select(info => Judge(info, policies, context, call.Caller))]);
    }

    private static async Task<Result<Tested>> FindAsync(
        Session session, Call call, TestAuthorizationRequest request, CompiledPolicies compiled)
    {
        var policies = new List<NamedPolicy>();
        DeviceCertificate? certificate = null;
        if (request.Principal is { } target)
        {
            certificate = target.CertificateId is null ? null : await RegisteredCertificate.FindAsync(session, call.Caller, target.CertificateId, call.Cancelled);
            if (certificate is null)
            {
                return target.NotFound(call.Caller);
            }

            policies.AddRange(await PrincipalPolicies.FindAsync(session, call.Caller, target.Resource, compiled, call.Cancelled));
        }

        foreach (var name in request.PolicyNamesToAdd.Distinct(StringComparer.Ordinal).Where(name => policies.TrueForAll(policy => policy.Name != name)).ToList())
        {
            if (await PolicyTable.FindAsync(session, call.Caller, name, call.Cancelled) is not { } added)
            {
                return PolicyName.NotFound(name, call.Caller);
            }

            var key = new PolicyVersionKey(call.Caller.AccountId, call.Caller.Region, name, added.GenerationId, added.DefaultVersionId);
            if (await compiled.FindAsync(session, call.Caller, key, call.Cancelled) is { } policy)
            {
                policies.Add(policy);
            }
        }

        var thing = request.ClientId is { Length: > 0 } clientId
            ? await ThingVariables.FindAsync(session, call.Caller, clientId, certificate?.CertificateId, call.Cancelled)
            : null;
        return new Tested([.. policies.Where(policy => !request.PolicyNamesToSkip.Contains(policy.Name))], certificate, thing);
    }

    private static AuthResult Judge(AuthInfo info, ImmutableArray<NamedPolicy> policies, PolicyContext context, Caller caller)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var decision = Decide(policies.AsSpan());
        var alone = policies.ToLookup(policy => Decide([policy]), policy => new PolicyListItem(policy.Name, caller.Arn(IotPolicy.ResourceOf(policy.Name))));
        return new AuthResult(
            info,
            new PolicyNames([.. alone[PolicyOutcome.Allowed]]),
            new DeniedPolicies(new PolicyNames([.. alone[PolicyOutcome.ImplicitDeny]]), new PolicyNames([.. alone[PolicyOutcome.ExplicitDeny]])),
            decision switch
            {
                PolicyOutcome.Allowed => "ALLOWED",
                PolicyOutcome.ExplicitDeny => "EXPLICIT_DENY",
                _ => "IMPLICIT_DENY",
            },
            [.. missing]);

        // All of the resources must be allowed; one that is denied denies them all.
        PolicyOutcome Decide(ReadOnlySpan<NamedPolicy> some)
        {
            var outcome = PolicyOutcome.Allowed;
            foreach (var resource in info.Resources)
            {
                var one = PolicyDecision.Of(some, AuthInfo.ActionOf(info.ActionType)!, resource, context, missing).Outcome;
                outcome = one is PolicyOutcome.ExplicitDeny || outcome is PolicyOutcome.ExplicitDeny ? PolicyOutcome.ExplicitDeny
                    : one is PolicyOutcome.ImplicitDeny ? one : outcome;
            }

            return outcome;
        }
    }

    /// <summary>What a request asks about, as it is stored.</summary>
    private sealed record Tested(ImmutableArray<NamedPolicy> Policies, DeviceCertificate? Certificate, ThingVariables? Thing);
}
