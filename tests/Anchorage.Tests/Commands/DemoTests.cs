using System.Text.RegularExpressions;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Commands;

/// <summary><c>./dev demo</c>, from the moment there is an executable.</summary>
[Trait("Against", "executable")]
public sealed partial class DemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("anchorage-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_demo_shows_both_modes_both_refusals_and_a_device_from_first_connect_to_revocation_and_leaves_nothing_behind()
    {
        var result = await Cli.RunProgramAsync(Path.Combine(Repository.Root, "demo/run"), _folder, [("TMPDIR", _folder)], "", Cli.Executable);
        result.Ends(0);
        Assert.Equal("", result.Error);
        Assert.Contains("  mode               DEFAULT\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("  mode               SNI_ONLY\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nanchorage: nothing was sent: other.key (EC P-256) is not the private key of ca.pem (EC P-256).", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nanchorage: InvalidRequestException: Cannot accept this CACertificate.", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nplant/press-7/up: hello\n", result.Out, StringComparison.Ordinal);
        Assert.Contains("\nReceived DISCONNECT (152)\n", result.Out, StringComparison.Ordinal);
        Assert.Contains(Alike(ShownInReadme()), Alike(result.Out), StringComparison.Ordinal);
        Assert.EndsWith("nothing is left behind\n", result.Out, StringComparison.Ordinal);

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        Assert.DoesNotContain(
            Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])),
            process => ReadOrEmpty(Path.Combine(process, "environ")).Contains(_folder, StringComparison.Ordinal));
    }

    /// <summary>What the README shows of it.</summary>
    private static string ShownInReadme()
    {
        var section = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).Split("\n## Devices onboard themselves\n")[1];
        return section.Split("```text\n")[1].Split("```")[0];
    }

    private static string Alike(string text) => Digest().Replace(text, "<digest>");

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Digest();

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The process has ended meanwhile, or is somebody else's.
            return "";
        }
    }
}
