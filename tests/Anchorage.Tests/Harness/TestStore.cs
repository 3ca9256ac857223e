using System.Data.Common;
using System.Globalization;
using Anchorage.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Anchorage.Tests.Harness;

/// <summary>An empty store of its own for one test, on either database; it goes with the test.</summary>
internal abstract class TestStore : IAsyncDisposable
{
    /// <summary>A data folder that is the test's own.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("anchorage-test-").FullName;

    public static async Task<TestStore> MakeAsync(Dialect dialect) =>
        dialect is Dialect.Sqlite ? new SqliteTestStore() : await PostgresTestStore.MakeAsync();

    /// <summary>One more way into the same store, as another node or process has.</summary>
    public abstract Database Open();

    public async Task<Database> OpenMigratedAsync()
    {
        var database = Open();
        await database.MigrateAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        return database;
    }

    /// <summary>A server on this store.</summary>
    public Task<AnchorageServer> ServeAsync(params (string Name, string Value)[] settings) => ServeAsync(executable: null, settings);

    /// <summary>A server on this store; a process of its own, which a test may kill, when an executable is named.</summary>
    public abstract Task<AnchorageServer> ServeAsync(string? executable, params (string Name, string Value)[] settings);

    /// <summary>Every row that a query gives, its values parted by bars; for looking past the program at what is stored.</summary>
    public async Task<List<string>> RowsAsync(string sql)
    {
        await using var connection = Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests write their own SQL.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(
                column => reader.IsDBNull(column) ? "" : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    /// <summary>How many rows a table has.</summary>
    public async Task<int> CountAsync(string table) =>
        int.Parse(Assert.Single(await RowsAsync($"SELECT count(*) FROM {table}")), CultureInfo.InvariantCulture);

    public virtual ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    protected abstract DbConnection Connect();
}

/// <summary>A file in a folder of the test.</summary>
internal sealed class SqliteTestStore : TestStore
{
    public string Path => System.IO.Path.Combine(Folder, "anchorage.db");

    public override Database Open() => SqliteDatabase.OpenFile(Path);

    public override Task<AnchorageServer> ServeAsync(string? executable, params (string Name, string Value)[] settings) =>
        AnchorageServer.StartAsync(dataFolder: Folder, executable: executable, settings: settings);

    /// <summary>Keeps every other writer waiting, as another process would, until it is finished.</summary>
    public async Task<HeldWrites> HoldWritesAsync()
    {
        var connection = Connect();
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        var held = new HeldWrites(connection);
        await held.ExecuteAsync("BEGIN IMMEDIATE");
        return held;
    }

    protected override DbConnection Connect()
    {
        SQLitePCL.Batteries_V2.Init();
        return new SqliteConnection($"Data Source={Path};Pooling=False");
    }
}

/// <summary>A write transaction from outside the server.</summary>
internal sealed class HeldWrites(DbConnection connection)
{
    /// <summary>Makes one more change, commits it, and lets the others go on.</summary>
    public async Task FinishAsync(string sql)
    {
        await ExecuteAsync(sql);
        await ExecuteAsync("COMMIT");
        await connection.DisposeAsync();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Tests write their own SQL.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}

/// <summary>A database of its own on the PostgreSQL whose administrator ANCHORAGE_TEST_POSTGRES names.</summary>
internal sealed class PostgresTestStore : TestStore
{
    private PostgresTestStore()
    {
    }

    public string Name { get; } = $"anchorage_test_{Guid.NewGuid():N}";

    public string ConnectionString => new NpgsqlConnectionStringBuilder(Administrator) { Database = Name, Pooling = false }.ConnectionString;

    private static string Administrator =>
        Environment.GetEnvironmentVariable("ANCHORAGE_TEST_POSTGRES") is { Length: > 0 } given
            ? given
            : throw new InvalidOperationException(
                "ANCHORAGE_TEST_POSTGRES is not set: the tests on PostgreSQL need the connection string of an administrator there. ./dev test sets it; by hand: export ANCHORAGE_TEST_POSTGRES=$(tests/postgres.sh start $(mktemp -d)), which needs the Debian package postgresql-15.");

    public static async Task<PostgresTestStore> MakeAsync()
    {
        var store = new PostgresTestStore();
        // Copying files is three times as fast as the default, which logs every page.
        await AdministerAsync($"CREATE DATABASE {store.Name} TEMPLATE template0 STRATEGY FILE_COPY");
        return store;
    }

    public override Database Open() => PostgresDatabase.Connect(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = true }.ConnectionString);

    public override Task<AnchorageServer> ServeAsync(string? executable, params (string Name, string Value)[] settings) =>
        AnchorageServer.StartAsync(
            dataFolder: Folder,
            executable: executable,
            settings: [.. settings, ("database", "postgres"), ("ANCHORAGE_POSTGRES", new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = true }.ConnectionString)]);

    /// <summary>Ends every connection and refuses new ones, or takes them again.</summary>
    public async Task SetReachableAsync(bool reachable)
    {
        await AdministerAsync($"ALTER DATABASE {Name} ALLOW_CONNECTIONS {reachable}");
        if (!reachable)
        {
            await AdministerAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Name}'");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await AdministerAsync($"DROP DATABASE {Name} WITH (FORCE)");
        await base.DisposeAsync();
    }

    protected override DbConnection Connect() => new NpgsqlConnection(ConnectionString);

    private static async Task AdministerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Administrator) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // A name made here.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
