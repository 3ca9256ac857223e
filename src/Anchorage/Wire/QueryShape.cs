namespace Anchorage.Wire;

/// <summary>Query parameters read by name; each that is not of its shape becomes a sentence in <see cref="Faults"/>.</summary>
internal sealed class QueryShape(RawQuery query, Faults faults)
{
    /// <summary>A parameter given at most once; null when absent.</summary>
    public string? Text(string name)
    {
        var values = query.All(name);
        if (values.Length > 1)
        {
            faults.Add($"The query parameter {name} is given {values.Length} times; wanted once.");
        }

        return values.Length == 1 ? values[0] : null;
    }

    /// <summary>A parameter that is <c>true</c> or <c>false</c>, without regard to case.</summary>
    public bool? Flag(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        faults.Add($"The query parameter {name} is {Printable.Quoted(text)}; wanted true or false.");
        return null;
    }

    /// <summary>A whole number of 64 bits, in decimal digits.</summary>
    public long? Integer(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        faults.Add($"The query parameter {name} is {Printable.Quoted(text)}; wanted a whole number.");
        return null;
    }

    /// <summary>One of a few words, in their case.</summary>
    public string? Word(string name, params ReadOnlySpan<string> words)
    {
        var text = Text(name);
        if (text is null || words.Contains(text))
        {
            return text;
        }

        faults.Add($"The query parameter {name} is {Printable.Quoted(text)}; wanted {string.Join(" or ", words)}.");
        return null;
    }

    /// <summary>A whole number between two limits, in decimal digits.</summary>
    public int? Number(string name, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit) && int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) is var number
            && number >= min && number <= max)
        {
            return number;
        }

        faults.Add($"The query parameter {name} is {Printable.Quoted(text)}; wanted a whole number from {min} to {max}.");
        return null;
    }
}
