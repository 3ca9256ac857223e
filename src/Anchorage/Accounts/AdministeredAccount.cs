using Anchorage.Configuration;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>Which accounts an administrator sees to: its own, and one of the installation's own account every one.</summary>
internal static class AdministeredAccount
{
    /// <summary>The account that a path names; for one that the caller does not see to, the same answer as for one that never was.</summary>
    public static Result<string> Read(Call call, ServeOptions options)
    {
        var account = call.Path[0];
        return !ServeOptionsReading.AccountForm().IsMatch(account) ? WireError.InvalidRequest($"The account is {Printable.Quoted(account)}; wanted 12 digits.")
            : account == call.Caller.AccountId || call.Caller.AccountId == options.Account ? account
            : NotFound(account);
    }

    /// <summary>Why the caller may not see to accounts as such; null when it may.</summary>
    public static WireError? RefuseOthers(Call call, ServeOptions options) => call.Caller.AccountId == options.Account
        ? null
        : WireError.AccessDenied(
            $"User: {call.Caller.Principal?.Arn(call.Caller.AccountId)} is not authorized to see to accounts: only administrators of the installation's own account {options.Account} may.");

    /// <summary>Whether it is there; if so, nobody deletes it until this unit of work ends.</summary>
    /// <remarks>The installation's own account is there by itself, and under <c>--auth none</c> any is.</remarks>
    public static async Task<bool> HoldAsync(Session session, string account, Installation on, CancellationToken cancellationToken)
    {
        if (account == on.Options.Account || !on.Options.RequiresSignature)
        {
            await AccountTable.TryInsertAsync(session, new Account(account, null, Account.Active, on.Clock.GetUtcNow()), cancellationToken);
        }

        return await AccountTable.HoldAsync(session, account, cancellationToken);
    }

    /// <summary>Answers with a page of what the account that a path names has.</summary>
    /// <param name="call">The request.</param>
    /// <param name="on">The installation.</param>
    /// <param name="operation">The operation, which its pages' tokens are good for.</param>
    /// <param name="read">Reads one more than the page holds, if there are as many.</param>
    /// <param name="place">What they are in the order of.</param>
    /// <param name="answer">Makes the answer of a page and the token of the next.</param>
    public static async Task<Result<TAnswer>> ListAsync<T, TAnswer>(
        Call call, Installation on, string operation, Func<Session, string, TokenPage, Task<List<T>>> read, Func<T, string> place, Func<List<T>, string?, TAnswer> answer)
        where TAnswer : class
    {
        var account = Read(call, on.Options);
        if (!account.IsSuccess)
        {
            return account.Error;
        }

        var faults = new Faults();
        var page = TokenPage.Read(call, on.Markers, $"{operation} {account.Value}", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var found = await on.Database.ReadAsync(
            async session => await read(session, account.Value, page) is { Count: > 0 } some ? some
                : account.Value == call.Caller.AccountId || await AccountTable.FindAsync(session, account.Value, call.Cancelled) is not null ? []
                : null,
            call.Cancelled);
        if (found is null)
        {
            return NotFound(account.Value);
        }

        var (items, token) = page.Cut(found, call, on.Markers, place);
        return answer(items, token);
    }

    public static WireError NotFound(string account) =>
        WireError.ResourceNotFound($"There is no account {account} here. anchorage account list shows administrators of the installation those there are.");
}
