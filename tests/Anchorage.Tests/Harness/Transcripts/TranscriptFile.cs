using System.Globalization;
using System.Text.RegularExpressions;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>Parts a transcript into cases: one per title, or one per row of the examples that follow the title.</summary>
/// <remarks>The form is explained in <c>transcripts/README.md</c>.</remarks>
internal static partial class TranscriptFile
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "transcripts");

    /// <summary>All cases of all transcripts.</summary>
    public static IReadOnlyList<TranscriptCase> ReadAll() =>
        [.. Directory.GetFiles(Folder, "*.txt").Order(StringComparer.Ordinal)
            .SelectMany(file => Read(Path.GetFileName(file), File.ReadAllText(file)))];

    public static IEnumerable<TranscriptCase> Read(string file, string text)
    {
        var lines = text.Split('\n').Select((line, index) => new SourceLine(index + 1, line.TrimEnd())).ToList();
        var starts = Enumerable.Range(0, lines.Count).Where(index => lines[index].Text.StartsWith("# ", StringComparison.Ordinal)).ToList();
        var stray = lines.Take(starts.Count > 0 ? starts[0] : lines.Count).FirstOrDefault(line => !line.IsBlank);
        if (stray is not null)
        {
            throw new TranscriptException(file, stray.Number, "a case begins with a line '# Title.'");
        }

        for (var at = 0; at < starts.Count; at++)
        {
            var end = at + 1 < starts.Count ? starts[at + 1] : lines.Count;
            foreach (var block in Examples(file, lines[starts[at]..end]))
            {
                yield return TranscriptReading.Read(file, block[0].Text[2..], Unroll(file, block[1..]));
            }
        }
    }

    /// <summary>
    /// <c>each fault | says</c> and rows <c>- too short | has 3 characters</c>: the case once per row, with <c>&lt;fault&gt;</c> filled in.
    /// </summary>
    private static IEnumerable<List<SourceLine>> Examples(string file, List<SourceLine> block)
    {
        if (block.Count < 2 || !block[1].Text.StartsWith("each ", StringComparison.Ordinal))
        {
            yield return block;
            yield break;
        }

        var columns = Cells(block[1].Text["each ".Length..]);
        var rows = block.Skip(2).TakeWhile(line => line.Text.StartsWith("- ", StringComparison.Ordinal)).ToList();
        var rest = block.Skip(2 + rows.Count).ToList();
        if (rows.Count == 0)
        {
            throw new TranscriptException(file, block[1].Number, "'each' wants rows below it, each beginning with '- '.");
        }

        foreach (var row in rows)
        {
            var cells = Cells(row.Text[2..]);
            if (cells.Length != columns.Length)
            {
                throw new TranscriptException(file, row.Number, $"the row has {cells.Length} cells; wanted {columns.Length}.");
            }

            // A title that does not say which row it is would stand for several cases.
            var title = Fill(block[0].Text, columns, cells);
            title = title == block[0].Text ? $"{title.TrimEnd('.')}: {cells[0]}." : title;
            yield return [.. rest.Select(line => line with { Text = Fill(line.Text, columns, cells) }).Prepend(block[0] with { Text = title })];
        }
    }

    private static string[] Cells(string text) => [.. Bar().Split(text).Select(cell => cell.Trim())];

    private static string Fill(string text, string[] columns, string[] cells) =>
        columns.Zip(cells).Aggregate(text, (filled, pair) => filled.Replace($"<{pair.First}>", pair.Second, StringComparison.Ordinal));

    /// <summary><c>10 times</c> … <c>end</c>: the lines between, ten times, with <c>&lt;n&gt;</c> counting from 1.</summary>
    private static List<SourceLine> Unroll(string file, List<SourceLine> lines)
    {
        var unrolled = new List<SourceLine>();
        for (var at = 0; at < lines.Count; at++)
        {
            if (Times().Match(lines[at].Text) is not { Success: true } times)
            {
                unrolled.Add(lines[at]);
                continue;
            }

            var end = lines.FindIndex(at, line => line.Text == "end");
            if (end < 0)
            {
                throw new TranscriptException(file, lines[at].Number, "'times' wants an 'end' below it.");
            }

            var count = int.Parse(times.Groups[1].Value, CultureInfo.InvariantCulture);
            for (var n = 1; n <= count; n++)
            {
                unrolled.AddRange(lines[(at + 1)..end].Select(
                    line => line with { Text = line.Text.Replace("<n>", n.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) }));
            }

            at = end;
        }

        return unrolled;
    }

    [GeneratedRegex(@"(?<=\s)\|(?=\s|$)")]
    private static partial Regex Bar();

    [GeneratedRegex("^([0-9]+) times$")]
    private static partial Regex Times();
}
