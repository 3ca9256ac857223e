using System.Text.Json;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Commands;

/// <summary>A folder with a CA in it, and a real server that takes any signature; each caller takes an account and a region of its own.</summary>
public sealed class Desk : IAsyncLifetime
{
    private AnchorageServer? _server;
    private int _regions;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("anchorage-cli-").FullName;

    internal string Endpoint => _server!.Endpoint;

    /// <summary>Where devices connect, as host and port.</summary>
    internal string DeviceAddress => _server!.DeviceAddress.ToString();

    /// <summary>A region in which nothing is registered yet.</summary>
    internal string NextRegion() => $"test-{Interlocked.Increment(ref _regions)}";

    internal string Path(string file) => System.IO.Path.Combine(Folder, file);

    public async ValueTask InitializeAsync()
    {
        _server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("regions", "*"), ("log-level", "error")]);
        await OpenSsl.MakeEcKeyAsync(Folder, "ca.key");
        await OpenSsl.MakeCAAsync(Folder, "ca.key", "ca.pem");
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Calls with credentials, at this server; its region is us-east-1 unless given.</summary>
    internal Task<CliResult> RunAsync(params string[] arguments) => RunAsync([], arguments);

    internal Task<CliResult> RunAsync((string, string)[] environment, params string[] arguments) =>
        Cli.RunAsync(Folder, [.. Environment, .. environment], arguments);

    internal (string, string)[] Environment =>
        [("AWS_ACCESS_KEY_ID", "111122223333"), ("AWS_SECRET_ACCESS_KEY", "none"), ("AWS_ENDPOINT_URL", Endpoint)];

    /// <summary>Calls for JSON, which must come as one line and alone.</summary>
    internal async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var result = (await RunAsync([.. arguments, "--output", "json"])).Ends(0);
        Assert.Equal("", result.Error);
        return JsonDocument.Parse(Assert.Single(result.Out.TrimEnd('\n').Split('\n'))).RootElement;
    }
}
