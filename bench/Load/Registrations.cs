using System.Security.Cryptography;
using System.Text.Json;

namespace Anchorage.Bench;

/// <summary>Runs of RegisterCACertificate: every request registers a CA that no request before it named.</summary>
internal sealed class Registrations(ServerProcess server, Executables executables, string registrationCode, TimeProvider clock)
{
    private const int Samples = 20;
    private const int LargestPage = 250;

    /// <summary>So many for each connection at the end of a run are not taken for registered.</summary>
    private const int MostOvertaken = 20;

    private readonly List<string> _registered = [];
    private long _acknowledged;
    private int _unheard;
    private double _fastest;

    /// <summary>Ids of CAs that are registered for certain.</summary>
    public IReadOnlyList<string> Registered => _registered;

    public long Acknowledged => _acknowledged;

    /// <param name="connections">How many at once.</param>
    /// <param name="duration">How long.</param>
    /// <param name="verifiesPerSecond">What one core verifies, from which it follows how many CAs can be needed at most.</param>
    /// <param name="cancellationToken">Ends the run early, and with it the measurement.</param>
    public async Task<WrkRun> RunAsync(int connections, TimeSpan duration, double verifiesPerSecond, CancellationToken cancellationToken)
    {
        // A registration verifies twice and imports a key, so a fifth per core is out of reach; a run that uses them up is refused as invalid.
        var reachable = verifiesPerSecond * Environment.ProcessorCount / 5;
        var perSecond = _fastest == 0 ? reachable : Math.Min(reachable, Math.Max(_fastest * 1.5, reachable / 2));
        var made = CertificateMaking.Make((int)(perSecond * duration.TotalSeconds), registrationCode, clock.GetUtcNow(), cancellationToken);
        var now = clock.GetUtcNow();
        var requests = made.AsParallel().AsOrdered().WithCancellation(cancellationToken)
            .Select(ca => Signing.Request(server.Address, "POST", "/cacertificate", "setAsActive=true", ca.Body, now)).ToList();
        var run = await Wrk.RunAsync(
            server, RequestFile.Write(executables.WorkFolder, "register", requests), again: false, connections, duration, cancellationToken);
        _fastest = Math.Max(_fastest, run.PerSecond);
        _acknowledged += run.Answers;
        _unheard += connections;

        // Each thread takes its file from the top; all but those still under way when wrk stopped have been answered, and a slow one may be
        // overtaken by many. wrk asks each script for its first request before it begins, and does not send that one.
        var each = (made.Length + Wrk.Threads - 1) / Wrk.Threads;
        var certain = run.Sent.SelectMany((sent, thread) => made.Skip((thread * each) + 1).Take(Math.Max(0, sent - 1 - (connections * MostOvertaken)))).ToList();
        _registered.AddRange(certain.Select(ca => ca.CertificateId));
        foreach (var ca in RandomNumberGenerator.GetItems<MadeCA>(certain.ToArray(), Samples))
        {
            Check(ca);
        }

        return run;
    }

    /// <summary>Counts what the server lists: no acknowledged registration may be missing, and none may be there that was not sent.</summary>
    public long CountListed(CancellationToken cancellationToken)
    {
        var count = 0L;
        for (string? marker = ""; marker is not null;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var query = $"pageSize={LargestPage}" + (marker.Length == 0 ? "" : $"&marker={Uri.EscapeDataString(marker)}");
            using var page = JsonDocument.Parse(Get("/cacertificates", query));
            count += page.RootElement.GetProperty("certificates").GetArrayLength();
            marker = page.RootElement.TryGetProperty("nextMarker", out var next) ? next.GetString() : null;
        }

        return count >= _acknowledged && count <= _acknowledged + _unheard
            ? count
            : throw new InvalidRunException($"{_acknowledged} registrations were acknowledged, at most {_unheard} more were under way, and {count} are listed.");
    }

    private void Check(MadeCA ca)
    {
        using var answer = JsonDocument.Parse(Get($"/cacertificate/{ca.CertificateId}", ""));
        var description = answer.RootElement.GetProperty("certificateDescription");
        if (description.GetProperty("certificatePem").GetString() is var pem && pem?.Trim() != ca.Pem.Trim())
        {
            throw new InvalidRunException($"The CA {ca.CertificateId} was sent as\n{ca.Pem}\nand is described as\n{pem}");
        }

        if (description.GetProperty("status").GetString() != "ACTIVE" || description.GetProperty("certificateMode").GetString() != "DEFAULT")
        {
            throw new InvalidRunException($"The CA {ca.CertificateId} is not as it was registered: {description}");
        }
    }

    private string Get(string path, string query) => RawCall.Send(server.Address, Signing.Request(server.Address, "GET", path, query, [], clock.GetUtcNow()));
}
