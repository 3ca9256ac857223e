using System.Formats.Asn1;
using System.Net;
using System.Text;

namespace Anchorage.X509;

/// <summary>Which of GeneralName's choices a name is; the number is that of its tag (RFC 5280 4.2.1.6).</summary>
public enum GeneralNameKind
{
    OtherName = 0,

    /// <summary>rfc822Name: a mailbox.</summary>
    Email = 1,

    Dns = 2,
    X400Address = 3,
    Directory = 4,
    EdiPartyName = 5,
    Uri = 6,
    IPAddress = 7,
    RegisteredId = 8,
}

/// <summary>A GeneralName (RFC 5280 4.2.1.6): one of the names in subjectAltName and elsewhere.</summary>
/// <param name="Value">
/// Content octets: ASCII of Email, Dns and Uri; 4 or 16 octets of an IPAddress (8 or 32 with its mask, in name constraints); the DER of a
/// Directory name; the identifier's octets of a RegisteredId; DER that is not read of the others.
/// </param>
public sealed record GeneralName(GeneralNameKind Kind, ReadOnlyMemory<byte> Value)
{
    /// <summary>For people: <c>DNS:example.com</c>. Control characters are escaped; at most 80 characters of the name are shown.</summary>
    public override string ToString() => Kind switch
    {
        GeneralNameKind.Email => $"email:{Quoted.Show(Text)}",
        GeneralNameKind.Dns => $"DNS:{Quoted.Show(Text)}",
        GeneralNameKind.Uri => $"URI:{Quoted.Show(Text)}",
        GeneralNameKind.IPAddress when Value.Length is 4 or 16 => $"IP:{new IPAddress(Value.Span)}",
        GeneralNameKind.IPAddress => $"IP:{new IPAddress(Value.Span[..(Value.Length / 2)])}/{new IPAddress(Value.Span[(Value.Length / 2)..])}",
        GeneralNameKind.Directory => $"directory:{Quoted.Show(Directory!.ToString())}",
        GeneralNameKind.RegisteredId => $"RID:{new ObjectIdentifier(Value)}",
        _ => Kind.ToString(),
    };

    /// <summary>The text of Email, Dns and Uri, which is ASCII: as sent, with control characters if there are any.</summary>
    public string Text => Encoding.ASCII.GetString(Value.Span);

    /// <summary>A Directory name; null of another kind.</summary>
    public DistinguishedName? Directory => Kind == GeneralNameKind.Directory ? new DistinguishedName(Value) : null;

    /// <param name="isConstraint">In name constraints an IP address has its mask with it.</param>
    internal static GeneralName Read(ref DerReader reader, string field, bool isConstraint = false)
    {
        var document = reader.Document;
        var value = reader.ReadAny(field);
        var kind = (GeneralNameKind)value.Tag.TagValue;
        if (document.Failed)
        {
            return new GeneralName(kind, default);
        }

        var isConstructed = kind is GeneralNameKind.OtherName or GeneralNameKind.X400Address or GeneralNameKind.Directory or GeneralNameKind.EdiPartyName;
        if (value.Tag.TagClass != TagClass.ContextSpecific || kind > GeneralNameKind.RegisteredId || value.Tag.IsConstructed != isConstructed)
        {
            document.FailDer(ReadingRules.ExtensionForm, value.Offset, field, $"a GeneralName was wanted, {DerDefect.NameOf(value.Tag)} was found.");
        }
        else if (FindDefect(kind, value.Content.Span, isConstraint) is { } defect)
        {
            document.FailDer(ReadingRules.ExtensionForm, value.Offset, field, defect);
        }
        else if (kind == GeneralNameKind.Directory)
        {
            // Name is a CHOICE, so its tag is explicit (X.680 31.2.7).
            var inner = new DerReader(document, value);
            var name = inner.ReadName(field);
            inner.End(field);
            return new GeneralName(kind, name.Der);
        }
        else
        {
            DerShape.Check(document, value, field);
        }

        return new GeneralName(kind, value.Content);
    }

    private static string? FindDefect(GeneralNameKind kind, ReadOnlySpan<byte> content, bool isConstraint) => kind switch
    {
        GeneralNameKind.Email or GeneralNameKind.Dns or GeneralNameKind.Uri when !Ascii.IsValid(content) =>
            "a name is an IA5String with an octet above 7F.",
        GeneralNameKind.IPAddress when !isConstraint && content.Length is not (4 or 16) =>
            $"an IP address has {content.Length} octets; 4 or 16 are wanted.",
        GeneralNameKind.IPAddress when isConstraint && (content.Length is not (8 or 32) || !IsMask(content[(content.Length / 2)..])) =>
            "an IP address of a name constraint is not 4 or 16 octets with a mask of as many, ones before zeros.",
        GeneralNameKind.RegisteredId when !ObjectIdentifier.IsCanonical(content) => "a registered identifier is not DER.",
        _ => null,
    };

    private static bool IsMask(ReadOnlySpan<byte> mask)
    {
        while (mask is [0xff, ..])
        {
            mask = mask[1..];
        }

        // What is left begins with ones and then has zeros only: its complement plus one is a power of two.
        return mask.IsEmpty || ((byte)~mask[0] & ((byte)~mask[0] + 1)) == 0 && !mask[1..].ContainsAnyExcept((byte)0);
    }
}
