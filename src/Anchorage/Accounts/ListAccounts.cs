using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Accounts;

internal sealed record ListAccountsResponse(
    IReadOnlyList<AccountDescription> Accounts, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

/// <summary>Lists the accounts of the installation by id, page by page.</summary>
internal static class ListAccounts
{
    public static readonly Operation Operation = Operation.Of(
        "ListAccounts", "GET", "/-/accounts", changes: false, [],
        static () => AccountShapes.Wire.ListAccountsResponse,
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<ListAccountsResponse>> RunAsync(Call call, Installation on)
    {
        if (AdministeredAccount.RefuseOthers(call, on.Options) is { } refused)
        {
            return refused;
        }

        var faults = new Faults();
        var page = TokenPage.Read(call, on.Markers, "ListAccounts", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var found = await on.Database.ReadAsync(session => AccountTable.PageAsync(session, page.After, page.Size + 1, call.Cancelled), call.Cancelled);
        var (accounts, token) = page.Cut(found, call, on.Markers, account => account.AccountId);
        return new ListAccountsResponse([.. accounts.Select(AccountDescription.Of)], token);
    }
}
