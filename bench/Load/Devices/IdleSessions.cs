using System.Collections.Concurrent;
using System.Globalization;

namespace Anchorage.Bench;

/// <summary>Devices that are connected and say nothing.</summary>
internal sealed class IdleSessions : IAsyncDisposable
{
    /// <summary>What this process opens beside its connections.</summary>
    private const int OtherFiles = 300;

    private readonly ConcurrentBag<DeviceClient> _clients = [];

    /// <summary>Connects each device, and subscribes it to a topic of its own if so wanted.</summary>
    /// <exception cref="InvalidRunException">The limit on open files does not permit so many.</exception>
    public static async Task<IdleSessions> OpenAsync(DeviceServer server, List<MadeDevice> devices, string? topic, CancellationToken cancellationToken)
    {
        Permit(devices.Count);
        var sessions = new IdleSessions();
        await Parallel.ForEachAsync(
            devices,
            new ParallelOptions { MaxDegreeOfParallelism = ConnectRun.AtOnce, CancellationToken = cancellationToken },
            async (device, cancelled) =>
            {
                var client = await DeviceClient.ConnectAsync(server.Devices, device, cancelled);
                sessions._clients.Add(client);
                if (topic is not null)
                {
                    await client.SubscribeAsync($"{topic}/{device.Name}", cancelled);
                }
            });
        return sessions;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    private static void Permit(int sessions)
    {
        var limit = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        if (int.TryParse(limit, CultureInfo.InvariantCulture, out var files) && files < sessions + OtherFiles)
        {
            throw new InvalidRunException($"{sessions} sessions at once want a limit on open files of {sessions + OtherFiles} at least, and it is {limit}: raise it with ulimit -n.");
        }
    }
}
