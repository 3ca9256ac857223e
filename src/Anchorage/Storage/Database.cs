namespace Anchorage.Storage;

/// <summary>The store: units of work that read, and units of work that write and either stay whole or leave nothing.</summary>
/// <remarks>
/// Two databases ship, and both run the same SQL text and the same storage suite: SQLite for one machine, PostgreSQL for several.
/// A task that has completed successfully from <see cref="WriteAsync"/> is durable: it survives <c>kill -9</c> and power loss.
/// </remarks>
internal abstract class Database : IAsyncDisposable
{
    /// <summary>The folder of migrations this database takes: <c>sqlite</c> or <c>postgres</c>.</summary>
    public abstract string Dialect { get; }

    /// <summary>How many units of work wait to be written.</summary>
    public abstract int Waiting { get; }

    /// <summary>Counts commits, so that what was read stays true as long as this is the same; null where others commit unseen, as on PostgreSQL.</summary>
    /// <remarks>A write is counted before it is acknowledged. Another process at the same file is not counted.</remarks>
    public virtual long? Commits => null;

    /// <summary>Told how long each COMMIT took, by the thread that made it; must not throw.</summary>
    public Action<TimeSpan>? Committed { get; set; }

    /// <summary>Runs a unit of work that only reads, and sees every write acknowledged before.</summary>
    public abstract Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>Runs a unit of work in a transaction of its own. Expected outcomes are values; an exception undoes it and is thrown on.</summary>
    /// <param name="work">May run more than once when the database asks for a retry, so it must write nowhere else.</param>
    /// <param name="cancellationToken">Gives up waiting for a turn; a unit of work that has begun is finished.</param>
    public abstract Task<T> WriteAsync<T>(Func<Session, Task<Write<T>>> work, CancellationToken cancellationToken);

    /// <summary>Brings the schema up to this program's, alone even if several nodes start at once.</summary>
    public abstract Task MigrateAsync(TimeProvider clock, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
