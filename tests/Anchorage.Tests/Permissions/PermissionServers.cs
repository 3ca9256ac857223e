using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Harness.Samples;
using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests.Permissions;

/// <summary>Servers that want signatures, on either database; each is started when the first test asks for it.</summary>
public sealed class PermissionServers : IAsyncLifetime
{
    private readonly Dictionary<Dialect, (TestStore Store, TranscriptServer Server)> _servers = [];

    /// <summary>The root of the installation.</summary>
    internal static KeyHolder RootOf(string endpoint) =>
        new(endpoint, TranscriptServers.DefaultAccount, new(TranscriptServers.RootKeyId, TranscriptServers.RootSecret));

    internal static (string, string)[] Settings { get; } =
    [
        ("regions", "*"), ("ANCHORAGE_ROOT_ACCESS_KEY_ID", TranscriptServers.RootKeyId), ("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", TranscriptServers.RootSecret),
    ];

    internal async Task<TranscriptServer> FindAsync(Dialect dialect)
    {
        if (!_servers.TryGetValue(dialect, out var found))
        {
            var store = await TestStore.MakeAsync(dialect);
            var server = await store.ServeAsync(Settings);
            _servers[dialect] = found = (store, new TranscriptServer(server, isSigned: true, new IssuedKeys(RootOf(server.Endpoint))));
        }

        return found.Server;
    }

    /// <summary>An account that nobody has used, with everything that a sample's file makes, and a principal of it that may do nothing.</summary>
    internal async Task<(SampleAccount Owner, KeyHolder Administrator)> BuildAsync(Sample sample, Dialect dialect, string principal)
    {
        var server = await FindAsync(dialect);
        var estate = new TranscriptRun(sample.Estate, server, TestContext.Current.CancellationToken);
        await estate.RunAsync();
        var owner = new SampleAccount(sample, estate.Scope);
        var administrator = await server.Keys!.AdministratorAsync(owner.AccountId);
        server.Keys.Act(owner.AccountId, await administrator.IssueAsync(owner.AccountId, new JsonObject { ["principalName"] = principal }));
        return (owner, administrator);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var (store, server) in _servers.Values)
        {
            await server.DisposeAsync();
            await store.DisposeAsync();
        }
    }
}
