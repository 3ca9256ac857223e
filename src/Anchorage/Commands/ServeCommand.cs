using System.CommandLine;
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
            "Ready when GET /-/health/ready answers 200; stops on SIGTERM or Ctrl-C once every request under way is answered. Every option is an environment variable and a key of the --config file too: docs/configuration.md.",
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

        command.SetAction((parsed, cancellationToken) =>
        {
            var faults = new List<string>();
            var settings = Settings.Gather(
                setting => options[setting] is Option<bool> flag
                    ? parsed.GetResult(flag) is { Implicit: false } && parsed.GetValue(flag) ? "true" : null
                    : parsed.GetValue((Option<string>)options[setting]),
                Environment.GetEnvironmentVariable,
                faults);
            return RunAsync(ServeOptionsReading.Read(settings, faults), faults, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(ServeOptions? options, List<string> faults, CancellationToken cancellationToken)
    {
        if (options is null || faults.Count > 0)
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
            await Console.Out.WriteAsync(Banner.Text(options, server.Endpoint, server.MadeKey));
            await server.RunUntilStoppedAsync();
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or System.Data.Common.DbException
            or Storage.SchemaTooNewException or InvalidDataException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"anchorage: cannot start: {exception.Message}");
            return ExitCode.Unreachable;
        }
    }
}
