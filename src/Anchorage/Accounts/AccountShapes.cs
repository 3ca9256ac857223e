using System.Text.Json.Serialization;
using Anchorage.Wire;

namespace Anchorage.Accounts;

/// <summary>An account in an answer.</summary>
internal sealed record AccountDescription(
    string AccountId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccountName,
    string Status,
    Timestamp CreationDate)
{
    public static AccountDescription Of(Account account) => new(account.AccountId, account.Name, account.Status, Timestamp.Of(account.CreatedAt));
}

/// <summary>The shapes of this folder.</summary>
[JsonSerializable(typeof(AccountDescription))]
[JsonSerializable(typeof(CreateAccessKeyResponse))]
[JsonSerializable(typeof(ListAccessKeysResponse))]
[JsonSerializable(typeof(ListAccountsResponse))]
[JsonSerializable(typeof(ListUsersResponse))]
internal sealed partial class AccountShapes : JsonSerializerContext
{
    public static readonly AccountShapes Wire = new(WireJson.Options());
}
