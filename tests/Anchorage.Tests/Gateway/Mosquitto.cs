using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>What Mosquitto's clients need to be a device: its key and certificate and the server's root, as files that go with the test.</summary>
internal sealed class Mosquitto : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Mosquitto()
    {
    }

    /// <summary>Where to connect to, and as which device; with QoS 1.</summary>
    public string Options { get; private set; } = "";

    /// <summary>A path in the folder.</summary>
    public string Path(string file) => System.IO.Path.Combine(_folder.Path, file);

    public static async Task<Mosquitto> MakeAsync(AnchorageServer server, TestDevice device)
    {
        var made = new Mosquitto();
        var (certificate, key) = device.WriteTo(made._folder.Path);
        using var http = new HttpClient();
        var root = await http.GetStringAsync(new Uri($"{server.Endpoint}/-/server-ca.pem"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(made.Path("root.pem"), root, TestContext.Current.CancellationToken);
        made.Options = $"-h localhost -p {server.DeviceAddress.Port} --cafile {made.Path("root.pem")} --cert {certificate} --key {key} -q 1";
        return made;
    }

    public void Dispose() => _folder.Dispose();
}
