using System.Collections.Immutable;

namespace Anchorage.Policy.Patterns;

/// <summary>One matching of one text, on the stack. Counts its steps, so that a test can hold that they stay few.</summary>
internal ref struct PatternMatching(ReadOnlySpan<char> text, PolicyContext? context, bool ignoringCase)
{
    private readonly ReadOnlySpan<char> _text = text;

    /// <summary>Characters compared or passed over, at most.</summary>
    public long Steps { get; private set; }

    private readonly StringComparison Comparison => ignoringCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public bool Takes(ReadOnlySpan<ImmutableArray<PatternPiece>> runs)
    {
        var first = runs[0].AsSpan();
        var length = LengthOf(first);
        if (runs.Length == 1)
        {
            return length == _text.Length && StandsAt(first, 0);
        }

        var last = runs[^1].AsSpan();
        var end = _text.Length - LengthOf(last);
        if (length > end || !StandsAt(first, 0) || !StandsAt(last, end))
        {
            return false;
        }

        // A star takes as little as it can: if the rest cannot be found after the first place, it cannot after a later one.
        var at = length;
        foreach (var run in runs[1..^1])
        {
            if (Find(run.AsSpan(), at, end) is not { } next)
            {
                return false;
            }

            at = next;
        }

        return true;
    }

    /// <summary>Where a run ends that begins at the first place it can between two places; null when there is none.</summary>
    private int? Find(ReadOnlySpan<PatternPiece> run, int from, int end)
    {
        var length = LengthOf(run);
        for (var at = from; at + length <= end; at++)
        {
            if (StandsAt(run, at))
            {
                return at + length;
            }
        }

        return null;
    }

    private bool StandsAt(ReadOnlySpan<PatternPiece> run, int at)
    {
        foreach (var piece in run)
        {
            var wanted = TextOf(piece);
            var length = wanted?.Length ?? 1;
            Steps += length;
            if (wanted is not null && !_text.Slice(at, length).Equals(wanted, Comparison))
            {
                return false;
            }

            at += length;
        }

        return true;
    }

    private readonly int LengthOf(ReadOnlySpan<PatternPiece> run)
    {
        var length = 0;
        foreach (var piece in run)
        {
            length += TextOf(piece)?.Length ?? 1;
        }

        return length;
    }

    private readonly string? TextOf(PatternPiece piece) => piece.Variable is { } variable ? context!.TextOf(variable) : piece.Text;
}
