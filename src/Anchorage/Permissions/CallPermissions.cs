using Anchorage.Accounts;
using Anchorage.Policy;
using Anchorage.Storage;
using Anchorage.Tags;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>Judges each call by the policies of who makes it: denied unless one allows it and none denies it. Administrators need none.</summary>
internal sealed class CallPermissions(Database database, TimeProvider clock)
{
    private static readonly PolicyAction PassRole = PolicyAction.Named("iam:PassRole");

    private readonly KeptIdentityPolicies _kept = new();

    /// <summary>What the caller is told when it may not do this; null when it may.</summary>
    public ValueTask<WireError?> RefuseAsync(Operation operation, Call call) => call.Caller.Principal switch
    {
        { IsAdministrator: true } => default,
        { Name: not null } when !operation.Demand.NeedsAdministrator => JudgeAsync(operation, call),
        _ => new(NotAdministrator(operation, call.Caller)),
    };

    /// <summary>The policies of a principal that is no administrator.</summary>
    public ValueTask<IdentityPolicies> PoliciesAsync(string account, CallerPrincipal principal, CancellationToken cancellationToken) =>
        _kept.FindAsync(database, account, principal.Name!, principal.PoliciesVersion, cancellationToken);

    private async ValueTask<WireError?> JudgeAsync(Operation operation, Call call)
    {
        var demand = operation.Demand;
        RequestBody? body = null;
        if (demand.NeedsBody)
        {
            // What is wrong with its members is said by the operation; a body that cannot be read at all is refused here, before what it demands is known.
            (body, var unreadable) = RequestBody.ReadOptional(call.Body, "wanted a JSON object", new Faults());
            if (unreadable is not null)
            {
                return unreadable;
            }
        }

        var policies = await PoliciesAsync(call.Caller.AccountId, call.Caller.Principal!, call.Cancelled);
        var context = CallContext.Of(call, clock.GetUtcNow());
        var resource = DemandedResource.Of(demand, call, body);
        if (demand.HasTags && CallContext.AddRequestTags(context, call, body!) is { } ambiguous)
        {
            return ambiguous;
        }

        if (demand.NamesThing)
        {
            context.Set(CallContext.ThingArn, call.Caller.Arn($"thing/{call.Path[0]}"));
        }

        if (policies.MayAskForResourceTags && !await TryAddTagsAsync(context, call, resource))
        {
            return WireError.AccessDenied($"{Said(call.Caller, operation.Action, resource)} because two of its tag keys differ in letter case only, and the conditions of policies do not tell them apart");
        }

        if (Refusal(policies, operation.Action, resource, context, call.Caller) is { } refused)
        {
            return refused;
        }

        if (demand.Role is { } member && DemandedResource.Text(body, member) is { Length: > 0 } role
            && Refusal(policies, PassRole, role, context.Set(CallContext.PassedToService, "iot.amazonaws.com"), call.Caller) is { } unpassed)
        {
            return unpassed;
        }

        return demand.Template is { } template && DemandedResource.Text(body, template) is { Length: > 0 } text
            ? await RefuseImpliedAsync(call, ImpliedActions.Of(text, call.Caller))
            : null;
    }

    /// <summary>The same for what a call does beside its own action; null when the caller may do all of it.</summary>
    public async ValueTask<WireError?> RefuseImpliedAsync(Call call, IEnumerable<ImpliedAction> actions)
    {
        if (call.Caller.Principal is not { IsAdministrator: false, Name: not null } principal)
        {
            return null;
        }

        var policies = await PoliciesAsync(call.Caller.AccountId, principal, call.Cancelled);
        foreach (var (action, resource, thing) in actions)
        {
            var context = CallContext.Of(call, clock.GetUtcNow());
            if (thing is not null)
            {
                context.Set(CallContext.ThingArn, thing);
            }

            if (Refusal(policies, action, resource, context, call.Caller) is { } refused)
            {
                return refused;
            }
        }

        return null;
    }

    private async Task<bool> TryAddTagsAsync(PolicyContext context, Call call, string resource)
    {
        if (ResourceArn.Read(resource) is not { } arn || arn.AccountId != call.Caller.AccountId || arn.Region != call.Caller.Region)
        {
            return true;
        }

        return CallContext.TryAddResourceTags(context, await database.ReadAsync(
            session => ResourceTags.ListAsync(session, call.Caller, $"{arn.Type}/{arn.Id}", call.Cancelled), call.Cancelled));
    }

    private static WireError? Refusal(IdentityPolicies policies, PolicyAction action, string resource, PolicyContext context, Caller caller) =>
        PolicyDecision.Of(policies.Policies.AsSpan(), action, resource, context).Outcome switch
        {
            PolicyOutcome.Allowed => null,
            PolicyOutcome.ExplicitDeny => WireError.AccessDenied($"{Said(caller, action, resource)} with an explicit deny in an identity-based policy"),
            _ => WireError.AccessDenied($"{Said(caller, action, resource)} because no identity-based policy allows the {action} action"),
        };

    private static WireError NotAdministrator(Operation operation, Caller caller) =>
        WireError.AccessDenied($"{Said(caller, operation.Action, DemandedResource.Any)} because only administrators may call it, and no policy allows it");

    private static string Said(Caller caller, PolicyAction action, string resource) =>
        $"User: {caller.Principal?.Arn(caller.AccountId) ?? "anonymous"} is not authorized to perform: {action} on resource: {Shown(resource)}";

    // An ARN stands there as it is; what is none may hold anything.
    private static string Shown(string resource) => resource.All(c => c is > ' ' and < '\x7f') ? resource : Printable.Quoted(resource);
}
