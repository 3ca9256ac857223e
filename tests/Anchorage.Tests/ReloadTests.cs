using Anchorage.Tests.Gateway;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>What a SIGHUP has the server take up without a restart.</summary>
[Trait("Against", "executable")]
public sealed class ReloadTests
{
    [Fact]
    public async Task Throttles_of_the_configuration_file_hold_from_a_SIGHUP_on()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "anchorage.json");
        await WriteAsync(file, "off");
        await using var server = await ServerProcess.StartAsync(Path.Combine(folder.Path, "data"), "--auth", "none", "--config", file);
        Assert.DoesNotContain("ThrottlingException", await BurstAsync(server), StringComparison.Ordinal);

        await WriteAsync(file, "aws");
        await server.SignalAsync("HUP");
        await Eventually.HoldsAsync(() => server.Errors.Contains("\"throttle\":\"aws\"", StringComparison.Ordinal));
        Assert.Contains("ThrottlingException", await BurstAsync(server), StringComparison.Ordinal);

        await WriteAsync(file, "off");
        await server.SignalAsync("HUP");
        await Eventually.HoldsAsync(() => server.Errors.Split('\n').Count(line => line.Contains("\"throttle\":\"off\"", StringComparison.Ordinal)) == 1);
        Assert.DoesNotContain("ThrottlingException", await BurstAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_that_cannot_be_used_is_told_and_the_one_before_stays()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "anchorage.json");
        await WriteAsync(file, "aws");
        await using var server = await ServerProcess.StartAsync(Path.Combine(folder.Path, "data"), "--auth", "none", "--config", file);

        await WriteAsync(file, "sometimes");
        await server.SignalAsync("HUP");
        await Eventually.HoldsAsync(() => server.Errors.Contains("ConfigurationKept", StringComparison.Ordinal));

        Assert.Contains($"{file}: throttle is 'sometimes'", server.Errors.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("ThrottlingException", await BurstAsync(server), StringComparison.Ordinal);
    }

    private static Task WriteAsync(string file, string throttle) =>
        File.WriteAllTextAsync(file, $$"""{ "throttle": "{{throttle}}" }""", TestContext.Current.CancellationToken);

    /// <summary>The bodies and headers of more calls at once than AWS allows in a second.</summary>
    private static Task<string> BurstAsync(ServerProcess server) =>
        Shell.RunAsync($"curl -sSi --parallel --parallel-immediate {string.Concat(Enumerable.Repeat($"{server.Endpoint}/registrationcode ", 60))}");
}
