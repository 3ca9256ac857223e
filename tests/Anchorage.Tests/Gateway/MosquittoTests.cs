using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>Mosquitto's clients, which check the server's certificate and name as devices do.</summary>
[Trait("Against", "executable")]
public sealed class MosquittoTests
{
    [Theory]
    [InlineData("mqttv311", "tlsv1.2", false)]
    [InlineData("mqttv311", "tlsv1.3", true)]
    [InlineData("mqttv5", "tlsv1.2", true)]
    [InlineData("mqttv5", "tlsv1.3", false)]
    public async Task A_message_goes_from_one_to_the_other(string version, string tls, bool isRsa)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var folder = new TemporaryFolder();
        var device = await TestDevice.Make(isRsa: isRsa).RegisterAsync(server);
        var (certificate, key) = device.WriteTo(folder.Path);
        using var http = new HttpClient();
        var root = await http.GetStringAsync(new Uri($"{server.Endpoint}/-/server-ca.pem"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "root.pem"), root, TestContext.Current.CancellationToken);
        var options = $"-h localhost -p {server.DeviceAddress.Port} --cafile {folder.Path}/root.pem --cert {certificate} --key {key} -V {version} --tls-version {tls} -q 1";
        using var watcher = await DeviceClient.ConnectAsync(server, device, "watcher");
        await watcher.SubscribeAsync(("$aws/events/presence/connected/sub", 0));

        var subscriber = Shell.RunAsync($"mosquitto_sub {options} -i sub -t 'a/#' -C 2 -W 30");
        Assert.Contains("sub", (await watcher.ReadAsync())!.Payload, StringComparison.Ordinal);
        // It is connected, and subscribes; what is published to a session that has not yet would be nobody's.
        await Task.Delay(500, TestContext.Current.CancellationToken);
        var published = await Shell.RunAsync($"mosquitto_pub {options} -i pub -t a/b -m first && mosquitto_pub {options} -i pub -t a/c -m second");

        Assert.Empty(published);
        Assert.Equal("first\nsecond\n", await subscriber);
    }
}
