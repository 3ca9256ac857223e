using System.Collections.Immutable;

namespace Anchorage.Policy.Patterns;

/// <summary>
/// A text with wildcards and variables: <c>*</c> is any number of characters, <c>?</c> is one. Matched piece by piece between the stars,
/// each at the first place that takes it, so that the cost is at most the product of the two lengths.
/// </summary>
internal sealed class TextPattern
{
    private readonly ImmutableArray<ImmutableArray<PatternPiece>> _runs;
    private readonly ImmutableArray<PolicyVariable> _variables;
    private TextPattern? _loosened;

    /// <param name="runs">What stands between the stars; one run when there is no star.</param>
    public TextPattern(ImmutableArray<ImmutableArray<PatternPiece>> runs)
    {
        _runs = runs;
        _variables = [.. runs.SelectMany(run => run).Select(piece => piece.Variable).OfType<PolicyVariable>()];
    }

    /// <summary>The same with a star for every variable.</summary>
    public TextPattern Loosened => _loosened ??= new TextPattern(WithStars());

    /// <summary>Whether it depends on nothing but its text.</summary>
    public bool IsFixed => _variables.IsEmpty;

    /// <summary>Whether a text begins with the fixed text that this begins with, if any; one that does not is never matched, whatever the variables' values.</summary>
    public bool MayBegin(ReadOnlySpan<char> text) =>
        _runs[0].IsEmpty || _runs[0][0].Text is not { } start || text.StartsWith(start, StringComparison.Ordinal);

    /// <summary>Matches a pattern without variables.</summary>
    public bool Matches(ReadOnlySpan<char> text, bool ignoringCase = false) =>
        new PatternMatching(text, null, ignoringCase).Takes(_runs.AsSpan());

    /// <summary>Matches with the variables' values put in; a value is never a wildcard.</summary>
    public PatternVerdict Match(ReadOnlySpan<char> text, PolicyContext context, ISet<string>? missing, bool ignoringCase = false)
    {
        var matching = new PatternMatching(text, context, ignoringCase);
        return Match(ref matching, context, missing);
    }

    internal PatternVerdict Match(ref PatternMatching matching, PolicyContext context, ISet<string>? missing)
    {
        foreach (var variable in _variables)
        {
            if (context.TextOf(variable) is null)
            {
                missing?.Add(variable.Name);
                return context.Has(variable) ? PatternVerdict.Unfit : PatternVerdict.Missing;
            }
        }

        return matching.Takes(_runs.AsSpan()) ? PatternVerdict.Matches : PatternVerdict.Differs;
    }

    private ImmutableArray<ImmutableArray<PatternPiece>> WithStars()
    {
        var runs = ImmutableArray.CreateBuilder<ImmutableArray<PatternPiece>>();
        foreach (var run in _runs)
        {
            var pieces = ImmutableArray.CreateBuilder<PatternPiece>();
            foreach (var piece in run)
            {
                if (piece.Variable is null)
                {
                    pieces.Add(piece);
                }
                else
                {
                    runs.Add(pieces.ToImmutable());
                    pieces.Clear();
                }
            }

            runs.Add(pieces.ToImmutable());
        }

        return runs.ToImmutable();
    }
}
