using Anchorage.Configuration;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>Creates an account; keys for it are made by CreateAccessKey.</summary>
internal static class CreateAccount
{
    public static readonly Operation Operation = Operation.Of(
        "CreateAccount", "POST", "/-/accounts", changes: true, [WireErrorKind.ResourceAlreadyExists],
        static () => AccountShapes.Wire.AccountDescription,
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<AccountDescription>> RunAsync(Call call, Installation on)
    {
        if (AdministeredAccount.RefuseOthers(call, on.Options) is { } refused)
        {
            return refused;
        }

        var faults = new Faults();
        var (body, unreadable) = RequestBody.Read(call.Body, "wanted a JSON object with accountId, 12 digits", faults);
        if (body is null)
        {
            return unreadable!;
        }

        var id = body.RequiredText("accountId", "12 digits");
        if (id is not null && !ServeOptionsReading.AccountForm().IsMatch(id))
        {
            faults.Add($"accountId is {Printable.Quoted(id)}; wanted 12 digits.");
        }

        var name = body.Text("accountName", 1, 128);
        if (name is not null && name.Any(char.IsControl))
        {
            faults.Add($"accountName holds a control character: {Printable.Quoted(name)}.");
        }

        if (faults.Any)
        {
            return faults.AsError();
        }

        var account = new Account(id!, name, Account.Active, on.Clock.GetUtcNow());
        call.Audit.Concern(CallerPrincipal.Root.Arn(id!));
        return await on.Database.WriteAsync(
            async session => await AccountTable.TryInsertAsync(session, account, call.Cancelled) ? Write.Keep(true) : Write.Undo(false), call.Cancelled)
            ? AccountDescription.Of(account)
            : WireError.ResourceAlreadyExists($"There is an account {id} already. anchorage account list shows it.", id!, CallerPrincipal.Root.Arn(id!));
    }
}
