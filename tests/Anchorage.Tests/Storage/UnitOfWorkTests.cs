using Anchorage.Storage;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Storage;

public class UnitOfWorkTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_kept_is_there_for_every_later_read(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();

        Assert.Equal("value", await database.WriteAsync(async session => Write.Keep(await Notes.AddAsync(session, "a", "value")), Cancelled));

        Assert.Equal(["a"], await database.ReadAsync(Notes.AllAsync, Cancelled));
        Assert.Equal(1, await store.CountAsync("tag"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_is_undone_leaves_nothing_and_still_gives_its_value(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();

        Assert.Equal("value", await database.WriteAsync(async session => Write.Undo(await Notes.AddAsync(session, "a", "value")), Cancelled));

        Assert.Empty(await database.ReadAsync(Notes.AllAsync, Cancelled));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_exception_undoes_all_of_its_own_writes_and_is_thrown_on(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync<string>(
            async session =>
            {
                await Notes.AddAsync(session, "a", "first");
                await Notes.AddAsync(session, "b", "second");
                throw new InvalidOperationException("on purpose");
            },
            Cancelled));

        Assert.Equal("on purpose", thrown.Message);
        Assert.Empty(await database.ReadAsync(Notes.AllAsync, Cancelled));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Neighbours_keep_theirs_whatever_becomes_of_one(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();

        // Every third is kept, every third undone, every third fails: in SQL, so that the database itself sees a fault.
        var ended = await Task.WhenAll(Enumerable.Range(0, 90).Select(async number =>
        {
            try
            {
                return await database.WriteAsync(
                    async session =>
                    {
                        await Notes.AddAsync(session, $"{number:00}", "value");
                        if (number % 3 == 2)
                        {
                            await Notes.AddAsync(session, $"{number:00}", "the same key again");
                        }

                        return number % 3 == 0 ? Write.Keep("kept") : Write.Undo("undone");
                    },
                    Cancelled);
            }
            catch (System.Data.Common.DbException)
            {
                return "failed";
            }
        }));

        Assert.Equal(30, ended.Count(end => end == "kept"));
        Assert.Equal(30, ended.Count(end => end == "undone"));
        Assert.Equal(30, ended.Count(end => end == "failed"));
        Assert.Equal(
            Enumerable.Range(0, 30).Select(number => $"{number * 3:00}"), await database.ReadAsync(Notes.AllAsync, Cancelled));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_reader_sees_nothing_of_a_write_that_is_not_committed(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();

        var seen = await database.WriteAsync(
            async session =>
            {
                await Notes.AddAsync(session, "a", "value");
                return Write.Keep(await store.CountAsync("tag"));
            },
            Cancelled);

        Assert.Equal(0, seen);
        Assert.Equal(1, await store.CountAsync("tag"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_statement_run_again_takes_the_new_values(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();

        await database.WriteAsync(
            async session =>
            {
                await Notes.AddAsync(session, "long key with a long value", "a value that is much longer than the next");
                await Notes.AddAsync(session, "b", "");
                return Write.Keep(await Notes.AddAsync(session, "c", "3"));
            },
            Cancelled);

        Assert.Equal(
            ["b|", "c|3", "long key with a long value|a value that is much longer than the next"],
            await store.RowsAsync("SELECT tag_key, tag_value FROM tag ORDER BY tag_key"));
    }
}

/// <summary>Rows to write in tests of the store itself; the table of tags is as good as any.</summary>
internal static class Notes
{
    public static async Task<string> AddAsync(Session session, string key, string value)
    {
        await session.Sql("INSERT INTO tag (account_id, region, resource, tag_key, tag_value) VALUES ('1', '1', '1', @key, @value)")
            .With("@key", key).With("@value", value).ExecuteAsync(CancellationToken.None);
        return value;
    }

    public static Task<List<string>> AllAsync(Session session) =>
        session.Sql("SELECT tag_key FROM tag ORDER BY tag_key").AllAsync(row => row.GetString(0), CancellationToken.None);
}
