using System.Diagnostics;
using System.Net;
using Anchorage.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Harness;

/// <summary>A real server on a free port: in this process, or as the published executable that ANCHORAGE_TEST_EXECUTABLE names.</summary>
internal sealed class AnchorageServer : IAsyncDisposable
{
    private readonly string? _ownFolder;
    private Server? _server;
    private Process? _process;

    private AnchorageServer(string? ownFolder) => _ownFolder = ownFolder;

    /// <summary>The published executable to test, or null to test in this process.</summary>
    public static string? Executable { get; } = Environment.GetEnvironmentVariable("ANCHORAGE_TEST_EXECUTABLE") is { Length: > 0 } path ? path : null;

    public required string DataFolder { get; init; }

    public string Endpoint { get; private set; } = "";

    /// <summary>Where devices connect.</summary>
    public IPEndPoint DeviceAddress { get; private set; } = new(IPAddress.None, 0);

    /// <summary>The server itself, when it runs in this process.</summary>
    public Server InProcess => _server ?? throw new InvalidOperationException("The server runs in a process of its own.");

    /// <summary>The server's process id when it is one of its own; tests may kill it.</summary>
    public int? ProcessId => _process?.Id;

    /// <summary>Starts a server. Settings are named as on the command line or as environment variables: <c>("auth", "none")</c>, <c>("ANCHORAGE_POSTGRES", …)</c>.</summary>
    /// <param name="clock">The time the server is to have; in this process only.</param>
    /// <param name="dataFolder">A folder that outlives the server; without one it gets its own, which goes with it.</param>
    /// <param name="executable">The executable to launch, for tests that need a process of their own; empty for tests that must not have one.</param>
    /// <param name="settings">What is given beside a free port.</param>
    public static async Task<AnchorageServer> StartAsync(
        FakeTimeProvider? clock = null, string? dataFolder = null, string? executable = null, params (string Name, string Value)[] settings)
    {
        var own = dataFolder is null ? Directory.CreateTempSubdirectory("anchorage-test-").FullName : null;
        var server = new AnchorageServer(own) { DataFolder = dataFolder ?? own! };
        var given = settings.Append(("data", server.DataFolder)).Append(("http", "127.0.0.1:0")).Append(("mqtts", "127.0.0.1:0")).ToLookup(
            setting => setting.Item1.StartsWith("ANCHORAGE_", StringComparison.Ordinal));
        if ((executable ?? Executable) is { Length: > 0 } file)
        {
            Assert.Null(clock);
            await server.LaunchAsync(file, given[false], given[true]);
        }
        else
        {
            var faults = new List<string>();
            var named = given[false].ToDictionary(setting => setting.Item1, setting => setting.Item2);
            var environment = given[true].ToDictionary(setting => setting.Item1, setting => setting.Item2);
            var options = ServeOptionsReading.Read(
                Settings.Gather(setting => named.GetValueOrDefault(setting.Name), name => environment.GetValueOrDefault(name), faults), faults);
            Assert.True(faults.Count == 0, string.Join('\n', faults));
            ServerLog.Listen();
            server._server = await Server.StartAsync(options!, clock ?? TimeProvider.System, TestContext.Current.CancellationToken);
            server.Endpoint = server._server.Endpoint;
            server.DeviceAddress = IPEndPoint.Parse(server._server.DeviceAddress!);
        }

        return server;
    }

    /// <summary>Starts one in this process, whatever is tested otherwise.</summary>
    public static Task<AnchorageServer> StartInProcessAsync(params (string Name, string Value)[] settings) => StartAsync(executable: "", settings: settings);

    /// <summary>Stops as SIGTERM does.</summary>
    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.StopAsync();
            await _server.DisposeAsync();
            _server = null;
        }

        if (_process is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await kill.WaitForExitAsync();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Ends the process as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process?.Dispose();
        if (_ownFolder is not null)
        {
            Directory.Delete(_ownFolder, recursive: true);
        }
    }

    private async Task LaunchAsync(string file, IEnumerable<(string, string)> options, IEnumerable<(string, string)> environment)
    {
        var start = new ProcessStartInfo(file) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("serve");
        foreach (var (name, value) in options)
        {
            start.ArgumentList.Add($"--{name}");
            start.ArgumentList.Add(value);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ANCHORAGE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        // It prints its endpoint once it answers there.
        var answers = new TaskCompletionSource<(string Http, string Devices)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var endpoint = "";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.TrimStart().StartsWith("endpoint ", StringComparison.Ordinal) == true)
            {
                endpoint = line.Data.Split(' ')[^1];
            }
            else if (line.Data?.TrimStart().StartsWith("devices ", StringComparison.Ordinal) == true)
            {
                answers.TrySetResult((endpoint, line.Data.Split(' ')[^1]));
            }
        };
        _process.ErrorDataReceived += (_, line) => ServerLog.Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        if (await Task.WhenAny(answers.Task, _process.WaitForExitAsync()) != answers.Task)
        {
            Assert.Fail($"{file} ended with exit code {_process.ExitCode} and never answered.");
        }

        (Endpoint, var devices) = await answers.Task;
        DeviceAddress = IPEndPoint.Parse(devices);
    }
}
