using Anchorage.Tests.Gateway;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>The API over TLS, and what a SIGHUP has the server read again.</summary>
[Trait("Against", "executable")]
public sealed class SecureListenerTests
{
    [Theory]
    [InlineData("--tlsv1.2 --tls-max 1.2")]
    [InlineData("--tlsv1.3")]
    public async Task The_API_answers_over_TLS_under_the_root_that_devices_trust(string version)
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path, "--auth", "none", "--https", "127.0.0.1:0");
        var secure = await EndpointAsync(server);
        await Shell.RunAsync($"curl -sS {server.Endpoint}/-/server-ca.pem -o {folder.Path}/root.pem");

        Assert.Contains("registrationCode", await Shell.RunAsync($"curl -sS --cacert {folder.Path}/root.pem {version} {secure}/registrationcode"), StringComparison.Ordinal);
        Assert.Contains("certificate problem", await Shell.RunAsync($"curl -sS {version} {secure}/registrationcode 2>&1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_HTTP_on_the_port_of_TLS_ends_the_connection()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path, "--auth", "none", "--https", "127.0.0.1:0");
        var plain = (await EndpointAsync(server)).Replace("https:", "http:", StringComparison.Ordinal);

        Assert.Equal("52", (await Shell.RunAsync($"curl -sS {plain}/registrationcode -o {folder.Path}/answer 2>{folder.Path}/error; echo $?")).Trim());
        Assert.Contains("registrationCode", await Shell.RunAsync($"curl -sS {server.Endpoint}/registrationcode"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGHUP_has_the_operators_certificate_read_again_and_ends_nothing()
    {
        using var folder = new TemporaryFolder();
        using var keys = new TemporaryFolder();
        var (certificate, key) = Gateway.TestDevice.Make("CN=server").WriteTo(keys.Path);
        await using var server = await ServerProcess.StartAsync(
            folder.Path, "--auth", "none", "--https", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key", key);
        Assert.Contains("CN = server", await ShownAsync(await EndpointAsync(server)), StringComparison.Ordinal);

        // Nothing changed, so that nothing but the signal has it read.
        await server.SignalAsync("HUP");
        await Eventually.HoldsAsync(() => server.Errors.Contains("CertificateRead", StringComparison.Ordinal));
        await File.WriteAllTextAsync(certificate, "half", TestContext.Current.CancellationToken);
        await server.SignalAsync("HUP");
        await Eventually.HoldsAsync(() => server.Errors.Contains("CertificateKept", StringComparison.Ordinal));

        Assert.Contains("CN = server", await ShownAsync(await EndpointAsync(server)), StringComparison.Ordinal);
        Assert.False(server.HasExited);
    }

    private static Task<string> ShownAsync(string endpoint) =>
        Shell.RunAsync($"openssl s_client -connect {endpoint["https://".Length..]} </dev/null 2>/dev/null | openssl x509 -noout -subject");

    private static async Task<string> EndpointAsync(ServerProcess server)
    {
        const string Line = "  with TLS  ";
        await Eventually.HoldsAsync(() => server.Output.Contains(Line, StringComparison.Ordinal));
        return server.Output.Split('\n').First(line => line.StartsWith(Line, StringComparison.Ordinal))[Line.Length..];
    }
}
