using System.Data.Common;
using Npgsql;

namespace Anchorage.Storage;

/// <summary>One open connection with the statements it has prepared; used by one unit of work at a time.</summary>
/// <remarks>SQLite compiles SQL per command, so its commands are kept. Npgsql prepares on its own and pools the connection below.</remarks>
internal sealed class Session(DbConnection connection, bool keepsStatements) : IAsyncDisposable
{
    private readonly Dictionary<string, Statement> _kept = new(StringComparer.Ordinal);

    public DbConnection Connection => connection;

    /// <summary>The statement for this SQL text, which must be a constant: values go in by <see cref="Statement.With(string, object?)"/>.</summary>
    public Statement Sql(string sql)
    {
        if (keepsStatements && _kept.TryGetValue(sql, out var kept))
        {
            return kept.Rewound();
        }

        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every SQL text is a literal of ours; a test holds that values never enter it.
        command.CommandText = sql;
#pragma warning restore CA2100
        var statement = new Statement(command);
        if (keepsStatements)
        {
            _kept.Add(sql, statement);
        }

        return statement;
    }

    /// <summary>From here to the end of this unit of work no other one that names the same goes on: what it finds stays as it is.</summary>
    /// <remarks>SQLite has one writer at a time, and nothing to wait for.</remarks>
    public Task TakeTurnAsync(string name, CancellationToken cancellationToken) => connection is NpgsqlConnection
        ? Sql("SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))").With("@name", name).ExecuteAsync(cancellationToken)
        : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in _kept.Values)
        {
            await statement.Command.DisposeAsync();
        }

        await connection.DisposeAsync();
    }
}
