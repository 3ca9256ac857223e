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
        (call, on) => AdministeredAccount.ListAsync(
            call, on, "ListAccessKeys",
            (session, account, page) => AccessKeyTable.PageAsync(session, account, page.After, page.Size + 1, call.Cancelled),
            key => key.AccessKeyId,
            (keys, token) => new ListAccessKeysResponse([.. keys.Select(AccessKeyDescription.Of)], token))) with
    { Demand = Demand.Administrator };
}
