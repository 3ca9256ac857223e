using System.Globalization;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>The servers that transcripts run on; each is started when the first case asks for it, and serves all that follow.</summary>
public sealed class TranscriptServers : IAsyncLifetime
{
    internal const string DefaultAccount = "123456789012";
    internal const string RootKeyId = "ANCRTRANSCRIPTS00ROOT";
    internal const string RootSecret = "the/root+secret=of the transcripts";

    private static long s_accounts;

    private readonly Dictionary<string, TranscriptServer> _servers = [];

    /// <summary>An account that nobody has used.</summary>
    internal static string NewAccount() => (700_000_000_000 + Interlocked.Increment(ref s_accounts)).ToString(CultureInfo.InvariantCulture);

    internal async Task<TranscriptServer> FindAsync(string name)
    {
        if (!_servers.TryGetValue(name, out var server))
        {
            _servers[name] = server = new TranscriptServer(await AnchorageServer.StartAsync(settings: SettingsOf(name)), name == "signed");
        }

        return server;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await server.DisposeAsync();
        }
    }

    private static (string, string)[] SettingsOf(string name) => name switch
    {
        "open" => [("auth", "none"), ("regions", "*")],
        "open-in-two-regions" => [("auth", "none"), ("regions", "us-east-1,eu-west-1")],
        "signed" =>
        [
            ("auth", "sigv4"), ("regions", "us-east-1,eu-west-1"),
            ("ANCHORAGE_ROOT_ACCESS_KEY_ID", RootKeyId), ("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", RootSecret),
        ],
        _ => throw new InvalidDataException($"There is no server '{name}'; wanted open, open-in-two-regions or signed."),
    };
}
