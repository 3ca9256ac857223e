using System.Collections.Concurrent;

namespace Anchorage.Accounts;

/// <summary>Which accounts there are: the default one and those that were created; under <c>--auth none</c>, any twelve digits.</summary>
/// <remarks>Strangers ask before they are authenticated, so that answers are remembered for a moment and in a bounded number.</remarks>
internal sealed class KnownAccounts(Task<Installation> opening, TimeProvider clock)
{
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (bool Is, DateTimeOffset Until)> _remembered = new(StringComparer.Ordinal);

    public async ValueTask<bool> HasAsync(string accountId, CancellationToken cancellationToken)
    {
        var installation = await opening;
        if (!installation.Options.RequiresSignature || accountId == installation.Options.Account)
        {
            return true;
        }

        var now = clock.GetUtcNow();
        if (_remembered.TryGetValue(accountId, out var known) && known.Until > now)
        {
            return known.Is;
        }

        if (_remembered.Count >= MostRemembered)
        {
            _remembered.Clear();
        }

        var found = await installation.Database.ReadAsync(
            async session => await AccountTable.FindAsync(session, accountId, cancellationToken) is not null, cancellationToken);
        _remembered[accountId] = (found, now + Memory);
        return found;
    }
}
