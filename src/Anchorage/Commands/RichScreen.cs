using Spectre.Console;

namespace Anchorage.Commands;

/// <summary>Standard output on a terminal. All text goes through as data, never as markup.</summary>
internal static class RichScreen
{
    public static void Line(Cell cell) => AnsiConsole.Write(new Paragraph(cell.Text + "\n", StyleOf(cell.Tone)));

    public static void Facts(IEnumerable<(string Label, Cell Value)> facts)
    {
        var grid = new Grid { Expand = false };
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        foreach (var (label, value) in facts)
        {
            grid.AddRow(new Text(label, StyleOf(Tone.Faint)), TextOf(value));
        }

        AnsiConsole.Write(grid);
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
            table.AddRow(row.Select(TextOf));
        }

        AnsiConsole.Write(table);
    }

    private static Text TextOf(Cell cell) => new(cell.Text, StyleOf(cell.Tone));

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red, decoration: Decoration.Bold),
        Tone.Faint => new Style(decoration: Decoration.Dim),
        _ => Style.Plain,
    };
}
