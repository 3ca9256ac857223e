using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>Runs rules over one subject.</summary>
internal static class Judgement
{
    public static ImmutableArray<Fault> Of<T>(ImmutableArray<Rule<T>> rows, T subject, DateTimeOffset now)
    {
        ImmutableArray<Fault>.Builder? faults = null;
        foreach (var row in rows)
        {
            if (row.FindBreach(subject, now) is { } breach)
            {
                faults ??= ImmutableArray.CreateBuilder<Fault>();
                faults.Add(new Fault(row.Name, row.Citation, breach.Found, breach.Mend ?? row.Mend));
            }
        }

        return faults?.DrainToImmutable() ?? [];
    }
}
