using System.Collections.Immutable;

namespace Anchorage.Provisioning;

/// <summary>An expression that gives one string.</summary>
public abstract record TemplateValue
{
    /// <summary>The most literals and references that one expression expands to, each counted as often as it is used.</summary>
    /// <remarks>Variables of <c>Fn::Sub</c> may be used many times and nest, so that without it a short template could expand without end.
    /// The length of the result is for the evaluator to bound.</remarks>
    public const int MaxPieces = 1_024;

    private protected TemplateValue()
    {
    }

    internal int Pieces { get; init; } = 1;
}

/// <summary>A string that stands in the template.</summary>
public sealed record LiteralValue(string Text) : TemplateValue;

/// <summary>The value of a parameter: a declared one, or one of <see cref="CertificateParameters"/>.</summary>
public sealed record RefValue(string Parameter) : TemplateValue;

/// <summary><c>Fn::Join</c>: the strings of a list with a delimiter between them.</summary>
public sealed record JoinValue(TemplateValue Delimiter, TemplateList List) : TemplateValue;

/// <summary><c>Fn::Select</c>: the string at a zero-based index of a list.</summary>
/// <remarks>A literal index is a number without sign, and in the bounds of a list that is written out.</remarks>
public sealed record SelectValue(TemplateValue Index, TemplateList List) : TemplateValue;

/// <summary><c>Fn::Sub</c>: the parts one after another, placeholders already replaced by what they stand for.</summary>
public sealed record SubValue(ImmutableArray<TemplateValue> Parts) : TemplateValue;

/// <summary><c>Fn::FindInMap</c>: the string at two keys of a mapping.</summary>
/// <remarks>Literal names are known to exist; others may turn out not to.</remarks>
public sealed record FindInMapValue(TemplateValue Mapping, TemplateValue TopLevelKey, TemplateValue SecondLevelKey) : TemplateValue;
