using System.Collections.Immutable;
using System.Reflection;

namespace Anchorage.Storage;

/// <summary>The numbered SQL files embedded in the executable, and the table that remembers which have run.</summary>
internal static class Migrations
{
    /// <summary>Runs what has not run yet, in order, inside the caller's transaction, and tells how many that were.</summary>
    /// <exception cref="SchemaTooNewException">The database was migrated by a newer Anchorage.</exception>
    public static async Task<int> ApplyAsync(Session session, string dialect, TimeProvider clock, CancellationToken cancellationToken)
    {
        await session.Sql("CREATE TABLE IF NOT EXISTS schema_migration (name TEXT NOT NULL PRIMARY KEY, applied_at_ms BIGINT NOT NULL)")
            .ExecuteAsync(cancellationToken);
        var applied = await session.Sql("SELECT name FROM schema_migration ORDER BY name").AllAsync(row => row.GetString(0), cancellationToken);
        var known = Names(dialect);
        if (applied.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new SchemaTooNewException(unknown);
        }

        var due = known.Except(applied).ToList();
        foreach (var name in due)
        {
            await session.Sql(Text(dialect, name)).ExecuteAsync(cancellationToken);
            await session.Sql("INSERT INTO schema_migration (name, applied_at_ms) VALUES (@name, @now)")
                .With("@name", name).With("@now", clock.GetUtcNow().ToUnixTimeMilliseconds()).ExecuteAsync(cancellationToken);
        }

        return due.Count;
    }

    /// <summary>The migrations of a dialect in the order they run, such as <c>0001_create_registry</c>.</summary>
    public static ImmutableArray<string> Names(string dialect) =>
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith($"{dialect}/", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => name[(dialect.Length + 1)..^4])
            .Order(StringComparer.Ordinal)];

    internal static string Text(string dialect, string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{dialect}/{name}.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>The database holds a migration this program does not know: it belongs to a newer version, and writing could harm it.</summary>
internal sealed class SchemaTooNewException(string migration)
    : Exception($"The database was migrated by a newer Anchorage: it has migration {migration}, which this version does not know. Start the newer version, or restore the backup from before the upgrade.");
