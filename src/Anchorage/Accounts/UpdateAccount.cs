using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>Disables an account, so that none of its keys is known, or enables it again. Its devices are not touched.</summary>
internal static class UpdateAccount
{
    public static readonly Operation Operation = Operation.OfNothing(
        "UpdateAccount", "PATCH", "/-/accounts/{accountId}", changes: true, [WireErrorKind.ResourceNotFound],
        RunAsync) with
    { Demand = Demand.Administrator };

    /// <summary>Locking the installation's own account would lock everybody out.</summary>
    public static WireError? RefuseOwn(string account, Installation on) => account == on.Options.Account
        ? WireError.InvalidRequest($"{account} is the installation's own account, from which the others are seen to; it is neither disabled nor deleted.")
        : null;

    private static async Task<Result<Nothing>> RunAsync(Call call, Installation on)
    {
        var account = AdministeredAccount.Read(call, on.Options);
        if ((AdministeredAccount.RefuseOthers(call, on.Options) ?? account.Error ?? RefuseOwn(account.Value!, on)) is { } refused)
        {
            return refused;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with status, ACTIVE or DISABLED", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var status = body.RequiredText("status", "ACTIVE or DISABLED");
        if (status is not (null or Account.Active or Account.Disabled))
        {
            faults.Add($"status is {Printable.Quoted(status)}; wanted ACTIVE or DISABLED.");
        }

        if (faults.Any)
        {
            return faults.AsError();
        }

        return await on.Database.WriteAsync(
            async session => await AccountTable.SetStatusAsync(session, account.Value!, status!, call.Cancelled) ? Write.Keep(true) : Write.Undo(false),
            call.Cancelled)
            ? Nothing.Value
            : AdministeredAccount.NotFound(account.Value!);
    }
}
