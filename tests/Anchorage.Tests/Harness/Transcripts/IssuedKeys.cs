using Anchorage.SigV4;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>The keys of accounts that are created when a transcript first names them, each with an administrator of its own.</summary>
internal sealed class IssuedKeys(KeyHolder root)
{
    private readonly Dictionary<string, KeyHolder> _administrators = [];
    private readonly Dictionary<string, KeyHolder> _acting = [];

    /// <summary>Who signs for an account: its administrator, unless another was said.</summary>
    public async Task<Credentials> OfAsync(string account) =>
        _acting.TryGetValue(account, out var acting) ? acting.Credentials : await OfAdministratorAsync(account);

    public async Task<Credentials> OfAdministratorAsync(string account) => (await AdministratorAsync(account)).Credentials;

    public async Task<KeyHolder> AdministratorAsync(string account)
    {
        if (!_administrators.TryGetValue(account, out var administrator))
        {
            // The installation's own account is there already.
            await root.SendAsync(HttpMethod.Post, "/-/accounts", new() { ["accountId"] = account });
            _administrators[account] = administrator = await root.IssueAsync(account, new() { ["administrator"] = true });
        }

        return administrator;
    }

    /// <summary>From now on this one signs for the account.</summary>
    public void Act(string account, KeyHolder holder) => _acting[account] = holder;
}
