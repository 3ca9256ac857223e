using System.Diagnostics;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Commands;

/// <summary>What a command left behind.</summary>
internal sealed record CliResult(int ExitCode, string Out, string Error)
{
    /// <summary>Standard error as the one line that most failures are.</summary>
    public string ErrorLine()
    {
        Assert.EndsWith("\n", Error, StringComparison.Ordinal);
        return Assert.Single(Error.TrimEnd('\n').Split('\n'));
    }

    /// <summary>Asserts the exit code, showing what was printed when it is another.</summary>
    public CliResult Ends(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} where {exitCode} was wanted\n--- out\n{Out}\n--- error\n{Error}");
        return this;
    }
}

/// <summary>Runs the command line as a process of its own, with nothing of this machine's AWS settings.</summary>
internal static class Cli
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The published executable when that is what is tested, else the build's.</summary>
    public static string Executable { get; } = AnchorageServer.Executable ?? Path.Combine(Repository.Root, "artifacts/bin/Anchorage/debug/anchorage");

    public static Task<CliResult> RunAsync(string folder, (string Name, string Value)[] environment, params string[] arguments) =>
        RunProgramAsync(Executable, folder, environment, "", arguments);

    /// <summary>Runs a program with its standard input from a text, and its outputs into texts.</summary>
    public static async Task<CliResult> RunProgramAsync(
        string program, string folder, (string Name, string Value)[] environment, string input, params string[] arguments)
    {
        using var process = new Process { StartInfo = StartInfo(program, folder, environment, arguments) };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end within {Patience.TotalMinutes} minutes.");
        }

        return new CliResult(process.ExitCode, await output, await error);
    }

    public static ProcessStartInfo StartInfo(string program, string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)
            || name.StartsWith("ANCHORAGE_", StringComparison.Ordinal) || name.Contains("proxy", StringComparison.OrdinalIgnoreCase) || name is "NO_COLOR").ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = folder;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
