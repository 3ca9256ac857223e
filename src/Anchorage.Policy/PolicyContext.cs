using Anchorage.Policy.Patterns;

namespace Anchorage.Policy;

/// <summary>What is known of a request beside its action and resource. Filled once, then read by any number of decisions at once.</summary>
public sealed class PolicyContext
{
    /// <summary>Longest value that a variable is replaced by (developer guide, "Certificate policy variable limits").</summary>
    public const int MaxSubstitutedCharacters = 1024;

    /// <summary>Most values of an attribute of a certificate; those beyond are ignored (same page).</summary>
    public const int MaxCertificateValues = 5;

    /// <summary>A value that holds one of these, or a control character, replaces no variable.</summary>
    public const string ForbiddenCharacters = "*?$+#\"\\";

    private readonly ContextValues?[] _slots = new ContextValues?[ContextKey.SlotCount];
    private Dictionary<string, ContextValues>? _others;

    /// <summary>Says what the values of a name are, in place of what they were; none says that it has none.</summary>
    /// <param name="name">One of <see cref="ContextNames"/>, or any other.</param>
    /// <param name="values">In their order.</param>
    public PolicyContext Set(string name, params ReadOnlySpan<string> values)
    {
        var key = ContextKey.Of(name);
        var isOfCertificate = name.StartsWith(ContextNames.Certificate, StringComparison.OrdinalIgnoreCase);
        var kept = isOfCertificate && values.Length > MaxCertificateValues ? values[..MaxCertificateValues] : values;
        var made = kept.IsEmpty ? null : new ContextValues([.. kept], isOfCertificate);
        if (key.Slot >= 0)
        {
            _slots[key.Slot] = made;
        }
        else if (made is null)
        {
            _others?.Remove(key.Key);
        }
        else
        {
            (_others ??= new(StringComparer.Ordinal))[key.Key] = made;
        }

        return this;
    }

    internal ContextValues? Find(ContextKey key) => key.Slot >= 0 ? _slots[key.Slot] : _others?.GetValueOrDefault(key.Key);

    /// <summary>Whether a variable has a value, be it one that may replace it or not.</summary>
    internal bool Has(PolicyVariable variable) => Find(variable.Key) is { } values && IndexOf(variable) < values.Texts.Length;

    /// <summary>What replaces a variable; null when nothing may.</summary>
    internal string? TextOf(PolicyVariable variable) =>
        Has(variable) ? Find(variable.Key)!.FitAt(IndexOf(variable)) : variable.Default;

    // A list as a whole replaces nothing, but what is single by its nature has only one value.
    private static int IndexOf(PolicyVariable variable) => variable.Key.Index ?? (variable.IsList ? int.MaxValue : 0);
}
