using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Anchorage.Accounts;
using Anchorage.Policy;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>A decision, with the statement that made it and what would have been needed to know more.</summary>
/// <param name="EvalDecision">IAM's words: <c>allowed</c>, <c>explicitDeny</c>, <c>implicitDeny</c>.</param>
/// <param name="Reason">A sentence.</param>
/// <param name="PolicyName">The policy that decided; absent when none speaks of it.</param>
/// <param name="StatementIndex">The place of its statement that decided, from 0.</param>
/// <param name="Sid">The name of that statement, when it has one.</param>
/// <param name="MissingContextValues">Condition keys and variables that were asked for and are not in the context.</param>
internal sealed record SimulatePrincipalPolicyResponse(
    string EvalDecision,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PolicyName,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? StatementIndex,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Sid,
    IReadOnlyList<string> MissingContextValues);

/// <summary>Tells how a principal's policies judge an action, without doing it: the same decision that a request meets.</summary>
internal static class SimulatePrincipalPolicy
{
    private const int MostContextKeys = 100;
    private const int MostValues = 50;

    public static readonly Operation Operation = Operation.Of(
        "SimulatePrincipalPolicy", "POST", "/-/accounts/{accountId}/principals/{principalName}/simulation", changes: false, [WireErrorKind.ResourceNotFound],
        static () => UserPolicyShapes.Wire.SimulatePrincipalPolicyResponse,
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<SimulatePrincipalPolicyResponse>> RunAsync(Call call, Installation on)
    {
        var named = NamedPrincipal.Read(call, on);
        if (!named.IsSuccess)
        {
            return named.Error;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(
            call.Body, """wanted a JSON object such as {"action":"iot:RegisterCACertificate","resource":"*","context":{"aws:RequestTag/team":["core"]}}""", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var action = body.RequiredText("action", "an action such as iot:RegisterCACertificate");
        if (action is not null && (action.Length > 256 || action.IndexOf(':', StringComparison.Ordinal) < 1))
        {
            faults.Add($"action is {Printable.Quoted(action)}; wanted one such as iot:RegisterCACertificate.");
        }

        var resource = body.Text("resource", 1, 2048) ?? DemandedResource.Any;
        var context = new PolicyContext()
            .Set(ContextNames.CurrentTime, on.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .Set("aws:PrincipalAccount", named.Value.AccountId)
            .Set("aws:username", named.Value.Name);
        ReadContext(body, context, faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var principal = await on.Database.ReadAsync(
            session => AccountPrincipal.FindAsync(session, named.Value.AccountId, named.Value.Name, call.Cancelled), call.Cancelled);
        if (principal is null)
        {
            return named.Value.NotFound();
        }

        if (principal.IsAdministrator)
        {
            return new SimulatePrincipalPolicyResponse("allowed", "An administrator may do everything in its account.", null, null, null, []);
        }

        var missing = new SortedSet<string>(StringComparer.Ordinal);
        var policies = await on.Permissions.PoliciesAsync(named.Value.AccountId, principal, call.Cancelled);
        return Told(PolicyDecision.Of(policies.Policies.AsSpan(), PolicyAction.Named(action!), resource, context, missing), [.. missing]);
    }

    private static SimulatePrincipalPolicyResponse Told(PolicyDecision decision, IReadOnlyList<string> missing)
    {
        var place = $"Statement[{decision.Statement?.Index}]{(decision.Statement?.Sid is { Length: > 0 } sid ? $" ({sid})" : "")} of the policy {decision.PolicyName}";
        var (word, reason) = decision.Outcome switch
        {
            PolicyOutcome.Allowed => ("allowed", $"{place} allows it, and none denies it."),
            PolicyOutcome.ExplicitDeny => ("explicitDeny", $"{place} denies it, which no other can allow."),
            _ => ("implicitDeny", "No statement allows it."),
        };
        return new SimulatePrincipalPolicyResponse(word, reason, decision.PolicyName, decision.Statement?.Index, decision.Statement?.Sid, missing);
    }

    /// <summary>Reads <c>context</c>: condition keys with a value or a list of values each.</summary>
    private static void ReadContext(RequestBody body, PolicyContext context, Faults faults)
    {
        if (body.Member("context") is not { } given)
        {
            return;
        }

        if (given.ValueKind is not JsonValueKind.Object || given.GetPropertyCount() > MostContextKeys)
        {
            faults.Add($$"""context is {{RequestBody.Kind(given)}}; wanted an object of at most {{MostContextKeys}} condition keys, such as {"aws:RequestTag/team":["core"]}.""");
            return;
        }

        foreach (var key in given.EnumerateObject())
        {
            List<JsonElement> items = key.Value.ValueKind is JsonValueKind.Array ? [.. key.Value.EnumerateArray().Take(MostValues + 1)] : [key.Value];
            var values = items.Where(item => item.ValueKind is JsonValueKind.String).Select(RequestBody.TextOf).OfType<string>().ToArray();
            if (values.Length != items.Count || values.Length > MostValues)
            {
                faults.Add($"The context key {Printable.Quoted(key.Name)} has something else than strings, or more than {MostValues}; wanted a string or a list of strings.");
            }
            else
            {
                context.Set(key.Name, values);
            }
        }
    }
}
