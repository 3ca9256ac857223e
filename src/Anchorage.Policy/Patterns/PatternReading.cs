using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Anchorage.Policy.Patterns;

/// <summary>Reads a string of a policy into a pattern.</summary>
/// <param name="hasWildcards">Whether <c>*</c> and <c>?</c> stand for other characters.</param>
/// <param name="hasVariables">Whether <c>${…}</c> stands for a value; <c>${*}</c>, <c>${?}</c> and <c>${$}</c> are the characters themselves.</param>
internal sealed class PatternReading(bool hasWildcards, bool hasVariables)
{
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("${*?\"\\");

    private readonly ImmutableArray<ImmutableArray<PatternPiece>>.Builder _runs = ImmutableArray.CreateBuilder<ImmutableArray<PatternPiece>>();
    private readonly ImmutableArray<PatternPiece>.Builder _run = ImmutableArray.CreateBuilder<PatternPiece>();
    private readonly StringBuilder _text = new();

    /// <summary>The pattern, or what is wrong with the text.</summary>
    public static (TextPattern? Pattern, string? Mistake) Read(string text, bool hasWildcards, bool hasVariables) =>
        new PatternReading(hasWildcards, hasVariables).Read(text);

    private (TextPattern? Pattern, string? Mistake) Read(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (hasVariables && text.AsSpan(at).StartsWith("${"))
            {
                var end = text.IndexOf('}', at);
                if (end < 0)
                {
                    return (null, "has '${' without the '}' that ends a variable. For the characters themselves write '${$}{'");
                }

                if (!TryAddVariable(text[(at + 2)..end]))
                {
                    return (null, $"has the variable {Reading.Shown.Quoted(text[at..(end + 1)])}; wanted a name such as '${{iot:ClientId}}'");
                }

                at = end;
            }
            else if (hasWildcards && text[at] is '*')
            {
                EndText();
                _runs.Add(_run.ToImmutable());
                _run.Clear();
            }
            else if (hasWildcards && text[at] is '?')
            {
                EndText();
                _run.Add(PatternPiece.AnyCharacter);
            }
            else
            {
                _text.Append(text[at]);
            }
        }

        EndText();
        _runs.Add(_run.ToImmutable());
        return (new TextPattern(_runs.ToImmutable()), null);
    }

    private bool TryAddVariable(string inside)
    {
        if (inside is "*" or "?" or "$")
        {
            _text.Append(inside);
            return true;
        }

        var comma = inside.IndexOf(',', StringComparison.Ordinal);
        var name = comma < 0 ? inside : inside[..comma].TrimEnd();
        var given = comma < 0 ? null : inside[(comma + 1)..].Trim();
        if (!IsName(name) || given is not (null or ['\'', .., '\'']))
        {
            return false;
        }

        EndText();
        _run.Add(new PatternPiece(null, new PolicyVariable(name, given?[1..^1])));
        return true;
    }

    private void EndText()
    {
        if (_text.Length > 0)
        {
            _run.Add(new PatternPiece(_text.ToString(), null));
            _text.Clear();
        }
    }

    // A service, a colon, and the rest, in which tags may have spaces and attributes brackets.
    private static bool IsName(string name) =>
        name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < name.Length - 1
        && !name.AsSpan().ContainsAny(NotInNames) && !name.Any(char.IsControl);
}
