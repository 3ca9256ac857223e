using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Npgsql;

namespace Anchorage.Storage;

/// <summary>The store for several machines: PostgreSQL 15 or later, or an engine that speaks its protocol and SQL.</summary>
internal sealed class PostgresDatabase(NpgsqlDataSource source) : Database
{
    /// <summary>An arbitrary constant that all nodes share: whoever holds this advisory lock migrates.</summary>
    private const long MigrationLock = 0x616E_6368_6F72;

    private const int MostTries = 8;

    private int _waiting;

    public override string Dialect => "postgres";

    public override int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether this is a connection string, with a host in it.</summary>
    public static bool CanRead(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).Host is { Length: > 0 };
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>Prepares a pool for this connection string; connects when first used.</summary>
    public static PostgresDatabase Connect(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (builder.MaxAutoPrepare == 0)
        {
            builder.MaxAutoPrepare = 64;
        }

        builder.ApplicationName ??= "anchorage";
        return new PostgresDatabase(new NpgsqlSlimDataSourceBuilder(builder.ConnectionString).EnableTransportSecurity().Build());
    }

    public override async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var session = new Session(await source.OpenConnectionAsync(cancellationToken), keepsStatements: false);
        return await work(session);
    }

    public override async Task<T> WriteAsync<T>(Func<Session, Task<Write<T>>> work, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            for (var tries = 1; ; tries++)
            {
                try
                {
                    await using var session = new Session(await source.OpenConnectionAsync(cancellationToken), keepsStatements: false);
                    await using var transaction = await session.Connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
                    var outcome = await work(session);
                    if (outcome.Kept)
                    {
                        var began = Stopwatch.GetTimestamp();
                        await transaction.CommitAsync(CancellationToken.None);
                        Committed?.Invoke(Stopwatch.GetElapsedTime(began));
                    }
                    else
                    {
                        await transaction.RollbackAsync(CancellationToken.None);
                    }

                    return outcome.Value;
                }
                catch (PostgresException exception) when (tries < MostTries && AsksForRetry(exception))
                {
                    // The other transaction wins and this one has left nothing; it is simply run again.
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public override async Task MigrateAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        await WriteAsync(
            async session =>
            {
                await session.Sql("SELECT pg_advisory_xact_lock(@lock)").With("@lock", MigrationLock).ExecuteAsync(cancellationToken);
                return Write.Keep(await Migrations.ApplyAsync(session, Dialect, clock, cancellationToken));
            },
            cancellationToken);

    public override async ValueTask DisposeAsync() => await source.DisposeAsync();

    // A foreign key that breaks although its row was looked for means that the row went, or came, since: run again, the unit of work sees it.
    private static bool AsksForRetry(DbException exception) => exception.SqlState is
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.ForeignKeyViolation;
}
