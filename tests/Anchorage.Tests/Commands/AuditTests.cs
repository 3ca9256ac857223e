using System.Diagnostics;
using System.Text.Json.Nodes;
using Anchorage.Tests.Gateway;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Commands;

/// <summary>The trail as it is shown at a terminal, exported, and as it comes.</summary>
public sealed class AuditTests
{
    private const string Account = "111122223333";

    [Fact]
    public async Task An_export_is_a_line_for_each_record_however_many_pages_that_takes()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        using var folder = new TemporaryFolder();
        foreach (var some in Enumerable.Range(0, 600).Chunk(50))
        {
            await Task.WhenAll(some.Select(number => client.SendAsync(Account, HttpMethod.Post, $"/things/thing-{number}", [])));
        }

        var lines = (await RunAsync(server, folder.Path, "audit", "--output", "json")).Ends(0).Out.TrimEnd('\n').Split('\n');
        Assert.Equal(600, lines.Select(line => JsonNode.Parse(line)!["requestId"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(7, (await RunAsync(server, folder.Path, "audit", "--output", "json", "--max", "7")).Ends(0).Out.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(26, (await RunAsync(server, folder.Path, "audit")).Ends(0).Out.TrimEnd('\n').Split('\n').Length);
    }

    [Fact]
    public async Task What_a_caller_says_of_itself_cannot_steer_a_terminal()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Endpoint}/things/none") { Headers = { Authorization = AccountClient.Credential(Account) } };
        request.Headers.TryAddWithoutValidation("User-Agent", "owned\u001b[2J");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        using var folder = new TemporaryFolder();

        foreach (var words in new[] { "audit", "audit --output json" })
        {
            var shown = (await RunAsync(server, folder.Path, words.Split(' '))).Ends(0).Out;
            Assert.Contains("DescribeThing", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(shown, character => char.IsControl(character) && character != '\n');
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_follows_sees_what_was_and_then_each_record_once_as_it_comes(bool isSince)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        using var folder = new TemporaryFolder();
        await CreateAsync("one", "two");

        string[] words = ["audit", "--follow", "--output", "json", "--operation", "CreateThing", .. isSince ? ["--since", "2020-01-31"] : Array.Empty<string>()];
        using var process = Process.Start(Cli.StartInfo(Cli.Executable, folder.Path, Environment(server), words))!;
        try
        {
            Assert.Equal(["one", "two"], [await NameAsync(), await NameAsync()]);
            await CreateAsync("three", "four");
            Assert.Equal(["three", "four"], [await NameAsync(), await NameAsync()]);

            // Longer than what is told again to be sure.
            await Task.Delay(4000, TestContext.Current.CancellationToken);
            await CreateAsync("five");
            Assert.Equal("five", await NameAsync());
            Assert.False(process.HasExited);
        }
        finally
        {
            process.Kill();
        }

        async Task CreateAsync(params string[] names)
        {
            foreach (var name in names)
            {
                Assert.Equal(200, (await client.SendAsync(Account, HttpMethod.Post, $"/things/{name}", [])).Status);
            }
        }

        async Task<string> NameAsync() => JsonNode.Parse(
            (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))!)!["resources"]![0]!.GetValue<string>().Split('/')[1];
    }

    private static Task<CliResult> RunAsync(AnchorageServer server, string folder, params string[] words) => Cli.RunAsync(folder, Environment(server), words);

    private static (string, string)[] Environment(AnchorageServer server) =>
        [("AWS_ACCESS_KEY_ID", Account), ("AWS_SECRET_ACCESS_KEY", "none"), ("AWS_ENDPOINT_URL", server.Endpoint), ("AWS_REGION", "us-east-1")];
}
