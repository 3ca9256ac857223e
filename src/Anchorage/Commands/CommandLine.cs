using System.CommandLine;

namespace Anchorage.Commands;

/// <summary>The verbs, and how a wrong command line is answered.</summary>
internal static class CommandLine
{
    public static RootCommand Root() => new("Bring your own certificate authority: AWS IoT Core's CA registration, self-hosted.")
    {
        ServeCommand.Command(),
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"anchorage: {error.Message}");
            }

            await Console.Error.WriteLineAsync("anchorage: see anchorage --help, and anchorage serve --help.");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }
}
