namespace Anchorage.Tests.Harness;

/// <summary>The source that these tests were built from, for tests about source.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>The C# files of the server, by their path in the repository.</summary>
    public static IEnumerable<(string Path, string Text)> ServerSource() =>
        Directory.EnumerateFiles(Path.Combine(Root, "src", "Anchorage"), "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadAllText(path)));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Anchorage.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} holds Anchorage.slnx: run the tests from where they are built, inside the repository.");
    }
}
