using System.Diagnostics;
using System.Net;

namespace Anchorage.Bench;

/// <summary>How long each kind of start takes to its first correct answer, and the same of the floor.</summary>
internal sealed record StartUpResult(Samples Floor, IReadOnlyList<(string Kind, Samples Milliseconds)> Kinds);

/// <summary>Times starts from just before the process is made to the end of its first 200, all in turn, so that all meet the same machine.</summary>
internal static class StartUp
{
    public const int Starts = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static byte[] Ready(IPEndPoint address) => System.Text.Encoding.ASCII.GetBytes($"GET /-/health/ready HTTP/1.1\r\nHost: {address}\r\n\r\n");

    public static byte[] RegistrationCode(IPEndPoint address, TimeProvider clock) =>
        Signing.Request(address, "GET", "/registrationcode", "", [], clock.GetUtcNow());

    /// <param name="executables">The two programs.</param>
    /// <param name="clock">The time to sign at.</param>
    /// <param name="loadedFolder">The data folder that the load left.</param>
    /// <param name="cancellationToken">Stops between two starts.</param>
    public static StartUpResult Run(Executables executables, TimeProvider clock, string loadedFolder, CancellationToken cancellationToken)
    {
        var smallFolder = executables.NewFolder();
        (string Kind, Func<string> Folder, Func<IPEndPoint, byte[]> Request)[] kinds =
        [
            ("fresh folder, ready", executables.NewFolder, Ready),
            ("fresh folder, signed GET /registrationcode", executables.NewFolder, address => RegistrationCode(address, clock)),
            ("existing folder, ready", () => smallFolder, Ready),
            ("existing folder, signed GET /registrationcode", () => smallFolder, address => RegistrationCode(address, clock)),
            ("folder of the load above, signed GET /registrationcode", () => loadedFolder, address => RegistrationCode(address, clock)),
        ];
        var floor = new List<double>();
        var times = kinds.Select(_ => new List<double>()).ToArray();

        // The first turn brings everything into the page cache and makes the existing folder; it is not counted.
        for (var turn = 0; turn <= Starts; turn++)
        {
            var floorTime = Time(address => ServerProcess.Floor(executables, address), Ready, cancellationToken);
            var turnTimes = kinds
                .Select(kind => Time(address => ServerProcess.Anchorage(executables, kind.Folder(), address), kind.Request, cancellationToken))
                .ToList();
            if (turn > 0)
            {
                floor.Add(floorTime);
                turnTimes.Select((time, kind) => (time, kind)).ToList().ForEach(each => times[each.kind].Add(each.time));
            }
        }

        return new StartUpResult(new Samples(floor), [.. kinds.Select((kind, index) => (kind.Kind, new Samples(times[index])))]);
    }

    /// <summary>Asks until the answer is 200; other answers and a refused connection mean not yet.</summary>
    public static void WaitFor(ServerProcess server, byte[] request, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (RawCall.TrySend(server.Address, request) is not (200, _))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (server.HasEnded || Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidRunException($"A server did not answer 200 within {Patience.TotalSeconds:0} s of its start: {server.Log}");
            }

            // Spinning would take one of the cores that the server starts on. The least a thread can sleep is a millisecond.
            Thread.Sleep(1);
        }
    }

    private static double Time(Func<IPEndPoint, ServerProcess> start, Func<IPEndPoint, byte[]> request, CancellationToken cancellationToken)
    {
        var address = ServerProcess.FreeAddress();
        var asked = request(address);
        var started = Stopwatch.GetTimestamp();
        using var server = start(address);
        WaitFor(server, asked, cancellationToken);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
