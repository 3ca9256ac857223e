using Anchorage.Accounts;
using Anchorage.Wire;

namespace Anchorage.Permissions;

/// <summary>The principal that a path under <c>/-/accounts/</c> names, when its caller may see to it.</summary>
internal sealed record NamedPrincipal(string AccountId, string Name)
{
    public static Result<NamedPrincipal> Read(Call call, Installation on)
    {
        var account = AdministeredAccount.Read(call, on.Options);
        if (!account.IsSuccess)
        {
            return account.Error;
        }

        var name = PrincipalName.Read(call.Path[1]);
        return name.IsSuccess ? new NamedPrincipal(account.Value, name.Value) : name.Error;
    }

    public WireError NotFound() => PrincipalName.NotFound(Name, AccountId);
}
