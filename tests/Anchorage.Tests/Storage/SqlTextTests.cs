using System.Text.RegularExpressions;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Storage;

/// <summary>SQL is constant text; values go in as parameters. Held over the source, since no run can show what no run did.</summary>
public partial class SqlTextTests
{
    /// <summary>What may stand in the holes of SQL text: constants of ours, and words that the same file chooses among.</summary>
    private static readonly string[] Constants = ["Columns", "beyond", "order", "filter", "FixedList.Names"];

    [Fact]
    public void SQL_is_put_together_from_constants_only()
    {
        var holes = ServerSource()
            .SelectMany(file => Interpolated().Matches(file.Text).Select(text => (file.Path, Text: text.Value)))
            .Where(found => Verb().IsMatch(found.Text))
            .SelectMany(found => Hole().Matches(found.Text).Select(hole => (found.Path, Hole: hole.Groups[1].Value)))
            .ToList();

        Assert.NotEmpty(holes);
        Assert.All(holes, found => Assert.True(Constants.Contains(found.Hole), $"{found.Path} puts {found.Hole} into SQL text; give it as a parameter."));
    }

    [Fact]
    public void The_words_in_the_holes_are_constants_where_they_are_chosen()
    {
        var listings = ServerSource().Where(file => file.Text.Contains("private static string Sql(", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(listings);
        Assert.All(listings, listing =>
        {
            // Every call of a listing's own Sql is one of these choices.
            Assert.NotEqual(0, Choice().Count(listing.Text));
            Assert.Equal(Choice().Count(listing.Text), Regex.Count(listing.Text, @" Sql\((?!string)"));
        });

        var withColumns = ServerSource().Where(file => file.Text.Contains("{Columns}", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(withColumns);
        Assert.All(withColumns, file => Assert.Contains("private const string Columns = \"", file.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void SQL_is_not_put_together_by_joining_strings()
    {
        foreach (var (path, text) in ServerSource())
        {
            Assert.False(Joined().IsMatch(text), $"{path} joins strings into SQL; give values as parameters.");
        }
    }

    [Fact]
    public void Commands_are_made_in_the_storage_folder_only()
    {
        foreach (var (path, text) in ServerSource().Where(file => file.Text.Contains("CommandText", StringComparison.Ordinal)))
        {
            Assert.Contains(Path.GetFileName(path), (string[])["Session.cs", "SqliteDatabase.cs"]);
            Assert.Equal(1, Regex.Count(text, @"CommandText = (sql;|"""""")"));
        }
    }

    private static IEnumerable<(string Path, string Text)> ServerSource() =>
        Repository.Sources("src/Anchorage").Select(path => (path, File.ReadAllText(path)));

    [GeneratedRegex("""
        \$"{3}[\s\S]*?"{3}|\$"(?!")(?:\\.|[^"\\])*"
        """)]
    private static partial Regex Interpolated();

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA|WHERE)\s")]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?<!\{)\{([^{}]+)\}")]
    private static partial Regex Hole();

    [GeneratedRegex("""
        Sql\("[<>]", "(ASC|DESC)", (string\.Empty|"AND template_name = @template"|"AND ca_certificate_id = @ca"|"AND transferred_to IS NOT NULL")\)
        """)]
    private static partial Regex Choice();

    [GeneratedRegex("""
        \b(SELECT|INSERT INTO|UPDATE|DELETE FROM|WHERE)\s[^;\n]*"\s*\+|\.Sql\([^()"]*"[^"]*"\s*\+|string\.(Format|Concat)\([^)]*(SELECT|INSERT|UPDATE|DELETE)\s
        """)]
    private static partial Regex Joined();
}
