using System.Formats.Asn1;

namespace Anchorage.X509;

/// <summary>Reads the values of one constructed value in order, under the distinguished encoding rules (X.690 10 and 11).</summary>
internal struct DerReader
{
    private readonly DerDocument document;
    private readonly int end;
    private int position;

    public DerReader(DerDocument document)
    {
        this.document = document;
        end = document.Der.Length;
    }

    public DerReader(DerDocument document, DerValue opened)
    {
        this.document = document;
        position = opened.ContentOffset;
        end = position + opened.Content.Length;
    }

    public readonly DerDocument Document => document;

    /// <summary>False at the end and after a fault, so that a loop over it always ends.</summary>
    public readonly bool HasMore => position < end && !document.Failed;

    public readonly int Position => position;

    public readonly bool NextIs(Asn1Tag tag) =>
        HasMore && Asn1Tag.TryDecode(Rest, out var next, out _) && next == tag;

    public DerValue ReadAny(string field)
    {
        if (document.Failed)
        {
            return default;
        }

        if (!AsnDecoder.TryReadEncodedValue(
            Rest, AsnEncodingRules.DER, out var tag, out var contentOffset, out var contentLength, out var consumed))
        {
            document.FailDer(ReadingRules.DerEncoding, position, field, DerDefect.Explain(Rest));
            return default;
        }

        var encoded = document.Der.Slice(position, consumed);
        var value = new DerValue(tag, position, encoded, encoded.Slice(contentOffset, contentLength));
        position += consumed;
        return value;
    }

    public DerValue Read(Asn1Tag wanted, string field)
    {
        if (position == end)
        {
            document.FailDer(ReadingRules.Structure, position, field,
                $"{DerDefect.NameOf(wanted)} was wanted, and the value around it ends.");
        }

        var before = position;
        var value = ReadAny(field);
        if (document.Failed || value.Tag == wanted)
        {
            return value;
        }

        document.FailDer(
            ReadingRules.Structure, before, field, $"{DerDefect.NameOf(wanted)} was wanted, {DerDefect.NameOf(value.Tag)} was found.");
        return default;
    }

    public DerReader ReadConstructed(Asn1Tag wanted, string field) => new(document, Read(wanted, field));

    public DerReader ReadSequence(string field) => ReadConstructed(Asn1Tag.Sequence, field);

    /// <summary>Nothing may follow the last value that was read.</summary>
    public readonly void End(string field)
    {
        if (HasMore)
        {
            document.FailDer(
                ReadingRules.NoTrailingBytes, position, field,
                $"{end - position} bytes follow the last value that belongs there; none are wanted.");
        }
    }

    private readonly ReadOnlySpan<byte> Rest => document.Der.Span[position..end];
}
