using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Anchorage.Storage;

/// <summary>The embedded store: one file, many readers, one writer that commits waiting units of work together.</summary>
internal sealed class SqliteDatabase : Database
{
    private const int SQLITE_CONFIG_MEMSTATUS = 9;

    private readonly string _connectionString;
    private readonly ConcurrentBag<Session> _idleReaders = [];
    private readonly Session _writer;
    private readonly SqliteCheckpoint _checkpoint;
    private readonly GroupCommit _commits;
    private long _committed;

    private SqliteDatabase(string connectionString)
    {
        _connectionString = connectionString;
        _writer = Open();

        // Of all connections only the one that writes gains by keeping much of the database: 64 MiB of it.
        _ = _writer.Sql("PRAGMA cache_size = -65536").Command.ExecuteNonQuery();
        _checkpoint = new SqliteCheckpoint((SqliteConnection)_writer.Connection, OpenConnection);
        _commits = new GroupCommit(_writer, Count, _checkpoint.AfterCommit);
    }

    public override string Dialect => "sqlite";

    public override int Waiting => _commits.Waiting;

    public override long? Commits => Volatile.Read(ref _committed);

    /// <summary>Opens or makes the file. The folder must exist.</summary>
    public static SqliteDatabase OpenFile(string path)
    {
        SQLitePCL.Batteries_V2.Init();

        // SQLite counts its memory behind one lock that all connections share; nobody asks for that count. Refused once it is in use, and then as before.
        _ = SQLitePCL.raw.sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        return new SqliteDatabase(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            // Sessions are kept here with their compiled statements; a second pool below would lose them.
            Pooling = false,
            // The driver tries again for this many seconds while another process writes; its own 30 would outlast callers.
            DefaultTimeout = 5,
        }.ToString());
    }

    public override async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!_idleReaders.TryTake(out var session))
        {
            session = Open();
        }

        try
        {
            return await work(session);
        }
        finally
        {
            _idleReaders.Add(session);
        }
    }

    public override Task<T> WriteAsync<T>(Func<Session, Task<Write<T>>> work, CancellationToken cancellationToken) =>
        _commits.RunAsync(work, cancellationToken);

    public override Task MigrateAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        WriteAsync(async session => Write.Keep(await Migrations.ApplyAsync(session, Dialect, clock, cancellationToken)), cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _commits.DisposeAsync();
        await _checkpoint.StopAsync();
        while (_idleReaders.TryTake(out var session))
        {
            await session.DisposeAsync();
        }

        await _writer.DisposeAsync();
    }

    private void Count(TimeSpan elapsed)
    {
        Interlocked.Increment(ref _committed);
        Committed?.Invoke(elapsed);
    }

#pragma warning disable CA2000 // The session owns the connection.
    private Session Open() => new(OpenConnection(), keepsStatements: true);
#pragma warning restore CA2000

    private SqliteConnection OpenConnection()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var pragmas = connection.CreateCommand();

        // FULL makes WAL durable through power loss: the log is synced on each commit. busy_timeout covers a copy tool or a second process.
        // The log is moved by SqliteCheckpoint, not by whichever commit fills it.
        pragmas.CommandText = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA busy_timeout = 5000;
            PRAGMA cache_size = -8000;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA temp_store = MEMORY;
            """;
        pragmas.ExecuteNonQuery();
        return connection;
    }
}
