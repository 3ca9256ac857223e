using System.Collections.Immutable;

namespace Anchorage.Policy.Conditions;

/// <summary>One operator over one key of a statement's Condition: <c>"StringLike": {"iot:ClientId": ["a*", "b*"]}</c>.</summary>
/// <remarks>IAM user guide, "Condition operators" and "Multivalued context keys".</remarks>
internal sealed class Condition(ConditionOperator @operator, ContextKey key, ImmutableArray<Operand> operands)
{
    /// <summary>Whether the values of a request meet it.</summary>
    /// <param name="context">What is known of the request.</param>
    /// <param name="effect">The statement's: what cannot be known keeps an Allow from holding.</param>
    /// <param name="missing">Gains the key when it has no value.</param>
    public bool Holds(PolicyContext context, PolicyEffect effect, ISet<string>? missing)
    {
        var values = context.Find(key);
        var count = values is null ? 0 : key.Index is { } index ? (index < values.Texts.Length ? 1 : 0) : values.Texts.Length;
        if (@operator.Kind is ConditionKind.Null)
        {
            return HoldsOfAbsence(isAbsent: count == 0);
        }

        if (count == 0)
        {
            return HoldsWithout(missing);
        }

        // "Not" means that no value may be one of those named, unless it is asked of any value.
        var all = @operator.Quantifier is Quantifier.ForAllValues || (@operator.Quantifier is Quantifier.None && @operator.IsNegated);
        var from = key.Index ?? 0;
        for (var at = from; at < from + count; at++)
        {
            if (Passes(values!, at, context, effect, missing) != all)
            {
                return !all;
            }
        }

        return all;
    }

    private bool HoldsOfAbsence(bool isAbsent)
    {
        foreach (var operand in operands)
        {
            if (operand is FlagOperand flag && flag.Wanted == isAbsent)
            {
                return true;
            }
        }

        return false;
    }

    private bool HoldsWithout(ISet<string>? missing)
    {
        if (@operator.IsIfExists || @operator.Quantifier is Quantifier.ForAllValues)
        {
            return true;
        }

        missing?.Add(key.Name);
        return @operator.IsNegated && @operator.Quantifier is Quantifier.None;
    }

    private bool Passes(ContextValues values, int at, PolicyContext context, PolicyEffect effect, ISet<string>? missing)
    {
        var (isUnfit, isUnknown) = (false, false);
        foreach (var operand in operands)
        {
            switch (operand.Match(values, at, context, missing))
            {
                case Patterns.PatternVerdict.Matches:
                    return !@operator.IsNegated;
                case Patterns.PatternVerdict.Unfit:
                    (isUnfit, isUnknown) = (true, true);
                    break;
                case Patterns.PatternVerdict.Missing:
                    isUnknown = true;
                    break;
                default:
                    break;
            }
        }

        return @operator.IsNegated ? !(isUnknown && effect is PolicyEffect.Allow) : isUnfit && effect is PolicyEffect.Deny;
    }
}
