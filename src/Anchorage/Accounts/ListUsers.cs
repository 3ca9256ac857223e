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
        (call, on) => AdministeredAccount.ListAsync(
            call, on, "ListUsers",
            (session, account, page) => PrincipalTable.PageAsync(session, account, page.After, page.Size + 1, call.Cancelled),
            principal => principal.PrincipalName,
            (principals, token) => new ListUsersResponse(principals, token))) with
    { Demand = Demand.Administrator };
}
