using System.CommandLine;
using System.Runtime.InteropServices;
using Anchorage.Configuration;

namespace Anchorage.Commands;

/// <summary><c>anchorage serve</c>: runs the service until it is asked to stop.</summary>
internal static class ServeCommand
{
    public static Command Command()
    {
        var command = new Verb(
            "serve",
            "Serve the AWS IoT API for CA certificates.",
            "Ready when GET /-/health/ready answers 200; stops on SIGTERM or Ctrl-C once every request under way is answered; SIGHUP has it read its certificate and its throttles again. Every option is an environment variable and a key of the --config file too: docs/configuration.md.",
            "anchorage serve --data /var/lib/anchorage --http 127.0.0.1:8080 --region eu-central-1",
            (ExitCode.Done, "stopped when asked to"),
            (ExitCode.Unreachable, "it cannot start: the address is taken, or the store cannot be opened"));
        var options = new Dictionary<Setting, Option>();
        foreach (var setting in Setting.All.Where(setting => !setting.Secret))
        {
            Option option = setting.IsSwitch
                ? new Option<bool>($"--{setting.Name}") { Description = setting.Meaning }
                : new Option<string>($"--{setting.Name}") { Description = $"{setting.Meaning}{(setting.Default is { } value ? $" [default: {value}]" : string.Empty)}", HelpName = setting.Value };
            options.Add(setting, option);
            command.Options.Add(option);
        }

        foreach (var setting in Setting.All.Where(setting => setting.Secret))
        {
            // Known only to be refused: the parser's own message would repeat the secret.
            var refused = new Option<string>($"--{setting.Name}") { Hidden = true, Arity = ArgumentArity.ZeroOrOne };
            refused.Validators.Add(given => given.AddError(
                $"--{setting.Name} is not taken on the command line, which other users and the shell's history see: set {setting.Variable}, or {setting.Name} in the file of --config."));
            command.Options.Add(refused);
        }

        command.SetAction((parsed, cancellationToken) => RunAsync(
            () =>
            {
                var faults = new List<string>();
                var settings = Settings.Gather(
                    setting => options[setting] is Option<bool> flag
                        ? parsed.GetResult(flag) is { Implicit: false } && parsed.GetValue(flag) ? "true" : null
                        : parsed.GetValue((Option<string>)options[setting]),
                    Environment.GetEnvironmentVariable,
                    faults);
                var read = ServeOptionsReading.Read(settings, faults);
                return (faults.Count == 0 ? read : null, faults);
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Func<(ServeOptions? Options, List<string> Faults)> read, CancellationToken cancellationToken)
    {
        var (options, faults) = read();
        if (options is null)
        {
            foreach (var fault in faults)
            {
                await Console.Error.WriteLineAsync($"anchorage: {fault}");
            }

            return ExitCode.Usage;
        }

        try
        {
            await using var server = await Server.StartAsync(options, TimeProvider.System, cancellationToken);
            using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                // Without this, .NET would end the process.
                context.Cancel = true;
                var (next, wrong) = read();
                server.Reload(next, wrong);
            });
            await Console.Out.WriteAsync(Banner.Text(options, server));
            await server.RunUntilStoppedAsync();
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Done;
        }
        catch (System.Data.Common.DbException exception)
        {
            return await CannotStartAsync($"the store {(options.Postgres is null ? Path.Combine(options.DataFolder, "anchorage.db") : "PostgreSQL")} cannot be used: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Storage.SchemaTooNewException
            or InvalidDataException or System.Net.Sockets.SocketException)
        {
            return await CannotStartAsync(exception.Message);
        }
    }

    /// <summary>One line, whatever an exception's message holds.</summary>
    private static async Task<int> CannotStartAsync(string why)
    {
        await Console.Error.WriteLineAsync($"anchorage: cannot start: {why.ReplaceLineEndings(" ")}");
        return ExitCode.Unreachable;
    }
}
