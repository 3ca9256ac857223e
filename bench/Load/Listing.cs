using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Anchorage.Bench;

/// <summary>What a page of ListCACertificates costs in a small and in a large registry, in milliseconds; a sample is a round's median.</summary>
internal sealed record ListingResult(Samples Small, Samples Large)
{
    /// <summary>Round by round, each against the one that was measured beside it.</summary>
    public Samples Ratio => new([.. Large.Values.Zip(Small.Values, (large, small) => large / small)]);
}

/// <summary>Asks two servers in turn for pages of 250 anywhere in their lists, over a connection each.</summary>
internal static class Listing
{
    public const int FewCAs = 1_000;
    public const int ManyCAs = 200_000;
    public const int PageSize = 250;
    public const int Rounds = 5;
    public const int PagesPerRound = 300;
    private const int WarmUp = 200;

    public static ListingResult Run(Executables executables, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var small = Start(executables, FewCAs, clock, cancellationToken);
        using var large = Start(executables, ManyCAs, clock, cancellationToken);
        var medians = (Small: new List<double>(), Large: new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            var times = (Small: new List<double>(), Large: new List<double>());
            for (var page = 0; page < (round == 0 ? WarmUp : PagesPerRound); page++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                times.Small.Add(small.TimePage());
                times.Large.Add(large.TimePage());
            }

            if (round > 0)
            {
                medians.Small.Add(new Samples(times.Small).Median);
                medians.Large.Add(new Samples(times.Large).Median);
            }
        }

        return new ListingResult(new Samples(medians.Small), new Samples(medians.Large));
    }

    private static Registry Start(Executables executables, int count, TimeProvider clock, CancellationToken cancellationToken)
    {
        // One start makes the schema, which is then filled past the API: 200,000 registrations would take minutes.
        var folder = executables.NewFolder();
        using (var first = ServerProcess.Anchorage(executables, folder, ServerProcess.FreeAddress()))
        {
            StartUp.WaitFor(first, StartUp.Ready(first.Address), cancellationToken);
        }

        Fill(Path.Combine(folder, "anchorage.db"), count);
        var server = ServerProcess.Anchorage(executables, folder, ServerProcess.FreeAddress());
        try
        {
            StartUp.WaitFor(server, StartUp.Ready(server.Address), cancellationToken);
            return new Registry(server, count, clock);
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>CAs of the size of real ones, each of its own subject, one every ten seconds.</summary>
    private static void Fill(string database, int count)
    {
        var sql = string.Create(CultureInfo.InvariantCulture, $"""
            BEGIN;
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {count})
            INSERT INTO ca_certificate (account_id, region, certificate_id, der, subject_digest, status, auto_registration_status, certificate_mode,
                not_before_ms, not_after_ms, customer_version, generation_id, created_at_ms, modified_at_ms)
            SELECT '123456789012', 'us-east-1', lower(hex(randomblob(32))), randomblob(600), lower(hex(randomblob(32))), 'ACTIVE', 'DISABLE', 'SNI_ONLY',
                0, 4102444800000, 1, lower(hex(randomblob(16))), 1700000000000 + n * 10000, 1700000000000 + n * 10000 FROM number;
            COMMIT;
            """);
        using var sqlite = Process.Start(new ProcessStartInfo("sqlite3", ["-bail", database]) { RedirectStandardInput = true, UseShellExecute = false })!;
        sqlite.StandardInput.Write(sql);
        sqlite.StandardInput.Close();
        sqlite.WaitForExit();
        if (sqlite.ExitCode != 0)
        {
            throw new InvalidRunException("sqlite3 could not fill the registry.");
        }
    }

    private sealed class Registry : IDisposable
    {
        private readonly ServerProcess _server;
        private readonly KeptConnection _connection;
        private readonly List<byte[]> _pages = [];

        public Registry(ServerProcess server, int count, TimeProvider clock)
        {
            _server = server;
            _connection = new KeptConnection(server.Address);

            // The whole list is walked once: it must hold every CA, and gives the requests for its pages.
            var listed = 0;
            for (string? marker = ""; marker is not null;)
            {
                var query = string.Create(CultureInfo.InvariantCulture, $"pageSize={PageSize}") + (marker.Length == 0 ? "" : $"&marker={Uri.EscapeDataString(marker)}");
                _pages.Add(Signing.Request(server.Address, "GET", "/cacertificates", query, [], clock.GetUtcNow()));
                using var page = JsonDocument.Parse(_connection.Send(_pages[^1]));
                listed += page.RootElement.GetProperty("certificates").GetArrayLength();
                marker = page.RootElement.TryGetProperty("nextMarker", out var next) ? next.GetString() : null;
            }

            if (listed != count || _pages.Count != count / PageSize)
            {
                throw new InvalidRunException($"{count} CAs are stored and {listed} are listed, on {_pages.Count} pages.");
            }
        }

        public double TimePage()
        {
            var request = _pages[RandomNumberGenerator.GetInt32(_pages.Count)];
            var started = Stopwatch.GetTimestamp();
            _connection.Send(request);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        public void Dispose()
        {
            _connection.Dispose();
            _server.Dispose();
        }
    }
}
