namespace Anchorage.X509;

/// <summary>
/// How much work may go into finding and checking one device's way to a CA: what a stranger sends must not decide how long that takes.
/// </summary>
internal sealed class Budget
{
    /// <summary>Most signatures that are verified: four intermediates and a name that ten CAs bear need fifteen.</summary>
    public const int MaxSignatures = 32;

    /// <summary>Most comparisons of a name with a constraint.</summary>
    public const int MaxNameComparisons = 10_000;

    private int signatures = MaxSignatures;
    private int nameComparisons = MaxNameComparisons;

    /// <summary>Whether something was wanted that there was no budget for.</summary>
    public bool IsExceeded { get; private set; }

    public bool TrySpendSignature() => TrySpend(ref signatures);

    public bool TrySpendNameComparison() => TrySpend(ref nameComparisons);

    private bool TrySpend(ref int left)
    {
        if (left == 0)
        {
            IsExceeded = true;
            return false;
        }

        left--;
        return true;
    }
}
