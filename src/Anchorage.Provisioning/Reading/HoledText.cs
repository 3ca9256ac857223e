using System.Collections.Immutable;
using System.Text;

namespace Anchorage.Provisioning.Reading;

/// <summary>The text of an expression as far as the template fixes it, with a hole for each value that is not known yet.</summary>
/// <remarks>A policy document that Fn::Sub or Fn::Join puts together is parsed in this form, so that holes are found to stand inside
/// strings, and values can be put into the parsed strings rather than into the text.</remarks>
internal sealed class HoledText
{
    /// <summary>A Unicode noncharacter: never part of text that is interchanged.</summary>
    public const char Hole = '\uFDD0';

    private readonly StringBuilder _text = new();
    private readonly List<TemplateValue> _holes = [];

    private HoledText()
    {
    }

    public IReadOnlyList<TemplateValue> Holes => _holes;

    public string Text => _text.ToString();

    /// <summary>Null when the text is longer than a template may be, or has the hole's own character in it.</summary>
    public static HoledText? Of(TemplateValue value)
    {
        var holed = new HoledText();
        if (!holed.Write(value))
        {
            return null;
        }

        var text = holed.Text;
        var isClear = text.AsSpan().Count(Hole) == holed._holes.Count && !text.Contains("\\ufdd0", StringComparison.OrdinalIgnoreCase);
        return isClear ? holed : null;
    }

    /// <summary>A parsed string with its holes filled again, taking the holes in the order they were written.</summary>
    public TemplateValue Fill(string text, ref int next)
    {
        if (!text.Contains(Hole, StringComparison.Ordinal))
        {
            return new LiteralValue(text);
        }

        var parts = ImmutableArray.CreateBuilder<TemplateValue>();
        var rest = text.AsSpan();
        while (rest.IndexOf(Hole) is var hole and >= 0)
        {
            if (hole > 0)
            {
                parts.Add(new LiteralValue(rest[..hole].ToString()));
            }

            parts.Add(_holes[next++]);
            rest = rest[(hole + 1)..];
        }

        if (!rest.IsEmpty)
        {
            parts.Add(new LiteralValue(rest.ToString()));
        }

        return parts.Count == 1 ? parts[0] : new SubValue(parts.ToImmutable());
    }

    // An expression has at most TemplateValue.MaxPieces pieces, which bounds the walk; the length is bounded here.
    private bool Write(TemplateValue value)
    {
        switch (value)
        {
            case LiteralValue literal:
                _text.Append(literal.Text);
                break;
            case SubValue sub:
                return WriteAll(sub.Parts, null);
            case JoinValue { List: ListedValues list } join:
                return WriteAll(list.Items, join.Delimiter);
            default:
                _text.Append(Hole);
                _holes.Add(value);
                break;
        }

        return _text.Length <= ProvisioningTemplate.MaxCharacters;
    }

    private bool WriteAll(ImmutableArray<TemplateValue> parts, TemplateValue? delimiter)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            if ((i > 0 && delimiter is not null && !Write(delimiter)) || !Write(parts[i]))
            {
                return false;
            }
        }

        return true;
    }
}
