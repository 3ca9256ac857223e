using Anchorage.Accounts;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>Deletes a principal that has neither policies nor keys, as IAM does; keys that have expired go with it.</summary>
internal static class DeleteUser
{
    public static readonly Operation Operation = Operation.OfNothing(
        "DeleteUser", "DELETE", "/-/accounts/{accountId}/principals/{principalName}", changes: true,
        [WireErrorKind.ResourceNotFound, WireErrorKind.DeleteConflict],
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<Nothing>> RunAsync(Call call, Installation on)
    {
        var named = NamedPrincipal.Read(call, on);
        if (!named.IsSuccess)
        {
            return named.Error;
        }

        var principal = named.Value;
        var now = on.Clock.GetUtcNow();
        return await on.Database.WriteAsync(
            async session => await DeleteAsync(session, principal, now, call.Cancelled) is { } refused
                ? Write.Undo<Result<Nothing>>(refused)
                : Write.Keep<Result<Nothing>>(Nothing.Value),
            call.Cancelled);
    }

    private static async Task<WireError?> DeleteAsync(Session session, NamedPrincipal principal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (account, name) = principal;
        if (!await AccountPrincipal.HoldAsync(session, account, name, cancellationToken))
        {
            return principal.NotFound();
        }

        var policies = await IdentityPolicyTable.ListAsync(session, account, name, cancellationToken);
        return policies.Count > 0
            ? Conflict("must detach all policies first", $"{name} has {string.Join(", ", policies.Select(policy => policy.PolicyName))}; anchorage policy delete takes one away.")
            : await AccountPrincipal.TryDeleteAsync(session, account, name, now, cancellationToken)
                ? null
                : Conflict("must delete access keys first", $"anchorage key list --account {account} shows those of {name}.");
    }

    private static WireError Conflict(string must, string next) => new(WireErrorKind.DeleteConflict, $"Cannot delete entity, {must}. {next}");
}
