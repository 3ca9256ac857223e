using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Text;

namespace Anchorage.X509;

/// <summary>A Name (RFC 5280 4.1.2.4): the subject or issuer of a certificate. Two names are equal when their DER is.</summary>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    /// <summary>Most attributes, and most sets of them, that a name may have.</summary>
    public const int MaxAttributes = 64;

    /// <summary>Longest text that <see cref="ToString"/> gives, before a closing <c>...</c>.</summary>
    public const int MaxDisplayCharacters = 512;

    private static readonly ObjectIdentifier CommonName = ObjectIdentifier.Of("2.5.4.3");

    internal DistinguishedName(ReadOnlyMemory<byte> der) => Der = der;

    /// <summary>The DER of the Name, from its SEQUENCE tag on.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>An empty SEQUENCE.</summary>
    public bool IsEmpty => Der.Length == 2;

    /// <summary>
    /// The values of all commonName attributes (2.5.4.3), in the order they stand and as sent: with control characters, if there
    /// are any.
    /// </summary>
    public ImmutableArray<string> CommonNames => [.. ValuesOf(CommonName)];

    /// <summary>The values of all attributes of a type, given as <c>2.5.4.10</c>, in the order they stand and as sent.</summary>
    public ImmutableArray<string> ValuesOf(string type)
    {
        var identifier = ObjectIdentifier.Of(type);
        return [.. Attributes().Where(attribute => attribute.Type == identifier).Select(attribute => attribute.Text())];
    }

    /// <summary>
    /// The name for people, as RFC 4514 writes it: last set first. Control characters and characters that do not show are
    /// escaped as their UTF-8 octets in hex, and after <see cref="MaxDisplayCharacters"/> characters it is cut short.
    /// </summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var attributes = Attributes();
        for (var end = attributes.Count; end > 0 && text.Length <= MaxDisplayCharacters;)
        {
            var start = end - 1;
            while (start > 0 && attributes[start - 1].Set == attributes[start].Set)
            {
                start--;
            }

            for (var index = start; index < end && text.Length <= MaxDisplayCharacters; index++)
            {
                text.Append(text.Length == 0 ? "" : index == start ? "," : "+");
                attributes[index].AppendTo(text);
            }

            end = start;
        }

        return text.Length <= MaxDisplayCharacters ? text.ToString() : text.ToString(0, MaxDisplayCharacters) + "...";
    }

    /// <summary>The values of all attributes of a type as text, in the order they stand and as sent.</summary>
    internal IEnumerable<string> ValuesOf(ObjectIdentifier type) =>
        Attributes().Where(attribute => attribute.Type == type).Select(attribute => attribute.Text());

    /// <summary>
    /// Whether this name begins with all sets of another. Texts are compared without regard to case, string type and repeated spaces
    /// (RFC 5280 7.1), since a name that differs only so means the same.
    /// </summary>
    internal bool IsWithin(DistinguishedName start)
    {
        var (own, wanted) = (SetsOf(Attributes()), SetsOf(start.Attributes()));
        return own.Length >= wanted.Length && own.Take(wanted.Length).SequenceEqual(wanted);
    }

    public bool Equals(DistinguishedName? other) => other is not null && Der.Span.SequenceEqual(other.Der.Span);

    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Der.Span);
        return hash.ToHashCode();
    }

    /// <summary>A text for each set, the same for sets that are the same.</summary>
    private static string[] SetsOf(List<NameAttribute> attributes) =>
    [
        .. attributes.GroupBy(attribute => attribute.Set)
            .Select(set => string.Join('\n', set.Select(attribute => attribute.ComparableText()).Order(StringComparer.Ordinal))),
    ];

    // The octets were checked when the certificate was read, so nothing here can fail; most names are never shown.
    private List<NameAttribute> Attributes()
    {
        var attributes = new List<NameAttribute>();
        var name = new DerReader(new DerDocument(Der, "name"));
        var sets = name.ReadSequence("name");
        for (var set = 0; sets.HasMore; set++)
        {
            var inSet = sets.ReadConstructed(Asn1Tag.SetOf, "set");
            while (inSet.HasMore)
            {
                var attribute = inSet.ReadSequence("attribute");
                attributes.Add(new NameAttribute(set, attribute.ReadObjectIdentifier("type"), attribute.ReadAny("value")));
            }
        }

        return attributes;
    }
}
