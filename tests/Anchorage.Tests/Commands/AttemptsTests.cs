using System.Diagnostics;
using System.Text.Json.Nodes;
using Anchorage.Tests.Gateway;
using Anchorage.Tests.Harness;
using TestDevice = Anchorage.Tests.Gateway.TestDevice;

namespace Anchorage.Tests.Commands;

/// <summary>Attempts as they are shown at a terminal, and as they come.</summary>
public sealed class AttemptsTests
{
    private const string Hostile = "CN=\"a\u001b[2J\u001b]0;owned\u0007b\u009bc\u202ed [red]\"";

    [Fact]
    public async Task Subjects_that_would_steer_a_terminal_are_shown_escaped_and_found_by_what_is_shown()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = TestDevice.Make(Hostile);
        using var folder = new TemporaryFolder();
        var (certificate, _) = device.WriteTo(folder.Path);
        await FirstConnect.TryAsync(server, device);

        foreach (var words in new[] { "attempts", "attempts --output json", $"doctor --certificate {certificate}", $"doctor --certificate {certificate} --output json" })
        {
            var shown = await RunAsync(server, folder.Path, words.Split(' '));
            Assert.Contains("owned", shown.Out, StringComparison.Ordinal);
            Assert.Contains(device.Id, shown.Out, StringComparison.Ordinal);
            Assert.DoesNotContain(shown.Out, character => (char.IsControl(character) && character != '\n') || character is '\u202e');
        }

        var found = (await RunAsync(server, folder.Path, "attempts", "--device", "a\u001b[2J\u001b]0;owned\u0007b\u009bc\u202ed [red]", "--output", "json")).Ends(0).Out;
        Assert.Single(JsonNode.Parse(found)!["attempts"]!.AsArray());
    }

    [Fact]
    public async Task A_device_is_judged_by_the_chain_in_its_file_or_beside_it_and_by_its_client_id()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var folder = new TemporaryFolder();
        var plant = new FleetCA("CN=Plant", await new FleetCA().RegisterAsync(server, FirstConnect.Template));
        var device = plant.Device("CN=lamp,SERIALNUMBER=7", sent: plant);
        var (chain, _) = device.WriteTo(folder.Path);
        var (leaf, beside) = (Path.Combine(folder.Path, "leaf.der"), Path.Combine(folder.Path, "plant.der"));
        await File.WriteAllBytesAsync(leaf, device.Certificate.RawData, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(beside, device.Sent[0].RawData, TestContext.Current.CancellationToken);

        var whole = (await RunAsync(server, folder.Path, "doctor", "--certificate", chain)).Ends(0).Out;
        Assert.Contains("would be provisioned", whole, StringComparison.Ordinal);
        Assert.Matches(@"thing +lamp\n", whole);
        Assert.Equal(whole.Replace(chain, leaf, StringComparison.Ordinal), (await RunAsync(server, folder.Path, "doctor", "--certificate", leaf, "--ca", beside)).Ends(0).Out);
        Assert.Contains("would be refused: unknown.", (await RunAsync(server, folder.Path, "doctor", "--certificate", leaf)).Ends(1).Out, StringComparison.Ordinal);
        Assert.Contains("would be refused: client_id.", (await RunAsync(server, folder.Path, "doctor", "--certificate", chain, "--client-id", "$me")).Ends(1).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_follows_sees_what_was_and_then_each_attempt_once_as_it_comes()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var folder = new TemporaryFolder();
        await FirstConnect.TryAsync(server, TestDevice.Make("CN=one"));
        await FirstConnect.TryAsync(server, TestDevice.Make("CN=two"));

        using var process = Process.Start(Cli.StartInfo(Cli.Executable, folder.Path, Environment(server), "attempts", "--follow", "--output", "json"))!;
        try
        {
            Assert.Equal(["CN=one", "CN=two"], [await SubjectAsync(), await SubjectAsync()]);
            await FirstConnect.TryAsync(server, TestDevice.Make("CN=three"));
            await FirstConnect.TryAsync(server, TestDevice.Make("CN=four"));
            Assert.Equal(["CN=three", "CN=four"], [await SubjectAsync(), await SubjectAsync()]);
            Assert.False(process.HasExited);
        }
        finally
        {
            process.Kill();
        }

        async Task<string> SubjectAsync() => JsonNode.Parse(
            (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))!)!["subject"]!.GetValue<string>();
    }

    private static Task<CliResult> RunAsync(AnchorageServer server, string folder, params string[] words) => Cli.RunAsync(folder, Environment(server), words);

    private static (string, string)[] Environment(AnchorageServer server) =>
        [("AWS_ACCESS_KEY_ID", TestDevice.Account), ("AWS_SECRET_ACCESS_KEY", "none"), ("AWS_ENDPOINT_URL", server.Endpoint), ("AWS_REGION", "us-east-1")];
}
