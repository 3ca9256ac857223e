using System.Collections.Frozen;
using System.Text;

namespace Anchorage.X509;

/// <summary>An AttributeTypeAndValue of a name.</summary>
/// <param name="Set">Which of the name's sets it stands in, from 0.</param>
internal readonly record struct NameAttribute(int Set, ObjectIdentifier Type, DerValue Value)
{
    // RFC 4514 3, and three that device certificates often carry.
    private static readonly FrozenDictionary<ObjectIdentifier, string> Keywords = new Dictionary<string, string>
    {
        ["2.5.4.3"] = "CN",
        ["2.5.4.7"] = "L",
        ["2.5.4.8"] = "ST",
        ["2.5.4.10"] = "O",
        ["2.5.4.11"] = "OU",
        ["2.5.4.6"] = "C",
        ["2.5.4.9"] = "STREET",
        ["0.9.2342.19200300.100.1.25"] = "DC",
        ["0.9.2342.19200300.100.1.1"] = "UID",
        ["2.5.4.5"] = "serialNumber",
        ["2.5.4.46"] = "dnQualifier",
        ["1.2.840.113549.1.9.1"] = "emailAddress",
    }.ToFrozenDictionary(row => ObjectIdentifier.Of(row.Key), row => row.Value);

    /// <summary>The value as text; for a value that is no string, <c>#</c> and the hex of its DER, as RFC 4514 2.4 has it.</summary>
    public string Text() => NameStrings.Decode(Value) ?? Hex();

    /// <summary>Type and value, the same for values that RFC 5280 7.1 calls equal. Line feeds are spaces in it.</summary>
    public string ComparableText() => NameStrings.Decode(Value) is { } text
        ? $"{Type}={string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant()}"
        : $"{Type}:{Convert.ToHexString(Value.Encoded.Span)}";

    public void AppendTo(StringBuilder text)
    {
        text.Append(Keywords.GetValueOrDefault(Type) ?? Type.ToString()).Append('=');
        if (NameStrings.Decode(Value) is { } value)
        {
            AppendEscaped(text, value);
        }
        else
        {
            text.Append(Hex());
        }
    }

    private string Hex()
    {
        var encoded = Value.Encoded.Span;
        return "#" + Convert.ToHexStringLower(encoded[..Math.Min(encoded.Length, DistinguishedName.MaxDisplayCharacters)]);
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var position = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            if (text.Length > DistinguishedName.MaxDisplayCharacters)
            {
                return;
            }

            var isFirst = position == 0;
            position += rune.Utf16SequenceLength;
            var isLast = position == value.Length;
            if (!Quoted.IsPlain(rune))
            {
                foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    text.Append('\\').Append(Convert.ToHexString([octet]));
                }

                continue;
            }

            var needsBackslash = rune.Value is '"' or '+' or ',' or ';' or '<' or '>' or '\\'
                || (isFirst && rune.Value is ('#' or ' ')) || (isLast && rune.Value is ' ');
            text.Append(needsBackslash ? "\\" : "").Append(rune.ToString());
        }
    }
}
