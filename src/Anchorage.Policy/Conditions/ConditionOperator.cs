using System.Collections.Frozen;

namespace Anchorage.Policy.Conditions;

/// <summary>What the values of a condition are compared as.</summary>
internal enum ConditionKind
{
    Text,
    TextIgnoringCase,
    Pattern,
    Number,
    Time,
    Flag,
    Address,
    Null,
}

/// <summary>How many of several values of a request must pass.</summary>
internal enum Quantifier
{
    None,
    ForAnyValue,
    ForAllValues,
}

/// <summary>A condition operator: <c>StringLike</c>, <c>ForAnyValue:StringEquals</c>, <c>BoolIfExists</c>.</summary>
/// <param name="Kind">What values are compared as.</param>
/// <param name="IsNegated">Whether it holds for values that are none of those named.</param>
/// <param name="Test">For numbers and times, which outcomes of a comparison match.</param>
/// <param name="Quantifier">How many values must pass.</param>
/// <param name="IsIfExists">Whether it holds when there is no value.</param>
internal sealed record ConditionOperator(
    ConditionKind Kind, bool IsNegated, Predicate<int> Test, Quantifier Quantifier = Quantifier.None, bool IsIfExists = false)
{
    private const string IfExists = "IfExists";

    private static readonly Predicate<int> Equal = static order => order == 0;

    private static readonly FrozenDictionary<string, ConditionOperator> Plain = new Dictionary<string, ConditionOperator>
    {
        ["StringEquals"] = new(ConditionKind.Text, false, Equal),
        ["StringNotEquals"] = new(ConditionKind.Text, true, Equal),
        ["StringEqualsIgnoreCase"] = new(ConditionKind.TextIgnoringCase, false, Equal),
        ["StringNotEqualsIgnoreCase"] = new(ConditionKind.TextIgnoringCase, true, Equal),
        ["StringLike"] = new(ConditionKind.Pattern, false, Equal),
        ["StringNotLike"] = new(ConditionKind.Pattern, true, Equal),
        ["ArnEquals"] = new(ConditionKind.Pattern, false, Equal),
        ["ArnNotEquals"] = new(ConditionKind.Pattern, true, Equal),
        ["ArnLike"] = new(ConditionKind.Pattern, false, Equal),
        ["ArnNotLike"] = new(ConditionKind.Pattern, true, Equal),
        ["NumericEquals"] = new(ConditionKind.Number, false, Equal),
        ["NumericNotEquals"] = new(ConditionKind.Number, true, Equal),
        ["NumericLessThan"] = new(ConditionKind.Number, false, static order => order < 0),
        ["NumericLessThanEquals"] = new(ConditionKind.Number, false, static order => order <= 0),
        ["NumericGreaterThan"] = new(ConditionKind.Number, false, static order => order > 0),
        ["NumericGreaterThanEquals"] = new(ConditionKind.Number, false, static order => order >= 0),
        ["DateEquals"] = new(ConditionKind.Time, false, Equal),
        ["DateNotEquals"] = new(ConditionKind.Time, true, Equal),
        ["DateLessThan"] = new(ConditionKind.Time, false, static order => order < 0),
        ["DateLessThanEquals"] = new(ConditionKind.Time, false, static order => order <= 0),
        ["DateGreaterThan"] = new(ConditionKind.Time, false, static order => order > 0),
        ["DateGreaterThanEquals"] = new(ConditionKind.Time, false, static order => order >= 0),
        ["Bool"] = new(ConditionKind.Flag, false, Equal),
        ["IpAddress"] = new(ConditionKind.Address, false, Equal),
        ["NotIpAddress"] = new(ConditionKind.Address, true, Equal),
        ["Null"] = new(ConditionKind.Null, false, Equal),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The operators without prefix and suffix, in the order of their names.</summary>
    public static IEnumerable<string> Names => Plain.Keys.Order(StringComparer.Ordinal);

    /// <summary>The operator of this name; null when there is none.</summary>
    public static ConditionOperator? Find(string name)
    {
        var quantifier = name.StartsWith("ForAnyValue:", StringComparison.Ordinal) ? Quantifier.ForAnyValue
            : name.StartsWith("ForAllValues:", StringComparison.Ordinal) ? Quantifier.ForAllValues
            : Quantifier.None;
        var rest = quantifier is Quantifier.None ? name : name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var isIfExists = rest.EndsWith(IfExists, StringComparison.Ordinal);
        rest = isIfExists ? rest[..^IfExists.Length] : rest;

        // Whether a value is there is one question, whatever the values are.
        return Plain.TryGetValue(rest, out var plain) && !(plain.Kind is ConditionKind.Null && (isIfExists || quantifier is not Quantifier.None))
            ? plain with { Quantifier = quantifier, IsIfExists = isIfExists }
            : null;
    }
}
