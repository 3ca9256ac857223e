using System.Data.Common;
using Anchorage.Storage;
using Anchorage.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace Anchorage.Tests.Storage;

public sealed class GroupCommitTests : IAsyncLifetime
{
    private readonly SqliteTestStore _store = new();
    private Database _database = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await _store.OpenMigratedAsync();

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_is_synced_to_the_disk_before_it_counts()
    {
        // No test here can cut the power; these settings are what makes a commit outlive that (sqlite.org/pragma.html#pragma_synchronous).
        Assert.Equal("wal 2", await _database.WriteAsync(async session => Write.Keep(await SettingsAsync(session)), Cancelled));
        Assert.Equal("wal 2", await _database.ReadAsync(SettingsAsync, Cancelled));

        static async Task<string> SettingsAsync(Session session) =>
            $"{await session.Sql("PRAGMA journal_mode").FirstAsync(row => row.GetString(0), Cancelled)} {await session.Sql("PRAGMA synchronous").FirstAsync(row => $"{row.GetInt64(0)}", Cancelled)}";
    }

    [Fact]
    public async Task A_thousand_writers_at_once_are_all_acknowledged_with_their_own_value()
    {
        var values = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => Task.Run(() => WriteAsync($"{number:000}"), Cancelled)));

        Assert.Equal(Enumerable.Range(0, 1000).Select(number => $"{number:000}"), values);
        Assert.Equal(values, await _database.ReadAsync(Notes.AllAsync, Cancelled));
    }

    [Fact]
    public async Task Writers_that_wait_together_are_committed_together_and_acknowledged_after_that()
    {
        using var gate = new ManualResetEventSlim();
        var first = WriteAsync("first", () => gate.Wait(Cancelled));
        var others = Enumerable.Range(0, 50).Select(number => WriteAsync($"{number:00}")).ToList();
        var (seenByLast, acknowledged) = (-1, -1);
        var last = WriteAsync("last", () =>
        {
            seenByLast = _store.CountAsync("tag").GetAwaiter().GetResult();
            acknowledged = others.Count(other => other.IsCompleted);
        });

        gate.Set();
        await Task.WhenAll([first, .. others, last]);

        // Had each been committed alone, the last would have seen the fifty before it.
        Assert.Equal(0, seenByLast);
        Assert.Equal(0, acknowledged);
        Assert.Equal(52, await _store.CountAsync("tag"));
    }

    [Fact]
    public async Task The_log_starts_over_however_much_is_written()
    {
        const int Written = 6 * SqliteCheckpoint.PagesPerRound * 4096;
        var value = new string('x', 256 * 1024);
        for (var number = 0; number < Written / value.Length; number++)
        {
            await WriteAsync($"{number:0000}", value: value);
        }

        var log = new FileInfo($"{_store.Path}-wal").Length;
        Assert.InRange(log, 1, Written / 2);
        Assert.InRange(new FileInfo(_store.Path).Length, Written / 2, long.MaxValue);
    }

    [Fact]
    public async Task A_caller_that_gives_up_before_its_turn_leaves_nothing()
    {
        using var gate = new ManualResetEventSlim();
        using var patience = new CancellationTokenSource();
        var first = WriteAsync("first", () => gate.Wait(Cancelled));
        var begun = false;
        var given = _database.WriteAsync(
            async session =>
            {
                begun = true;
                return Write.Keep(await Notes.AddAsync(session, "given up", ""));
            },
            patience.Token);
        var after = WriteAsync("after");

        await patience.CancelAsync();
        gate.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await Task.WhenAll(first, after);
        Assert.False(begun);
        Assert.Equal(["after", "first"], await _database.ReadAsync(Notes.AllAsync, Cancelled));
    }

    [Fact]
    public async Task Closing_first_writes_what_was_accepted()
    {
        var writes = Enumerable.Range(0, 300).Select(number => WriteAsync($"{number:000}")).ToList();

        await _database.DisposeAsync();

        Assert.All(writes, write => Assert.True(write.IsCompletedSuccessfully));
        Assert.Equal(300, await _store.CountAsync("tag"));
    }

    [Fact]
    public async Task A_commit_that_fails_is_told_to_every_writer_in_it_and_the_next_one_works()
    {
        // A constraint that SQLite checks at COMMIT makes the commit itself fail, after every statement succeeded.
        await _database.WriteAsync(
            async session =>
            {
                await session.Sql("CREATE TABLE parent (id TEXT PRIMARY KEY)").ExecuteAsync(Cancelled);
                return Write.Keep(await session.Sql("CREATE TABLE child (parent TEXT REFERENCES parent DEFERRABLE INITIALLY DEFERRED)").ExecuteAsync(Cancelled));
            },
            Cancelled);
        using var gate = new ManualResetEventSlim();
        var together = new List<Task> { WriteAsync("first", () => gate.Wait(Cancelled)) };
        together.AddRange(Enumerable.Range(0, 20).Select(number => WriteAsync($"{number:00}")));
        together.Add(_database.WriteAsync(
            async session => Write.Keep(await session.Sql("INSERT INTO child VALUES ('nobody')").ExecuteAsync(Cancelled)), Cancelled));

        gate.Set();

        foreach (var write in together)
        {
            var told = await Assert.ThrowsAnyAsync<DbException>(() => write);
            Assert.Contains("FOREIGN KEY", told.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, await _store.CountAsync("tag"));
        await WriteAsync("next");
        Assert.Equal(["next"], await _database.ReadAsync(Notes.AllAsync, Cancelled));
    }

    [Fact]
    public async Task A_full_disk_is_told_to_those_it_concerns_and_writing_goes_on_once_there_is_room()
    {
        await SetMostPagesAsync("PRAGMA page_count");
        var large = new string('x', 64 * 1024);
        var together = Enumerable.Range(0, 20).Select(number => WriteAsync($"{number:00}", value: large)).ToList();

        foreach (var write in together)
        {
            await Assert.ThrowsAnyAsync<DbException>(() => write);
        }

        Assert.Equal(0, await _store.CountAsync("tag"));
        await SetMostPagesAsync("SELECT 1000000");
        await WriteAsync("with room", value: large);
        Assert.Equal(["with room"], await _database.ReadAsync(Notes.AllAsync, Cancelled));
        Assert.Equal(["ok"], await _store.RowsAsync("PRAGMA integrity_check"));

        Task SetMostPagesAsync(string query) => _database.WriteAsync(
            async session =>
            {
                var pages = await session.Sql(query).FirstAsync(row => $"{row.GetInt64(0)}", Cancelled);
#pragma warning disable CA2100 // PRAGMA takes no parameters; the number is SQLite's own.
                await using var command = session.Connection.CreateCommand();
                command.CommandText = $"PRAGMA max_page_count = {pages}";
#pragma warning restore CA2100
                return Write.Keep(await command.ExecuteNonQueryAsync(Cancelled));
            },
            Cancelled);
    }

    [Fact]
    public async Task While_another_process_holds_the_file_all_that_wait_are_told_within_one_timeout()
    {
        await using var other = new SqliteConnection($"Data Source={_store.Path};Pooling=False");
        await other.OpenAsync(Cancelled);
        await using (var hold = other.CreateCommand())
        {
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(Cancelled);
        }

        var started = TimeProvider.System.GetTimestamp();
        var writes = Enumerable.Range(0, 20).Select(number => WriteAsync($"{number:00}")).ToList();
        foreach (var write in writes)
        {
            Assert.IsType<SqliteException>(await Record.ExceptionAsync(() => write));
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        Assert.Empty(await _database.ReadAsync(Notes.AllAsync, Cancelled));
        await using (var release = other.CreateCommand())
        {
            release.CommandText = "ROLLBACK";
            await release.ExecuteNonQueryAsync(Cancelled);
        }

        await WriteAsync("released");
        Assert.Equal(["released"], await _database.ReadAsync(Notes.AllAsync, Cancelled));
    }

    [Fact]
    public async Task A_connection_that_is_gone_is_an_answer_and_not_a_wait()
    {
        var closing = _database.WriteAsync(
            async session =>
            {
                await session.Connection.CloseAsync();
                return Write.Keep("");
            },
            Cancelled);

        await Assert.ThrowsAnyAsync<Exception>(() => closing).WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync("later")).WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync("and later")).WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
    }

    private Task<string> WriteAsync(string key, Action? meanwhile = null, string? value = null) => _database.WriteAsync(
        async session =>
        {
            await Notes.AddAsync(session, key, value ?? key);
            meanwhile?.Invoke();
            return Write.Keep(key);
        },
        Cancelled);
}
