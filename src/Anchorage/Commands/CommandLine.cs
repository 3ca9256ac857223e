using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Anchorage.Commands;

/// <summary>The verbs, and how a wrong command line is answered.</summary>
internal static class CommandLine
{
    public static RootCommand Root()
    {
        var root = new RootCommand("Bring your own certificate authority: AWS IoT Core's CA registration, self-hosted.")
        {
            ServeCommand.Command(),
            CACommand.Command(),
            TemplateCommand.Command(),
            AttemptsCommand.Command(),
            DoctorCommand.Command(),
            RegistrationCodeCommand.Command(),
            CertificateIdCommand.Command(),
            AccountCommand.Command(),
            KeyCommand.Command(),
            PrincipalCommand.Command(),
            PolicyCommand.Command(),
            AuditCommand.Command(),
            TrustCommand.Command(),
            CompletionCommand.Command(),
        };
        HelpPage.Install(root);
        var version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Show the version.";
        version.Action = new PrintVersion();
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        // A file name that begins with @ is a file name, and not a list of arguments.
        var parsed = Root().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync($"anchorage: {OneLine(error.Message)}");
            }

            await Console.Error.WriteLineAsync($"anchorage: see {HelpPage.PathOf(parsed.CommandResult.Command)} --help.");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    // The library lists what it would have taken one below the other.
    private static string OneLine(string message) => Client.Visible.Text(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            // Without the commit that a build may append.
            var version = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
            parseResult.InvocationConfiguration.Output.WriteLine($"anchorage {version}");
            return ExitCode.Done;
        }
    }
}
