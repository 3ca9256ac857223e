using Spectre.Console;

namespace Anchorage.Commands;

/// <summary>Standard output on a terminal. All text goes through as data, never as markup.</summary>
internal static class RichScreen
{
    // Wider than any table here: an id that the terminal itself wraps can still be copied whole, one that we broke cannot.
    private const int Unwrapped = 240;

    public static void Line(Cell cell)
    {
        Write(cell);
        Console.Out.Write('\n');
    }

    public static void Facts(IReadOnlyCollection<(string Label, Cell Value)> facts)
    {
        var width = facts.Max(fact => fact.Label.Length);
        foreach (var (label, value) in facts)
        {
            Console.Out.Write("  ");
            Write(Cell.Of(label.PadRight(width), Tone.Faint));
            Console.Out.Write("  ");
            Line(value);
        }
    }

    public static void Table(string[] headings, IEnumerable<Cell[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading, StyleOf(Tone.Faint))));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell.Text, StyleOf(cell.Tone))));
        }

        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, Unwrapped);
        AnsiConsole.Write(table);
    }

    private static void Write(Cell cell)
    {
        if (cell.Tone is Tone.Plain)
        {
            Console.Out.Write(cell.Text);
        }
        else
        {
            AnsiConsole.Write(new Text(cell.Text, StyleOf(cell.Tone)));
        }
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        Tone.Faint => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
