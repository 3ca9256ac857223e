using System.Collections.Immutable;

namespace Anchorage.Provisioning;

/// <summary>An expression that gives a list of strings.</summary>
public abstract record TemplateList
{
    private protected TemplateList()
    {
    }

    internal int Pieces { get; init; } = 1;
}

/// <summary>A list that is written out.</summary>
public sealed record ListedValues(ImmutableArray<TemplateValue> Items) : TemplateList;

/// <summary><c>Fn::Split</c>: the stretches of a string between its delimiters.</summary>
/// <remarks>A literal delimiter is not empty.</remarks>
public sealed record SplitValues(TemplateValue Delimiter, TemplateValue Source) : TemplateList;
