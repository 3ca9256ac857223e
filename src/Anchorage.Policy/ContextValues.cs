using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace Anchorage.Policy;

/// <summary>The values of one name, made ready once for all decisions.</summary>
internal sealed class ContextValues
{
    private readonly ImmutableArray<string?> _fit;
    private readonly ImmutableArray<IPAddress?> _addresses = [];

    // Of these a connected device has a dozen, most with one text that fits and is no address: what is the same is not kept twice.
    public ContextValues(ImmutableArray<string> texts, bool escaped)
    {
        Texts = texts;
        var fit = texts.Select(text => Fit(text, escaped)).ToImmutableArray();
        _fit = fit.Zip(texts).All(pair => ReferenceEquals(pair.First, pair.Second)) ? texts.CastArray<string?>() : fit;
        var addresses = texts.Select(AddressOf).ToImmutableArray();
        if (addresses.Any(address => address is not null))
        {
            _addresses = addresses;
        }
    }

    /// <summary>As they are, for conditions to test.</summary>
    public ImmutableArray<string> Texts { get; }

    /// <summary>The value at a place as an IP address; null when it is none.</summary>
    public IPAddress? AddressAt(int index) => index < _addresses.Length ? _addresses[index] : null;

    /// <summary>A value as it may be put in place of a variable; null when it may not, or is not there.</summary>
    public string? FitAt(int index) => index < _fit.Length ? _fit[index] : null;

    // An IPv4 address is itself, also where a socket for both families writes it as an IPv6 one.
    private static IPAddress? AddressOf(string text) =>
        !IPAddress.TryParse(text, out var address) ? null : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Characters that mean something in a policy or a topic filter could turn a name into a permission.</summary>
    private static string? Fit(string text, bool escaped)
    {
        if (text.Length > PolicyContext.MaxSubstitutedCharacters)
        {
            return null;
        }

        foreach (var c in text)
        {
            if (PolicyContext.ForbiddenCharacters.Contains(c, StringComparison.Ordinal) || char.IsControl(c))
            {
                return null;
            }
        }

        return escaped && text.AsSpan().ContainsAny(",=<>;") ? Escaped(text) : text;
    }

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            escaped.Append(c is ',' or '=' or '<' or '>' or ';' ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }
}
