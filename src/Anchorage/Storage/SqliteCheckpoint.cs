using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Anchorage.Storage;

/// <summary>Moves what was committed from the write-ahead log into the database file, for the most part while the writer goes on.</summary>
/// <remarks>
/// SQLite's own checkpoint runs inside a commit, and every caller then waits for thousands of pages. Here another connection moves
/// them, which holds up neither readers nor the writer. The log can only start over when all of it has been moved, so the writer
/// moves the few pages that came in meanwhile: each round ends with that, which bounds the log.
/// </remarks>
/// <param name="writer">The one connection that writes.</param>
/// <param name="open">Opens another to the same file.</param>
internal sealed class SqliteCheckpoint(SqliteConnection writer, Func<SqliteConnection> open)
{
    /// <summary>As many pages of 4 KiB are written to the log before it is moved: 32 MiB.</summary>
    public const int PagesPerRound = 8192;

    private int _pages;
    private Task? _moving;

    /// <summary>To be called by the writer between two transactions; throws nothing.</summary>
    public void AfterCommit()
    {
        _pages += TakeWrittenPages();
        if (_moving is null && _pages >= PagesPerRound)
        {
            _moving = Task.Run(() =>
            {
                using var mover = open();
                Move(mover);
            });
        }
        else if (_moving is { IsCompleted: true })
        {
            // Whether it went well or not, for what it left is moved here.
            Move(writer);
            (_pages, _moving) = (0, null);
        }
    }

    /// <summary>Waits for what is under way; the writer writes no more.</summary>
    public async Task StopAsync()
    {
        if (_moving is { } moving)
        {
            await moving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // It fails when the disk is full, or away. What was committed is safe in the log, and the next write meets the same fault and tells it.
    private static void Move(SqliteConnection connection) =>
        raw.sqlite3_wal_checkpoint_v2(connection.Handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _);

    /// <summary>The pages that the writer has added to the log since it was last asked.</summary>
    private int TakeWrittenPages()
    {
        _ = raw.sqlite3_db_status(writer.Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var written, out _, 1);
        return written;
    }
}
