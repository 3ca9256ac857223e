using System.Globalization;
using System.Net;
using Anchorage.Policy.Patterns;

namespace Anchorage.Policy.Conditions;

/// <summary>One value that a condition names.</summary>
internal abstract class Operand
{
    /// <summary>Whether a value of a request is the one named, as the operator compares them.</summary>
    public abstract PatternVerdict Match(ContextValues values, int at, PolicyContext context, ISet<string>? missing);

    protected static PatternVerdict Verdict(bool matches) => matches ? PatternVerdict.Matches : PatternVerdict.Differs;
}

/// <summary>A text, which may hold variables and, for some operators, wildcards.</summary>
internal sealed class TextOperand(TextPattern pattern, bool ignoringCase) : Operand
{
    public override PatternVerdict Match(ContextValues values, int at, PolicyContext context, ISet<string>? missing) =>
        pattern.Match(values.Texts[at], context, missing, ignoringCase);
}

/// <summary>A number; what is no number equals none.</summary>
internal sealed class NumberOperand(decimal wanted, Predicate<int> test) : Operand
{
    public override PatternVerdict Match(ContextValues values, int at, PolicyContext context, ISet<string>? missing) =>
        Verdict(TryRead(values.Texts[at], out var number) && test(number.CompareTo(wanted)));

    public static bool TryRead(string text, out decimal number) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
}

/// <summary>A time; what is no time equals none.</summary>
internal sealed class TimeOperand(DateTimeOffset wanted, Predicate<int> test) : Operand
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    public override PatternVerdict Match(ContextValues values, int at, PolicyContext context, ISet<string>? missing) =>
        Verdict(TryRead(values.Texts[at], out var time) && test(time.CompareTo(wanted)));

    /// <summary>Reads ISO 8601 (UTC unless it says otherwise), or seconds since 1970.</summary>
    public static bool TryRead(string text, out DateTimeOffset time)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
        {
            // The years 1 to 9999.
            var fits = seconds is >= -62_135_596_800 and <= 253_402_300_799;
            time = fits ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
            return fits;
        }

        return DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }
}

/// <summary>True or false.</summary>
internal sealed class FlagOperand(bool wanted) : Operand
{
    public bool Wanted => wanted;

    public override PatternVerdict Match(ContextValues values, int at, PolicyContext context, ISet<string>? missing) =>
        Verdict(bool.TryParse(values.Texts[at], out var flag) && flag == wanted);
}

/// <summary>An IP address or a range of them; what is no address is in none.</summary>
internal sealed class AddressOperand(IPNetwork range) : Operand
{
    public override PatternVerdict Match(ContextValues values, int at, PolicyContext context, ISet<string>? missing) =>
        Verdict(values.AddressAt(at) is { } address && range.Contains(address));

    /// <summary>Reads an address, or CIDR notation; bits beyond the prefix do not count.</summary>
    public static IPNetwork? Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address))
        {
            return null;
        }

        var octets = address.GetAddressBytes();
        var prefix = octets.Length * 8;
        if (slash >= 0
            && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > octets.Length * 8))
        {
            return null;
        }

        for (var bit = prefix; bit < octets.Length * 8; bit++)
        {
            octets[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        return new IPNetwork(new IPAddress(octets), prefix);
    }
}
