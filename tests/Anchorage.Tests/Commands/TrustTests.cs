using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Anchorage.Tests.Gateway;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Commands;

/// <summary><c>anchorage trust</c>: the root that it gets is the one by which a device knows the device endpoint.</summary>
[Trait("Against", "executable")]
public sealed class TrustTests(Desk desk) : IClassFixture<Desk>
{
    [Fact]
    public async Task The_root_is_printed_alone_written_to_a_file_or_given_as_JSON()
    {
        var printed = (await desk.RunAsync("trust")).Ends(0);
        using var root = X509Certificate2.CreateFromPem(printed.Out);
        Assert.Equal("", printed.Error);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----\n", printed.Out, StringComparison.Ordinal);
        Assert.EndsWith("-----END CERTIFICATE-----\n", printed.Out, StringComparison.Ordinal);
        Assert.Equal(root.Subject, root.Issuer);

        var told = (await desk.RunAsync("trust", "--out", "root.pem")).Ends(0).Out;
        Assert.Equal(printed.Out, await File.ReadAllTextAsync(desk.Path("root.pem"), TestContext.Current.CancellationToken));
        Assert.StartsWith("Written to root.pem. Give it to your devices:\n", told, StringComparison.Ordinal);
        Assert.Contains("mosquitto_pub, mosquitto_sub    --cafile root.pem\n", told, StringComparison.Ordinal);

        Assert.Equal((printed.Out, JsonValueKind.Null), Members(await desk.JsonAsync("trust")));
        Assert.Equal("again.pem", (await desk.JsonAsync("trust", "--out", "again.pem")).GetProperty("file").GetString());
        Assert.Equal(printed.Out, await File.ReadAllTextAsync(desk.Path("again.pem"), TestContext.Current.CancellationToken));

        static (string?, JsonValueKind) Members(JsonElement json) => (json.GetProperty("pem").GetString(), json.GetProperty("file").ValueKind);
    }

    [Fact]
    public async Task A_client_that_trusts_it_connects_and_one_that_trusts_another_does_not()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var mosquitto = await Mosquitto.MakeAsync(server, await Gateway.TestDevice.Make().RegisterAsync(server));
        var (right, wrong) = (mosquitto.Path("right.pem"), mosquitto.Path("wrong.pem"));
        (await desk.RunAsync("trust", "--endpoint-url", server.Endpoint, "--out", right)).Ends(0);
        (await desk.RunAsync("trust", "--out", wrong)).Ends(0);

        Assert.Equal("", await PublishAsync(right));
        Assert.Contains("A TLS error occurred", await PublishAsync(wrong), StringComparison.Ordinal);

        Task<string> PublishAsync(string root) =>
            Shell.RunAsync($"mosquitto_pub {mosquitto.Options.Replace(mosquitto.Path("root.pem"), root, StringComparison.Ordinal)} -i c -t a -m m");
    }

    [Fact]
    public async Task Without_a_root_to_show_it_is_refused()
    {
        await OpenSsl.IssueAsync(desk.Folder, "server", "/CN=localhost", "ca.pem", "ca.key");
        await using var server = await AnchorageServer.StartAsync(
            settings: [("auth", "none"), ("tls-certificate", desk.Path("server.pem")), ("tls-key", desk.Path("server.key"))]);

        var refused = (await desk.RunAsync("trust", "--endpoint-url", server.Endpoint)).Ends(1);

        Assert.Equal("", refused.Out);
        Assert.Contains("Devices need the root of whoever issued it.", refused.ErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_reached_or_written_is_told_and_what_answers_without_PEM_too()
    {
        Assert.Contains("cannot be reached", (await desk.RunAsync("trust", "--endpoint-url", "http://127.0.0.1:1")).Ends(2).ErrorLine(), StringComparison.Ordinal);
        Assert.Contains("nowhere/root.pem", (await desk.RunAsync("trust", "--out", "nowhere/root.pem")).Ends(2).ErrorLine(), StringComparison.Ordinal);
        using var proxy = new CannedService(CannedService.Http("200 OK", "text/html", "<html>Hello</html>"));
        Assert.Contains(proxy.Url, (await desk.RunAsync("trust", "--endpoint-url", proxy.Url)).Ends(2).ErrorLine(), StringComparison.Ordinal);
    }
}
