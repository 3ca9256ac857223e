using System.Diagnostics;

namespace Anchorage.Tests.Gateway;

/// <summary>Runs a line of shell, and gives all that it printed.</summary>
internal static class Shell
{
    public static async Task<string> RunAsync(string line)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"({line}) 2>&1"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var text = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return text;
    }
}

/// <summary>A folder that goes with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("anchorage-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
