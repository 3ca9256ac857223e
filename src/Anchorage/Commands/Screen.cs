using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Anchorage.Client;

namespace Anchorage.Commands;

/// <summary>What a cell says beside its words; shown as a colour where there are colours.</summary>
internal enum Tone
{
    Plain,
    Good,
    Bad,
    Faint,
}

/// <summary>A piece of data to show. Escaped when it is made, so that no data steers a terminal.</summary>
internal readonly record struct Cell(string Text, Tone Tone)
{
    public static Cell Of(string text, Tone tone = Tone.Plain) => new(Visible.Text(text), tone);

    public static implicit operator Cell(string text) => Of(text);
}

/// <summary>Standard output: tables and colours on a terminal, plain and stable text everywhere else.</summary>
internal static class Screen
{
    private static readonly JsonSerializerOptions Legible = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a person with a terminal that shows more than text reads it, and did not ask for less (no-color.org).</summary>
    private static bool IsRich { get; } = !Console.IsOutputRedirected && Surroundings.OfProcess.Variable("NO_COLOR") is null
        && Surroundings.OfProcess.Variable("TERM") is not (null or "dumb");

    /// <summary>A line of our own words and of data that is escaped already.</summary>
    public static void Line(string text = "") => Console.Out.Write($"{text}\n");

    public static void Line(Cell cell)
    {
        if (IsRich)
        {
            RichScreen.Line(cell);
        }
        else
        {
            Line(cell.Text);
        }
    }

    /// <summary>Labels with their values, one below the other.</summary>
    public static void Facts(IReadOnlyCollection<(string Label, Cell Value)> facts)
    {
        if (IsRich)
        {
            RichScreen.Facts(facts);
            return;
        }

        var width = facts.Max(fact => fact.Label.Length);
        foreach (var (label, value) in facts)
        {
            Line($"  {label.PadRight(width)}  {value.Text}");
        }
    }

    /// <summary>Rows under headings.</summary>
    public static void Table(string[] headings, IReadOnlyCollection<Cell[]> rows)
    {
        if (IsRich)
        {
            RichScreen.Table(headings, rows);
            return;
        }

        var widths = headings.Select((heading, column) => rows.Select(row => row[column].Text.Length).Append(heading.Length).Max()).ToArray();
        foreach (var row in rows.Select(row => row.Select(cell => cell.Text)).Prepend(headings))
        {
            Line(string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>One line of JSON. What would steer a terminal is escaped as JSON does, so that the values stay what they are.</summary>
    public static void Json(JsonNode node)
    {
        var text = new StringBuilder();
        foreach (var rune in node.ToJsonString(Legible).EnumerateRunes())
        {
            if (Visible.IsPlain(rune))
            {
                text.Append(rune.ToString());
                continue;
            }

            foreach (var unit in rune.ToString())
            {
                text.Append($"\\u{(int)unit:X4}");
            }
        }

        Line(text.ToString());
    }
}
