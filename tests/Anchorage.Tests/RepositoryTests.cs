using System.Text.RegularExpressions;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>What the sources and documents promise about themselves.</summary>
public partial class RepositoryTests
{
    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.DoesNotContain(
            Repository.Sources("src").Concat(Repository.Sources("tests")).Select(file => (File: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count())),
            file => file.Lines > 400);

    [Fact]
    public void A_table_is_used_in_its_own_folder_only()
    {
        var folders = Repository.Sources("src/Anchorage").ToLookup(file => Path.GetDirectoryName(file)!);
        var tables = folders.SelectMany(folder => folder).Select(Path.GetFileNameWithoutExtension).Where(name => name!.EndsWith("Table", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(tables);
        foreach (var folder in folders)
        {
            var foreign = tables.Where(table => !folder.Any(file => Path.GetFileNameWithoutExtension(file) == table)).ToList();
            Assert.Empty(folder.SelectMany(file => foreign.Where(table => Regex.IsMatch(File.ReadAllText(file), $@"\b{table}\b")).Select(table => $"{file} uses {table}")));
        }
    }

    [Theory]
    [InlineData("Anchorage.X509")]
    [InlineData("Anchorage.SigV4")]
    [InlineData("Anchorage.Policy")]
    [InlineData("Anchorage.Provisioning")]
    public void A_library_uses_the_base_class_library_alone(string library)
    {
        Assert.DoesNotContain("PackageReference", File.ReadAllText(Path.Combine(Repository.Root, "src", library, $"{library}.csproj")), StringComparison.Ordinal);
        Assert.DoesNotContain(Repository.Sources($"src/{library}"), file => ForeignUsing().IsMatch(File.ReadAllText(file).Replace(library, "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("ARCHITECTURE.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("SECURITY.md")]
    public void Every_path_a_document_names_is_there(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));
        var named = PathInText().Matches(text).Select(match => match.Groups[1].Value.TrimEnd('/'))
            // What running it makes is not in the repository.
            .Where(path => path.Split('/')[0] is not ("artifacts" or "data" or "DATA"))
            .Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, path => !Exists(path) && !Exists($"src/Anchorage/{path}"));

        static bool Exists(string path) => Path.Exists(Path.Combine(Repository.Root, path));
    }

    [GeneratedRegex(@"using (Microsoft|Npgsql|Anchorage)")]
    private static partial Regex ForeignUsing();

    // Paths in backquotes or link targets: they have a slash, or end in .md, and hold neither blanks nor placeholders.
    [GeneratedRegex(@"(?:`|\]\()((?:[A-Za-z0-9_.-]+/)+[A-Za-z0-9_.-]*|[A-Za-z]+\.(?:md|cs))(?:`|\))")]
    private static partial Regex PathInText();
}
