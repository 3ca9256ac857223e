using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Accounts;

internal sealed record ListAccessKeysResponse(
    IReadOnlyList<AccessKeyDescription> AccessKeys, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? NextToken);

/// <summary>A key in a list. Its principal is absent when it is the root's, its expiry when it lasts.</summary>
internal sealed record AccessKeyDescription(
    string AccessKeyId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PrincipalName,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Timestamp? ExpirationDate,
    Timestamp CreationDate)
{
    public static AccessKeyDescription Of(AccessKey key) => new(
        key.AccessKeyId, key.PrincipalName, key.Enabled ? "ACTIVE" : "INACTIVE",
        key.ExpiresAt is { } at ? Timestamp.Of(at) : null, Timestamp.Of(key.CreatedAt));
}

/// <summary>Lists the keys of an account by id, page by page, without their secrets.</summary>
internal static class ListAccessKeys
{
    public static readonly Operation Operation = Operation.Of(
        "ListAccessKeys", "GET", "/-/accounts/{accountId}/keys", changes: false, [WireErrorKind.ResourceNotFound],
        static () => AccountShapes.Wire.ListAccessKeysResponse,
        RunAsync) with
    { Demand = Demand.Administrator };

    private static async Task<Result<ListAccessKeysResponse>> RunAsync(Call call, Installation on)
    {
        var account = AdministeredAccount.Read(call, on.Options);
        if (!account.IsSuccess)
        {
            return account.Error;
        }

        var faults = new Faults();
        var page = TokenPage.Read(call, on.Markers, $"ListAccessKeys {account.Value}", faults);
        if (faults.Any)
        {
            return faults.AsError();
        }

        var found = await on.Database.ReadAsync(
            async session => await AccessKeyTable.PageAsync(session, account.Value, page.After, page.Size + 1, call.Cancelled) is { Count: > 0 } keys ? keys
                : account.Value == call.Caller.AccountId || await AccountTable.FindAsync(session, account.Value, call.Cancelled) is not null ? []
                : null,
            call.Cancelled);
        if (found is null)
        {
            return AdministeredAccount.NotFound(account.Value);
        }

        var (keys, token) = page.Cut(found, call, on.Markers, key => key.AccessKeyId);
        return new ListAccessKeysResponse([.. keys.Select(AccessKeyDescription.Of)], token);
    }
}
