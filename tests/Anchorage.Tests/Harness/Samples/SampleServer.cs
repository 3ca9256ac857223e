using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests.Harness.Samples;

/// <summary>A server for samples, whose store can be looked into.</summary>
public sealed class SampleServer : IAsyncLifetime
{
    private readonly SqliteTestStore _store = new();
    private TranscriptServer? _server;

    public async ValueTask InitializeAsync() =>
        _server = new TranscriptServer(await _store.ServeAsync(("auth", "none"), ("regions", "*")), isSigned: false);

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>An account that nobody has used, with everything that the sample's file makes.</summary>
    internal async Task<SampleAccount> BuildAsync(Sample sample)
    {
        var estate = new TranscriptRun(sample.Estate, _server!, TestContext.Current.CancellationToken);
        await estate.RunAsync();
        return new SampleAccount(sample, estate.Scope);
    }

    /// <summary>Another account that knows all that the owner knows, its certificates too.</summary>
    /// <param name="owner">Whose estate it is.</param>
    /// <param name="turned">What it takes each of the owner's ids, names and markers for.</param>
    internal SampleAccount Stranger(SampleAccount owner, Func<string, string> turned)
    {
        var scope = new Scope(_server!);
        foreach (var (name, made) in owner.Scope.Certificates)
        {
            scope.Certificates[name] = made;
        }

        foreach (var (name, value) in owner.Scope.Saved)
        {
            scope.Saved[name] = turned(value);
        }

        return new SampleAccount(owner.Sample, scope);
    }

    /// <summary>Every row of every table that is an account's, whichever tables there are, but for the trail of what it did itself.</summary>
    internal async Task<List<string>> RowsAsync(string account)
    {
        var rows = new List<string>();
        foreach (var table in await _store.RowsAsync(
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'account_id' WHERE m.type = 'table' AND m.name <> 'audit_record' ORDER BY m.name"))
        {
            var columns = await _store.RowsAsync($"SELECT name FROM pragma_table_info('{table}')");
            var values = string.Join(" || '|' || ", columns.Select(column => $"quote({column})"));
            rows.AddRange((await _store.RowsAsync($"SELECT {values} FROM {table} WHERE account_id = '{account}'")).Select(row => $"{table}: {row}").Order(StringComparer.Ordinal));
        }

        return rows;
    }
}
