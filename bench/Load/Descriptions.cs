using System.Security.Cryptography;

namespace Anchorage.Bench;

/// <summary>Runs of DescribeCACertificate over the CAs that the registrations left.</summary>
internal sealed class Descriptions(ServerProcess server, Executables executables, TimeProvider clock)
{
    /// <summary>More than this many distinct CAs teach nothing more; the file is begun again when it ends.</summary>
    private const int Distinct = 10_000;

    public async Task<WrkRun> RunAsync(IReadOnlyList<string> registered, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var ids = registered.ToArray();
        RandomNumberGenerator.Shuffle(ids.AsSpan());
        var now = clock.GetUtcNow();
        var requests = ids.Take(Distinct).AsParallel().WithCancellation(cancellationToken)
            .Select(id => Signing.Request(server.Address, "GET", $"/cacertificate/{id}", "", [], now)).ToList();
        return await Wrk.RunAsync(
            server, RequestFile.Write(executables.WorkFolder, "describe", requests), again: true, connections, duration, cancellationToken);
    }
}
