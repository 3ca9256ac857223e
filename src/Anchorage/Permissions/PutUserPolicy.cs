using Anchorage.Accounts;
using Anchorage.Policies;
using Anchorage.Policy;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>Gives a principal a policy, in place of one of that name. It holds from the next request on, at every node.</summary>
internal static class PutUserPolicy
{
    public const string Path = "/-/accounts/{accountId}/principals/{principalName}/policies/{policyName}";

    public static readonly Operation Operation = Operation.OfNothing(
        "PutUserPolicy", "PUT", Path, changes: true, [WireErrorKind.ResourceNotFound, WireErrorKind.MalformedPolicy, WireErrorKind.LimitExceeded],
        RunAsync) with
    { Demand = Demand.Administrator };

    /// <summary>The error that tells everything that is wrong with a document, each with its JSON path; null when it can be stored.</summary>
    private static WireError? Judge(string document) => PolicyDocument.Read(document, PolicyLanguage.Iam).Faults is { IsEmpty: false } faults
        ? new WireError(
            WireErrorKind.MalformedPolicy, $"The policy document is malformed. {string.Join(' ', faults.Select(fault => $"At {fault.Path}: {fault.Message}"))}")
        : null;

    private static async Task<Result<Nothing>> RunAsync(Call call, Installation on)
    {
        var named = NamedPrincipal.Read(call, on);
        if (!named.IsSuccess)
        {
            return named.Error;
        }

        var faults = new Faults();
        var name = PolicyName.Read(call.Path[2], "policyName", faults);
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

        if (Judge(document!) is { } malformed)
        {
            return malformed;
        }

        var policy = new IdentityPolicy(name, document!, on.Clock.GetUtcNow());
        return await on.Database.WriteAsync(
            async session => await StoreAsync(session, named.Value, policy, call.Cancelled) is { } refused ? Write.Undo<WireError?>(refused) : Write.Keep<WireError?>(null),
            call.Cancelled) is { } error
            ? error
            : Nothing.Value;
    }

    private static async Task<WireError?> StoreAsync(Session session, NamedPrincipal principal, IdentityPolicy policy, CancellationToken cancellationToken)
    {
        if (!await AccountPrincipal.ChangePoliciesAsync(session, principal.AccountId, principal.Name, cancellationToken))
        {
            return principal.NotFound();
        }

        if (await AccountPrincipal.FindAsync(session, principal.AccountId, principal.Name, cancellationToken) is { IsAdministrator: true })
        {
            return WireError.InvalidRequest($"The principal {principal.Name} is an administrator, whom no policy limits. Give the policy to another principal.");
        }

        await IdentityPolicyTable.PutAsync(session, principal.AccountId, principal.Name, policy, cancellationToken);
        return (await IdentityPolicyTable.ListAsync(session, principal.AccountId, principal.Name, cancellationToken)).Count <= IdentityPolicyTable.Most
            ? null
            : WireError.LimitExceeded($"The principal {principal.Name} has {IdentityPolicyTable.Most} policies, the most there may be. Put more statements into one, or delete one.");
    }
}
