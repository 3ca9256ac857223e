using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Accounts;

internal sealed record ListUsersResponse(
    IReadOnlyList<PrincipalDescription> Principals, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

/// <summary>A principal in a list.</summary>
/// <param name="PrincipalName">As it was made with its first key.</param>
/// <param name="Administrator">Whether it needs no policies.</param>
/// <param name="KeyCount">Its access keys, disabled ones among them, and expired ones until its next key is made.</param>
/// <param name="CreationDate">When it was made.</param>
internal sealed record PrincipalDescription(string PrincipalName, bool Administrator, long KeyCount, Timestamp CreationDate);

/// <summary>Lists the principals of an account by name, page by page. The root is none of them.</summary>
internal static class ListUsers
{
    public static readonly Operation Operation = Operation.Of(
        "ListUsers", "GET", "/-/accounts/{accountId}/principals", changes: false, [WireErrorKind.ResourceNotFound],
        static () => AccountShapes.Wire.ListUsersResponse,
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<ListUsersResponse>> RunAsync(Call call, Installation on)
    {
        var account = AdministeredAccount.Read(call, on.Options);
        if (!account.IsSuccess)
        {
            return account.Error;
        }

        var faults = new Faults();
        var page = TokenPage.Read(call, on.Markers, $"ListUsers {account.Value}", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var found = await on.Database.ReadAsync(
            async session => await PrincipalTable.PageAsync(session, account.Value, page.After, page.Size + 1, call.Cancelled) is { Count: > 0 } principals ? principals
                : account.Value == call.Caller.AccountId || await AccountTable.FindAsync(session, account.Value, call.Cancelled) is not null ? []
                : null,
            call.Cancelled);
        if (found is null)
        {
            return AdministeredAccount.NotFound(account.Value);
        }

        var (principals, token) = page.Cut(found, call, on.Markers, principal => principal.PrincipalName);
        return new ListUsersResponse([.. principals], token);
    }
}
