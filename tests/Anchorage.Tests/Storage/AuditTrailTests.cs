using System.Net;
using Anchorage.Auditing;
using Anchorage.Configuration;
using Anchorage.Storage;
using Anchorage.Tests.Harness;
using Anchorage.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Storage;

/// <summary>The trail under load, during outages and over time, on either database.</summary>
public sealed class AuditTrailTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_change_and_its_record_are_there_together_or_neither_is(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await using var trail = TrailOf(database, TimeProvider.System);

        await WriteAsync("kept", Write.Keep);
        await WriteAsync("undone", Write.Undo);
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync("failed", _ => throw new InvalidOperationException()));

        // A record that cannot be written takes its change with it.
        await store.RowsAsync("ALTER TABLE audit_record RENAME TO elsewhere");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => WriteAsync("unrecorded", Write.Keep));
        await store.RowsAsync("ALTER TABLE elsewhere RENAME TO audit_record");

        Assert.Equal(["kept"], await store.RowsAsync("SELECT tag_key FROM tag"));
        Assert.Equal(["kept"], await store.RowsAsync("SELECT resources FROM audit_record"));

        Task<string> WriteAsync(string name, Func<string, Write<string>> end)
        {
            var entry = Entry();
            entry.Concern(name);
            return new AuditedDatabase(database, trail, entry).WriteAsync(async session => end(await Notes.AddAsync(session, name, "")), Cancelled);
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Refusals_that_come_faster_than_they_are_stored_wait_for_room_and_none_is_lost(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        // By this clock their patience does not end, however long the database takes.
        await using (var trail = TrailOf(database, new FakeTimeProvider(TimeProvider.System.GetUtcNow())))
        {
            trail.Start(NullLogger.Instance);
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
            {
                for (var number = 0; number < 500; number++)
                {
                    await trail.NoteAsync(Entry(), WireError.AccessDenied("no"), changes: true);
                }
            })));
            Assert.Equal(0, trail.Dropped);
        }

        Assert.Equal(["10000|10000"], await store.RowsAsync("SELECT count(*), count(DISTINCT sequence) FROM audit_record"));
    }

    [Fact]
    public async Task Refusals_for_which_there_is_no_room_in_time_are_counted_and_take_no_memory()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var database = await store.OpenMigratedAsync();
        await using var trail = TrailOf(database, TimeProvider.System);

        // Nothing takes them yet, as when the store is slow.
        var notes = Enumerable.Range(0, WriteBehind<AuditRecord>.MostWaiting + 100).Select(_ => trail.NoteAsync(Entry(), WireError.AccessDenied("no"), changes: true).AsTask());
        await Task.WhenAll(notes);

        Assert.Equal(100, trail.Dropped);
        trail.Start(NullLogger.Instance);
        await trail.DisposeAsync();
        Assert.Equal(WriteBehind<AuditRecord>.MostWaiting, await store.CountAsync("audit_record"));
    }

    [Fact]
    public async Task What_is_refused_while_the_store_is_away_is_recorded_when_it_is_back()
    {
        await using var store = (PostgresTestStore)await TestStore.MakeAsync(Dialect.Postgres);
        await using var database = await store.OpenMigratedAsync();
        await using var trail = TrailOf(database, TimeProvider.System);
        trail.Start(NullLogger.Instance);
        await store.SetReachableAsync(false);
        await trail.NoteAsync(Entry(), WireError.ServiceUnavailable(), changes: true);
        await trail.SettleAsync(Cancelled);

        await store.SetReachableAsync(true);
        await trail.NoteAsync(Entry(), WireError.AccessDenied("no"), changes: false);
        await trail.SettleAsync(Cancelled);

        Assert.Equal(["ServiceUnavailableException", "AccessDeniedException"], await store.RowsAsync("SELECT outcome FROM audit_record ORDER BY recorded_at_ms, sequence"));
        Assert.Equal(0, trail.Dropped);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_older_than_the_retention_goes_in_every_account_and_what_is_not_stays(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        var clock = new FakeTimeProvider(Rows.Noon);
        await using var trail = TrailOf(database, clock, TimeSpan.FromDays(90));
        trail.Start(NullLogger.Instance);
        await AddAsync(2500, "111122223333");
        await AddAsync(3, "444455556666");
        clock.Advance(TimeSpan.FromDays(60));
        await trail.NoteAsync(Entry(), WireError.AccessDenied("no"), changes: true);
        await trail.SettleAsync(Cancelled);
        Assert.Equal(["111122223333|2501", "444455556666|3"], await CountsAsync());

        // By itself, as time goes on.
        clock.Advance(TimeSpan.FromDays(31));
        while (await store.CountAsync("audit_record") > 1)
        {
            await Task.Delay(20, Cancelled);
        }

        Assert.Equal(["AccessDeniedException"], await store.RowsAsync("SELECT outcome FROM audit_record"));

        Task<List<string>> CountsAsync() => store.RowsAsync("SELECT account_id, count(*) FROM audit_record GROUP BY account_id ORDER BY account_id");

        Task<int> AddAsync(int count, string account) => database.WriteAsync(
            async session =>
            {
                foreach (var number in Enumerable.Range(0, count))
                {
                    await AuditTable.InsertAsync(session, Rows.Record(number, account), Cancelled);
                }

                return Write.Keep(count);
            },
            Cancelled);
    }

    [Fact]
    public async Task Without_a_retention_everything_stays()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var database = await store.OpenMigratedAsync();
        await using var trail = TrailOf(database, new FakeTimeProvider(Rows.Noon.AddYears(50)), retention: null);
        await database.WriteAsync(
            async session =>
            {
                await AuditTable.InsertAsync(session, Rows.Record(1), Cancelled);
                return Write.Keep(0);
            },
            Cancelled);

        await trail.TrimAsync();

        Assert.Equal(1, await store.CountAsync("audit_record"));
        Assert.Equal(DateTimeOffset.UnixEpoch, trail.Oldest);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Texts_of_callers_are_cut_and_what_would_steer_a_terminal_is_escaped(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await using var trail = TrailOf(database, TimeProvider.System);
        var entry = new AuditEntry
        {
            Caller = Rows.Caller() with { AccessKeyId = "k\0" + new string('k', 5000) },
            Principal = AuditRecord.Anonymous,
            UserAgent = "a\u001b[2J\u202e" + new string('n', 5000),
            Source = IPAddress.Parse("::ffff:192.0.2.7"),
        };
        Enumerable.Range(0, 500).Select(number => $"arn:{number}").ToList().ForEach(entry.Concern);

        await database.WriteAsync(
            async session =>
            {
                await trail.RecordAsync(session, entry);
                return Write.Keep(0);
            },
            Cancelled);

        var stored = Assert.Single(await database.ReadAsync(
            session => AuditTable.PageAsync(session, new AuditSearch("111122223333", AuditTable.Place(0, -1), AuditTable.Place(long.MaxValue, -1)), false, 10, Cancelled), Cancelled));
        Assert.StartsWith(@"a\u001b[2J\u202ennn", stored.UserAgent, StringComparison.Ordinal);
        Assert.InRange(stored.UserAgent.Length, 250, 270);
        Assert.StartsWith(@"k\u0000kkk", stored.AccessKeyId, StringComparison.Ordinal);
        Assert.InRange(stored.AccessKeyId.Length, 100, 140);
        Assert.Equal("192.0.2.7", stored.SourceAddress);
        Assert.Equal(AuditRecord.MostResources, stored.Resources.Split(' ').Length);
    }

    private static AuditTrail TrailOf(Database database, TimeProvider clock, TimeSpan? retention = null) => new(database, clock, Options(retention));

    private static AuditEntry Entry() => new() { Caller = Rows.Caller(), Principal = AuditRecord.Anonymous, Operation = "CreateThing", RequestId = Guid.NewGuid().ToString() };

    private static ServeOptions Options(TimeSpan? retention)
    {
        var faults = new List<string>();
        var options = ServeOptionsReading.Read(Settings.Gather(_ => null, _ => null, faults), faults);
        return options! with { AuditRetention = retention };
    }
}
