using System.Globalization;
using System.Text;
using Anchorage.Provisioning.Reading;

namespace Anchorage.Provisioning.Evaluation;

/// <summary>Evaluates expressions to text. Every step is counted, and the first fault ends it.</summary>
/// <param name="template">Whose parameters and mappings the expressions use.</param>
/// <param name="input">The values.</param>
/// <param name="work">Counts for the whole evaluation.</param>
/// <param name="fromDevice">Refuses a given value that must not stand here; null where any may.</param>
internal sealed class ValueEvaluation(ProvisioningTemplate template, ProvisioningInput input, Work work, Func<string, string?>? fromDevice)
{
    private TemplateFault? _fault;

    /// <summary>The subject's part of a fault's message.</summary>
    public static string SubjectOf(ProvisioningInput input) =>
        input.Subject is { } subject ? $" The certificate's subject is {Shown.Quoted(subject, Shown.MaxSubject)}." : "";

    /// <summary>The text that an expression gives, or why it gives none.</summary>
    public (string? Text, TemplateFault? Fault) Text(TemplateValue value, Place place)
    {
        _fault = null;
        if (value is LiteralValue literal)
        {
            return work.Add(literal.Text.Length) ? (literal.Text, null) : (null, TooMuch(place));
        }

        var text = new StringBuilder();
        return Append(value, place, text) ? (text.ToString(), null) : (null, _fault);
    }

    /// <summary>Gives the strings of a list one after another; the fault that ended it, or null.</summary>
    public TemplateFault? List(TemplateList list, Place place, Action<string> take)
    {
        _fault = null;
        var total = 0;
        Each(list, place, text =>
        {
            total += text.Length + 1;
            if (total > ProvisioningPlan.MaxCharacters)
            {
                return TooLong(place);
            }

            take(text);
            return true;
        });
        return _fault;
    }

    private bool Append(TemplateValue value, Place place, StringBuilder text) => value switch
    {
        LiteralValue literal => Put(literal.Text, place, text),
        RefValue reference => Resolve(reference.Parameter, place) is { } given && Put(given, place, text),
        SubValue sub => AppendParts(sub, place.Member("Fn::Sub"), text),
        JoinValue join => AppendJoin(join, place.Member("Fn::Join"), text),
        SelectValue select => AppendSelect(select, place.Member("Fn::Select"), text),
        FindInMapValue find => AppendFound(find, place.Member("Fn::FindInMap"), text),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private bool AppendParts(SubValue sub, Place place, StringBuilder text)
    {
        foreach (var part in sub.Parts)
        {
            if (!Append(part, place, text))
            {
                return false;
            }
        }

        return true;
    }

    private bool AppendJoin(JoinValue join, Place place, StringBuilder text)
    {
        if (Inner(join.Delimiter, place.Item(0)) is not { } delimiter)
        {
            return false;
        }

        var first = true;
        return Each(join.List, place.Item(1), item =>
        {
            var gap = first ? "" : delimiter;
            first = false;
            return Put(gap, place, text) && Put(item, place, text);
        });
    }

    private bool AppendSelect(SelectValue select, Place place, StringBuilder text)
    {
        if (Inner(select.Index, place.Item(0)) is not { } written)
        {
            return false;
        }

        if (!int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            return Fail(place.Item(0), $"The index of Fn::Select is {Shown.Quoted(written)}; it must be a whole number from 0.");
        }

        // Of a list that is written out, only the item that is wanted needs to have a value.
        if (select.List is ListedValues listed)
        {
            return index < listed.Items.Length
                ? Append(listed.Items[index], place.Item(1).Item(index), text)
                : OutOfList(place, index, listed.Items.Length);
        }

        var at = 0;
        string? found = null;
        if (!Each(select.List, place.Item(1), item =>
        {
            found = at == index ? item : found;
            at++;
            return true;
        }))
        {
            return false;
        }

        return found is not null ? Put(found, place, text) : OutOfList(place, index, at);
    }

    private bool AppendFound(FindInMapValue find, Place place, StringBuilder text)
    {
        if (Inner(find.Mapping, place.Item(0)) is not { } name || Inner(find.TopLevelKey, place.Item(1)) is not { } top
            || Inner(find.SecondLevelKey, place.Item(2)) is not { } second)
        {
            return false;
        }

        if (!template.Mappings.TryGetValue(name, out var mapping))
        {
            return Fail(place.Item(0), $"There is no mapping {Shown.Quoted(name)} under Mappings.");
        }

        return mapping.Find(top, second) is { } value
            ? Put(value, place, text)
            : Fail(place, $"The mapping {Shown.Quoted(name)} has nothing at {Shown.Quoted(top)}, {Shown.Quoted(second)}. Add it, or provision this device otherwise.");
    }

    /// <summary>Gives the strings of a list until one is refused; false when one was, or could not be evaluated.</summary>
    private bool Each(TemplateList list, Place place, Func<string, bool> take) =>
        list is SplitValues split ? EachPart(split, place.Member("Fn::Split"), take) : EachItem((ListedValues)list, place, take);

    private bool EachItem(ListedValues list, Place place, Func<string, bool> take)
    {
        for (var item = 0; item < list.Items.Length; item++)
        {
            if (Inner(list.Items[item], place.Item(item)) is not { } text || !take(text))
            {
                return false;
            }
        }

        return true;
    }

    private bool EachPart(SplitValues split, Place place, Func<string, bool> take)
    {
        if (Inner(split.Delimiter, place.Item(0)) is not { } delimiter || Inner(split.Source, place.Item(1)) is not { } source)
        {
            return false;
        }

        if (delimiter.Length == 0)
        {
            return Fail(place.Item(0), "The delimiter of Fn::Split is empty. Give the text that stands between the parts.");
        }

        var start = 0;
        while (true)
        {
            var end = source.IndexOf(delimiter, start, StringComparison.Ordinal);
            var part = end < 0 ? source[start..] : source[start..end];
            if (!work.Add(part.Length))
            {
                _fault = TooMuch(place);
                return false;
            }

            if (!take(part))
            {
                return false;
            }

            if (end < 0)
            {
                return true;
            }

            start = end + delimiter.Length;
        }
    }

    /// <summary>The text of an expression inside another; null when it has none, which is then the fault.</summary>
    private string? Inner(TemplateValue value, Place place)
    {
        var text = new StringBuilder();
        return Append(value, place, text) ? text.ToString() : null;
    }

    private string? Resolve(string name, Place place)
    {
        if (input.Parameters.TryGetValue(name, out var given))
        {
            if (Unfit(given) is { } unfit)
            {
                Fail(place, $"The value of {Shown.Quoted(name)} is {Shown.Quoted(given)}: {unfit}");
                return null;
            }

            return given;
        }

        if (template.Parameters.TryGetValue(name, out var parameter) && parameter.Default is { } fallback)
        {
            return fallback;
        }

        Fail(place, $"Invalid registration template. Cannot resolve reference value: {{Ref={Shown.Quoted(name)[1..^1]}}}. {WhyAbsent(name)}");
        return null;
    }

    private string? Unfit(string given) => Characters.HasLoneSurrogate(given)
        ? "half of a surrogate pair stands in it, which is no text."
        : fromDevice?.Invoke(given);

    private string WhyAbsent(string name) => CertificateParameters.Contains(name) && input.Subject is not null
        ? "The certificate's subject has no such attribute, and the parameter has no Default. Give it a Default, or put the attribute into the certificates."
        : "No value is given for it, and it has no Default. Give a value.";

    private bool Put(string piece, Place place, StringBuilder text)
    {
        if (!work.Add(piece.Length))
        {
            _fault = TooMuch(place);
            return false;
        }

        if (text.Length + piece.Length > ProvisioningPlan.MaxCharacters)
        {
            return TooLong(place);
        }

        text.Append(piece);
        return true;
    }

    private bool OutOfList(Place place, int index, int count) =>
        Fail(place.Item(0), $"The index of Fn::Select is {index}, but its list has {count} items, from 0 on.");

    private bool TooLong(Place place) => Fail(place, $"The value becomes longer than {ProvisioningPlan.MaxCharacters} characters. Shorten what it is made of.");

    private TemplateFault TooMuch(Place place) =>
        new(place.ToString(), $"The template takes too much work: more than {ProvisioningPlan.MaxWork} characters were read and written for it. Use its variables less often." + SubjectOf(input));

    private bool Fail(Place place, string message)
    {
        _fault = new TemplateFault(place.ToString(), message + SubjectOf(input));
        return false;
    }
}
