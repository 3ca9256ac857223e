using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Anchorage.Commands;

/// <summary>The verbs, and how a wrong command line is answered.</summary>
internal static class CommandLine
{
    private static readonly (string Name, Func<Command> Make)[] Verbs =
    [
        ("serve", ServeCommand.Command),
        ("ca", CACommand.Command),
        ("template", TemplateCommand.Command),
        ("attempts", AttemptsCommand.Command),
        ("doctor", DoctorCommand.Command),
        ("registration-code", RegistrationCodeCommand.Command),
        ("certificate-id", CertificateIdCommand.Command),
        ("account", AccountCommand.Command),
        ("key", KeyCommand.Command),
        ("principal", PrincipalCommand.Command),
        ("policy", PolicyCommand.Command),
        ("audit", AuditCommand.Command),
        ("trust", TrustCommand.Command),
        ("completion", CompletionCommand.Command),
    ];

    /// <param name="only">The one verb that is needed, such as <c>serve</c>, so that the others are not made; all of them when it is none.</param>
    public static RootCommand Root(string? only = null)
    {
        var root = new RootCommand("Bring your own certificate authority: AWS IoT Core's CA registration, self-hosted.");
        var asked = Array.Find(Verbs, verb => verb.Name == only);
        foreach (var (_, make) in asked.Make is null ? Verbs : [asked])
        {
            root.Subcommands.Add(make());
        }

        HelpPage.Install(root);
        var version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Show the version.";
        version.Action = new PrintVersion();
        return root;
    }

    public static async Task<int> RunAsync(string[] args)
    {
        // A file name that begins with @ is a file name, and not a list of arguments.
        var parsed = Root(args.FirstOrDefault()).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
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
