using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Anchorage.Bench;

/// <summary>A program under measurement, in a process of its own on a free port of the loopback address.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private ServerProcess(Process process, IPEndPoint address, string log)
    {
        _process = process;
        Address = address;
        _log = log;
    }

    public IPEndPoint Address { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>What it has written so far, to tell why it does not answer.</summary>
    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : "";

    /// <summary>Resident memory in MiB.</summary>
    public double ResidentMebibytes => double.Parse(
        File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) / 1024;

    public static ServerProcess Anchorage(Executables executables, string dataFolder, IPEndPoint address, params string[] options) =>
        Launch(executables, executables.Anchorage, ["serve", "--http", $"{address}", "--data", dataFolder, .. options], address, $"{dataFolder}.log");

    public static ServerProcess Floor(Executables executables, IPEndPoint address) =>
        Launch(executables, executables.Floor, [$"{address}"], address, Path.Combine(executables.WorkFolder, "floor.log"));

    /// <summary>The floor of devices, with the garbage collector that Anchorage has and, when tuned, without session tickets as there.</summary>
    public static ServerProcess FloorOfDevices(Executables executables, IPEndPoint address, string certificate, string key, bool isTuned)
    {
        var configuration = Path.Combine(executables.WorkFolder, "floor-openssl.cnf");
        File.WriteAllText(configuration, "openssl_conf = i\n[i]\nssl_conf = s\n[s]\nsystem_default = t\n[t]\nNumTickets = 0\nOptions = -SessionTicket\n");
        return Launch(
            executables, executables.Floor, [$"{address}", "devices", certificate, key, .. isTuned ? ["tuned"] : Array.Empty<string>()],
            address, Path.Combine(executables.WorkFolder, "floor.log"),
            [("DOTNET_gcServer", "0"), .. isTuned ? [("OPENSSL_CONF", configuration)] : Array.Empty<(string, string)>()]);
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static IPEndPoint FreeAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Asks it to end as SIGTERM does, waits, and ends it if it does not.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            using var ask = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            ask.WaitForExit();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                _process.Kill();
                _process.WaitForExit();
            }
        }

        _process.Dispose();
    }

    private static ServerProcess Launch(Executables executables, string file, string[] arguments, IPEndPoint address, string log, params (string Name, string Value)[] environment)
    {
        // The shell only turns the output into a file, as under a service supervisor, and then becomes the program: the process id stays.
        // An empty folder to run in: the floor's builder watches whatever files lie there, and would be slower among many.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = executables.EmptyFolder };
        foreach (var argument in (string[])["-c", """exec "$0" "$@" >"$BENCH_LOG" 2>&1 </dev/null""", file, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("ANCHORAGE_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["BENCH_LOG"] = log;
        start.Environment["ANCHORAGE_ROOT_ACCESS_KEY_ID"] = Signing.Root.AccessKeyId;
        start.Environment["ANCHORAGE_ROOT_SECRET_ACCESS_KEY"] = Signing.Root.SecretAccessKey;
        return new ServerProcess(Process.Start(start)!, address, log);
    }
}
