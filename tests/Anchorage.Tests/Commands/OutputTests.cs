using System.Text.Json;

namespace Anchorage.Tests.Commands;

/// <summary>What reaches a terminal or a pipe, when the data is out to steer it.</summary>
[Trait("Against", "executable")]
public class OutputTests(Desk desk) : IClassFixture<Desk>
{
    private const string Hostile = "/O=[red]Acme[\\/] [[/CN=a\u001b[2J\u001b]0;owned\u0007b\u009bc\u202ed";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Subjects_with_brackets_and_escape_sequences_are_shown_escaped(bool onTerminal)
    {
        var name = onTerminal ? "terminal" : "pipe";
        await OpenSsl.MakeCAAsync(desk.Folder, "ca.key", $"{name}.pem", Hostile);
        var region = desk.NextRegion();
        var id = (await desk.RunAsync("certificate-id", $"{name}.pem")).Ends(0).Out.TrimEnd();
        foreach (var command in (string[])[$"ca register --ca-cert {name}.pem --ca-key ca.key", $"ca describe {id}", $"ca check {name}.pem", "ca list", $"ca check {name}.pem --role verification --ca {name}.pem"])
        {
            var words = $"{command}{(command.Contains("check", StringComparison.Ordinal) ? "" : $" --region {region}")}".Split(' ');
            var shown = onTerminal ? await OnTerminalAsync(words) : await InPipeAsync(words);
            Assert.True(command.EndsWith("list", StringComparison.Ordinal) || shown.Contains("[red]Acme[/] [[", StringComparison.Ordinal), $"{command}\n{shown}");
            Assert.DoesNotContain("\u001b[2J", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("\u001b]0", shown, StringComparison.Ordinal);
            Assert.DoesNotContain('\u0007', shown);
            Assert.DoesNotContain('\u009b', shown);
            Assert.DoesNotContain('\u202e', shown);
        }
    }

    [Fact]
    public async Task Colours_and_tables_are_for_terminals_that_want_them()
    {
        var region = desk.NextRegion();
        await desk.JsonAsync("ca", "register", "--ca-cert", "ca.pem", "--mode", "sni-only", "--region", region);
        var plain = await InPipeAsync("ca", "list", "--region", region);
        Assert.Matches(@"\AID {64}STATUS  CREATED\n[0-9a-f]{64}  ACTIVE  \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n\z", plain);
        var rich = await OnTerminalAsync("ca", "list", "--region", region);
        Assert.Matches(@"\e\[[0-9;]+mACTIVE\e\[0m", rich);
        Assert.Contains("──", rich, StringComparison.Ordinal);
        Assert.Equal(plain, (await OnTerminalAsync([("NO_COLOR", "1")], "ca", "list", "--region", region)).ReplaceLineEndings("\n"));
        Assert.Equal(plain, (await OnTerminalAsync([("TERM", "dumb")], "ca", "list", "--region", region)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task All_pages_are_listed_and_no_more_than_asked_for()
    {
        var region = desk.NextRegion();
        Assert.Equal("No CA is registered in this account and region.\n", (await desk.RunAsync("ca", "list", "--region", region)).Ends(0).Out);
        await RegisterManyAsync(region, 255);
        var all = (await desk.JsonAsync("ca", "list", "--region", region)).GetProperty("certificates").EnumerateArray().ToList();
        Assert.Equal(255, all.Select(ca => ca.GetProperty("certificateId").GetString()).Distinct().Count());
        Assert.Equal(252, (await desk.JsonAsync("ca", "list", "--max", "252", "--region", region)).GetProperty("certificates").GetArrayLength());
        Assert.Equal(2, (await desk.JsonAsync("ca", "list", "--max", "2", "--region", region)).GetProperty("certificates").GetArrayLength());
        Assert.Contains("--max is 0", (await desk.RunAsync("ca", "list", "--max", "0")).Ends(64).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_by_name()
    {
        var id = new string('a', 64);
        Assert.StartsWith($"anchorage: ResourceNotFoundException: There is no CA certificate {id} in account 111122223333", (await desk.RunAsync("ca", "describe", id)).Ends(1).ErrorLine(), StringComparison.Ordinal);
        Assert.Contains("64 hexadecimal digits are wanted", (await desk.RunAsync("ca", "describe", "../things")).Ends(64).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registration_code_is_deleted_and_another_made()
    {
        var region = desk.NextRegion();
        var code = (await desk.JsonAsync("registration-code", "--region", region)).GetProperty("registrationCode").GetString();
        Assert.Equal($"{code}\n", (await desk.RunAsync("registration-code", "--region", region)).Ends(0).Out);
        Assert.Equal("{\"deleted\":true}\n", (await desk.RunAsync("registration-code", "--delete", "--region", region, "--output", "json")).Ends(0).Out);
        Assert.StartsWith("anchorage: ResourceNotFoundException: ", (await desk.RunAsync("registration-code", "--delete", "--region", region)).Ends(1).ErrorLine(), StringComparison.Ordinal);
        Assert.NotEqual($"{code}\n", (await desk.RunAsync("registration-code", "--region", region)).Ends(0).Out);
    }

    private async Task RegisterManyAsync(string region, int count)
    {
        using var http = new HttpClient { BaseAddress = new Uri(desk.Endpoint) };
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), TestContext.Current.CancellationToken, async (number, cancellationToken) =>
        {
            var request = new System.Security.Cryptography.X509Certificates.CertificateRequest($"CN=CA {number}", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new System.Security.Cryptography.X509Certificates.X509BasicConstraintsExtension(true, false, 0, true));
            using var ca = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
            using var body = new StringContent($"{{\"caCertificate\":{JsonSerializer.Serialize(ca.ExportCertificatePem())},\"certificateMode\":\"SNI_ONLY\"}}");
            using var message = new HttpRequestMessage(HttpMethod.Post, "/cacertificate") { Content = body };
            message.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=111122223333/20250101/{region}/iot/aws4_request, SignedHeaders=host, Signature=00");
            using var answer = await http.SendAsync(message, cancellationToken);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        });
    }

    private async Task<string> InPipeAsync(params string[] words)
    {
        var result = await desk.RunAsync(words);
        Assert.DoesNotContain('\u001b', result.Out + result.Error);
        return result.Out;
    }

    private Task<string> OnTerminalAsync(params string[] words) => OnTerminalAsync([], words);

    private async Task<string> OnTerminalAsync((string, string)[] environment, params string[] words)
    {
        Assert.True(File.Exists("/usr/bin/script"), "script is missing. Install it: apt-get install bsdutils");
        var result = await Cli.RunProgramAsync(
            "/usr/bin/script", desk.Folder, [.. desk.Environment, ("TERM", "xterm-256color"), .. environment], "", "-q", "-f", "-c", $"'{Cli.Executable}' {string.Join(' ', words)}", "/dev/null");

        // The runtime sends this to every terminal, so that the arrow keys are told apart when somebody types.
        return result.Out.Replace("\u001b[?1h\u001b=", "", StringComparison.Ordinal);
    }
}
