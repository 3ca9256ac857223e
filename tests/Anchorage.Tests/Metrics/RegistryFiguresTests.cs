using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Metrics;
using Anchorage.Storage;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Metrics;

/// <summary>How many certificates there are, and when it is counted.</summary>
public class RegistryFiguresTests
{
    private readonly FakeTimeProvider _clock = new(Rows.Noon);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Every_certificate_of_every_account_and_region_is_counted_once(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await using var figures = new RegistryFigures(database, _clock);

        // More than a page, in several accounts and regions, many created in the same millisecond.
        await database.WriteAsync(
            async session =>
            {
                for (var number = 0; number < 2500; number++)
                {
                    var caller = Rows.Caller($"{100000000000 + (number % 3)}", number % 2 == 0 ? "eu-central-1" : "us-east-1");
                    var ca = Rows.CA($"{number}", $"{number}", created: Rows.Noon.AddMilliseconds(number / 100)) with
                    {
                        Status = number < 1700 ? CACertificate.Active : CACertificate.Inactive,
                        NotAfter = number switch
                        {
                            < 3 => Rows.Noon.AddSeconds(-1),
                            1000 => Rows.Noon.AddDays(12.5),
                            2000 => Rows.Noon.AddDays(1),
                            _ => Rows.Noon.AddDays(40),
                        },
                    };
                    Assert.IsType<Registration.Done>(await CACertificateTable.InsertAsync(session, caller, ca, Cancelled));
                    var device = Rows.Device($"d{number}", caller.AccountId, DeviceCertificate.SniOnly, created: Rows.Noon.AddMilliseconds(number / 100));
                    await DeviceCertificateTable.InsertAsync(session, caller, device with { Status = number % 10 == 0 ? CertificateStatus.Revoked : CertificateStatus.Active }, Cancelled);
                }

                return Write.Keep(0);
            },
            Cancelled);
        await figures.RefreshAsync();

        var count = figures.Latest!;
        Assert.Equal((1700, 800), (count.CACertificates["ACTIVE"], count.CACertificates["INACTIVE"]));
        Assert.Equal(
            (2250, 250, 0, 0, 0, 0),
            (count.Certificates["ACTIVE"], count.Certificates["REVOKED"], count.Certificates["INACTIVE"], count.Certificates["PENDING_ACTIVATION"], count.Certificates["PENDING_TRANSFER"], count.Certificates["REGISTER_INACTIVE"]));
        Assert.Equal(3, count.ExpiredCACertificates);
        Assert.Equal(Rows.Noon.AddDays(12.5), count.SoonestExpiry);
    }

    [Fact]
    public async Task It_is_counted_anew_after_half_a_minute_and_not_before()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var database = await store.OpenMigratedAsync();
        await using var figures = new RegistryFigures(database, _clock);
        Assert.Null(figures.Latest);
        await figures.RefreshAsync();
        Assert.Equal((0, null, Rows.Noon), (figures.Latest!.CACertificates["ACTIVE"], figures.Latest.SoonestExpiry, figures.Latest.At));

        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(), Rows.CA("one")));
        _clock.Advance(RegistryFigures.Interval - TimeSpan.FromMilliseconds(1));
        await figures.RefreshAsync();
        Assert.Equal(0, figures.Latest.CACertificates["ACTIVE"]);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await figures.RefreshAsync();
        Assert.Equal((1, Rows.Noon + RegistryFigures.Interval), (figures.Latest.CACertificates["ACTIVE"], figures.Latest.At));
    }

    [Fact]
    public async Task When_the_store_is_away_what_was_counted_stands()
    {
        await using var store = await PostgresTestStore.MakeAsync();
        await using var database = await store.OpenMigratedAsync();
        await using var figures = new RegistryFigures(database, _clock);
        Assert.IsType<Registration.Done>(await database.RegisterAsync(Rows.Caller(), Rows.CA("one")));
        await figures.RefreshAsync();
        await store.SetReachableAsync(false);
        _clock.Advance(RegistryFigures.Interval);
        await figures.RefreshAsync();
        Assert.Equal((1, Rows.Noon), (figures.Latest!.CACertificates["ACTIVE"], figures.Latest.At));

        await store.SetReachableAsync(true);
        _clock.Advance(RegistryFigures.Interval);
        await figures.RefreshAsync();
        Assert.Equal((1, _clock.GetUtcNow()), (figures.Latest.CACertificates["ACTIVE"], figures.Latest.At));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_page_is_read_from_its_place_in_the_index_on(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        if (dialect is Dialect.Postgres)
        {
            await store.RowsAsync(QueryPlanTests.FillPostgres);
            await store.RowsAsync(QueryPlanTests.FillPostgresDevices);
            await store.RowsAsync("ANALYZE");
        }

        foreach (var table in new[] { "ca_certificate", "device_certificate" })
        {
            var plan = string.Join('\n', await store.RowsAsync($"""
                EXPLAIN {(dialect is Dialect.Sqlite ? "QUERY PLAN" : "")}
                SELECT account_id, region, created_at_ms, certificate_id, status FROM {table}
                WHERE (account_id, region, created_at_ms, certificate_id) > ('111122223333', 'eu-central-1', 5000, 'x')
                ORDER BY account_id, region, created_at_ms, certificate_id LIMIT 1000
                """));
            Assert.Contains($"{table}_by_creation", plan, StringComparison.Ordinal);
            Assert.Contains(dialect is Dialect.Sqlite ? "SEARCH" : "Index Cond: (ROW(account_id, region, created_at_ms, certificate_id) > ROW(", plan, StringComparison.Ordinal);
            Assert.DoesNotContain(dialect is Dialect.Sqlite ? "TEMP B-TREE" : "Sort", plan, StringComparison.Ordinal);
        }
    }
}
