namespace Anchorage.Bench;

/// <summary>The two programs that are measured, and a folder on a real disk for what they write.</summary>
internal sealed record Executables(string Anchorage, string Floor, string WorkFolder)
{
    private int _folders;

    public string EmptyFolder { get; } = Directory.CreateDirectory(Path.Combine(WorkFolder, "empty")).FullName;

    /// <summary>A folder that is not there yet.</summary>
    public string NewFolder() => Path.Combine(WorkFolder, $"data-{Interlocked.Increment(ref _folders)}");
}
