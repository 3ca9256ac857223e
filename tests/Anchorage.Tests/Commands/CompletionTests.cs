namespace Anchorage.Tests.Commands;

/// <summary>Completion in a real shell, and help.</summary>
[Trait("Against", "executable")]
public sealed class CompletionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("anchorage-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("anchorage cer", "certificate-id")]
    [InlineData("anchorage ca d", "describe")]
    [InlineData("anchorage att", "attempts")]
    [InlineData("anchorage attempts --outcome not_p", "not_provisioned")]
    [InlineData("anchorage doctor --cl", "--client-id")]
    [InlineData("anchorage ca register --auto", "--auto-registration")]
    [InlineData("anchorage ca register --mode s", "sni-only")]
    [InlineData("anchorage ca check ca.pem --role ", "ca device verification")]
    [InlineData("anchorage completion ", "--help -h bash fish zsh")]
    [InlineData("anchorage ca register --ca-cert no-such", "")]
    public async Task Bash_completes(string line, string wanted)
    {
        // What bash does on TAB: it sets COMP_* and calls the function that complete(1) named.
        const string Script = """
            set -e
            PATH=$(dirname "$1"):$PATH
            source <("$1" completion bash)
            COMP_LINE=$2 COMP_POINT=${#2}
            read -ra COMP_WORDS <<<"$2"
            if [[ $2 == *" " ]]; then COMP_WORDS+=(""); fi
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            $(complete -p anchorage | sed -E 's/.*-F ([^ ]+).*/\1/')
            echo "${COMPREPLY[*]}"
            """;
        var link = Path.Combine(_folder, "anchorage");
        File.CreateSymbolicLink(link, Cli.Executable);
        var result = await Cli.RunProgramAsync("/bin/bash", _folder, [], "", "-c", Script, "bash", link, line);
        Assert.Equal("", result.Error);
        Assert.Equal(wanted, result.Out.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Other_shells_get_a_script_that_asks_anchorage(string shell)
    {
        var script = (await Cli.RunAsync(_folder, [], "completion", shell)).Ends(0).Out;
        Assert.Contains("[suggest:", script, StringComparison.Ordinal);
        Assert.Contains($"anchorage completion {shell}", script, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_version_need_nothing_else()
    {
        Assert.Matches(@"\Aanchorage \d+\.\d+\.\d+\n\z", (await Cli.RunAsync(_folder, [], "--version")).Ends(0).Out);
        var help = (await Cli.RunAsync(_folder, [], "ca", "register", "--help")).Ends(0).Out;
        Assert.Contains("\nExample:\n  anchorage ca register ", help, StringComparison.Ordinal);
        Assert.Contains("\nExit codes:\n  0     registered\n", help, StringComparison.Ordinal);
        Assert.Equal(help, (await Cli.RunAsync(_folder, [("COLUMNS", "40")], "ca", "register", "-h")).Ends(0).Out);
    }

    [Theory]
    [InlineData("anchorage: see anchorage --help.")]
    [InlineData("anchorage: see anchorage ca --help.", "ca")]
    [InlineData("anchorage: see anchorage ca list --help.", "ca", "list", "--output", "xml")]
    [InlineData("anchorage: see anchorage ca list --help.", "ca", "list", "@none")]
    public async Task A_wrong_command_line_names_the_help_that_mends_it(string told, params string[] words)
    {
        var result = (await Cli.RunAsync(_folder, [], words)).Ends(64);
        Assert.EndsWith($"{told}\n", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Out);
    }
}
