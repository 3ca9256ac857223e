using System.Collections.Concurrent;
using System.Diagnostics;

namespace Anchorage.Tests.Harness;

/// <summary>The server as a process of its own, for what only a process can show: its signals, its exit code, all that it prints.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The published executable, or else the one that was built with these tests.</summary>
    public static string Program
    {
        get
        {
            var path = AnchorageServer.Executable ?? Path.Combine(AppContext.BaseDirectory, "anchorage");
            return File.Exists(path) ? path : throw new InvalidOperationException(
                $"{path} is not there: build tests/Anchorage.Tests, which copies the server's executable beside its own, or set ANCHORAGE_TEST_EXECUTABLE to a published one.");
        }
    }

    public string Endpoint { get; private set; } = "";

    public Uri Address => new(Endpoint);

    public string Output => string.Join('\n', _output);

    /// <summary>Everything on standard error, which is where the log goes.</summary>
    public string Errors => string.Join('\n', _errors);

    public bool HasExited => _process.HasExited;

    public int ProcessId => _process.Id;

    /// <summary>Starts <c>anchorage serve</c> on a free port and waits until it answers.</summary>
    public static Task<ServerProcess> StartAsync(string dataFolder, params string[] arguments) => StartAsync(dataFolder, arguments, []);

    public static async Task<ServerProcess> StartAsync(string dataFolder, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        var server = Launch(["serve", "--data", dataFolder, "--http", "127.0.0.1:0", "--mqtts", "127.0.0.1:0", .. arguments], environment);
        var first = await Task.WhenAny(server._ready.Task, server._process.WaitForExitAsync(), Task.Delay(Patience));
        if (first != server._ready.Task)
        {
            await server.DisposeAsync();
            Assert.Fail($"The server did not start.\n{server.Output}\n{server.Errors}");
        }

        return server;
    }

    /// <summary>Launches the executable with exactly these arguments, and no setting from this process's environment.</summary>
    public static ServerProcess Launch(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null, IEnumerable<string>? under = null)
    {
        // A test run in the background has SIGINT ignored, and a child inherits that: env gives the server the dispositions of a terminal.
        string[] line = ["/usr/bin/env", "--default-signal=INT,TERM", .. under ?? [], Program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ANCHORAGE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new ServerProcess(start);
    }

    /// <summary>Runs the executable to its end and gives its exit code.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null, IEnumerable<string>? under = null)
    {
        await using var process = Launch(arguments, environment, under);
        var code = await process.ExitCodeAsync();
        return (code, process.Output, process.Errors);
    }

    /// <summary>Sends a signal by its name, such as <c>TERM</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for its end; fails when it does not come.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The server still runs after {Patience}.\n{Output}\n{Errors}");
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    private void Take(string? line)
    {
        Keep(_output, line);
        if (line?.TrimStart().StartsWith("endpoint ", StringComparison.Ordinal) == true)
        {
            Endpoint = line.Split(' ')[^1];
            _ready.TrySetResult();
        }
    }
}
