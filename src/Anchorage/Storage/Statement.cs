using System.Data.Common;

namespace Anchorage.Storage;

/// <summary>One SQL statement and the values it is run with.</summary>
internal sealed class Statement(DbCommand command)
{
    private int _given;

    internal DbCommand Command => command;

    /// <summary>Gives the next value. Names are written in the order they are given, the same each time.</summary>
    public Statement With(string name, object? value)
    {
        DbParameter parameter;
        if (_given < command.Parameters.Count)
        {
            parameter = command.Parameters[_given];
        }
        else
        {
            parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        parameter.Value = value ?? DBNull.Value;
        _given++;
        return this;
    }

    /// <summary>Runs it and tells how many rows it changed.</summary>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken) => command.ExecuteNonQueryAsync(cancellationToken);

    /// <summary>Runs it and reads the first row, or null when there is none.</summary>
    public async Task<T?> FirstAsync<T>(Func<DbDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? read(reader) : null;
    }

    /// <summary>Runs it and reads every row; the SQL text bounds how many that can be.</summary>
    public async Task<List<T>> AllAsync<T>(Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    internal Statement Rewound()
    {
        _given = 0;
        return this;
    }
}
