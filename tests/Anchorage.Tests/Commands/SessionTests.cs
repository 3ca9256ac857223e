using System.Text;
using System.Text.RegularExpressions;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Commands;

/// <summary>Sessions at a shell, recorded as text: each command, what it printed, and its exit code unless that is 0.</summary>
/// <remarks><c>device NAME</c> is a device with NAME.pem and NAME.key that connects and says nothing. Lines of standard error begin with <c>! </c>. What differs from run to run stands in angle brackets.</remarks>
[Trait("Against", "executable")]
public partial class SessionTests(Desk desk) : IClassFixture<Desk>
{
    // A CONNECT of MQTT 3.1.1 as client c. What answers it, if anything, is not looked at: a device that is refused hears nothing.
    private const string Functions = """
        anchorage() { "$ANCHORAGE_EXECUTABLE" "$@"; }
        device() {
            printf '\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01c' | timeout 10 openssl s_client -connect "$DEVICES" \
                -servername "111122223333.iot.$AWS_REGION.localhost" -cert "$1.pem" -key "$1.key" -quiet >/dev/null 2>&1 || true
        }

        """;

    private static readonly string Folder = Path.Combine(Repository.Root, "tests/Anchorage.Tests/Commands/sessions");

    public static TheoryData<string> Sessions => [.. Directory.EnumerateFiles(Folder, "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task A_session_goes_as_it_is_recorded(string session)
    {
        var path = Path.Combine(Folder, session);
        var recorded = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var played = await PlayAsync(recorded, desk.NextRegion());
        if (Environment.GetEnvironmentVariable("ANCHORAGE_ACCEPT") == "1")
        {
            await File.WriteAllTextAsync(path, played, TestContext.Current.CancellationToken);
            return;
        }

        Assert.Equal(recorded, played);
    }

    [Fact]
    public void There_are_sessions() => Assert.NotEmpty(Sessions);

    private async Task<string> PlayAsync(string recorded, string region)
    {
        var played = new StringBuilder();
        foreach (var line in recorded.Split('\n').Where(line => line.StartsWith("# ", StringComparison.Ordinal) || line.StartsWith("$ ", StringComparison.Ordinal)))
        {
            played.Append(played.Length > 0 && (line[0] == '#' || !played.ToString().Split('\n')[^2].StartsWith('#')) ? "\n" : "").Append(line).Append('\n');
            if (line[0] == '#')
            {
                continue;
            }

            // By a shell, so that quotes and substitutions mean what they mean to a reader.
            var result = await Cli.RunProgramAsync(
                "/bin/bash", desk.Folder, [.. desk.Environment, ("AWS_REGION", region), ("ANCHORAGE_EXECUTABLE", Cli.Executable), ("DEVICES", desk.DeviceAddress)], "",
                "-c", $"{Functions}{line[2..]}");
            played.Append(Settled(result.Out, region));
            foreach (var error in Settled(result.Error, region).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                played.Append("! ").Append(error).Append('\n');
            }

            played.Append(result.ExitCode == 0 ? "" : $"[exit {result.ExitCode}]\n");
        }

        return played.ToString();
    }

    /// <summary>The text without what differs from run to run.</summary>
    private string Settled(string text, string region)
    {
        text = text.Replace(desk.Endpoint, "<endpoint>", StringComparison.Ordinal).Replace(region, "<region>", StringComparison.Ordinal);
        text = PemBody().Replace(text, "$1\n<base64>\n$2");
        text = SerialNumber().Replace(text, "<serial number>");
        text = AccessKeyId().Replace(text, "<access key id>");
        text = Secret().Replace(text, "<secret>");
        text = Time().Replace(text, "<time>");
        text = Seconds().Replace(text, "<seconds>");
        return Id().Replace(text, match => match.Value.Distinct().Count() == 1 ? match.Value : "<64 hexadecimal digits>");
    }

    [GeneratedRegex("(-----BEGIN [A-Z ]+-----)\n[A-Za-z0-9+/=\n]+\n(-----END)")]
    private static partial Regex PemBody();

    [GeneratedRegex(@"\b0x[0-9a-f]{32}\b")]
    private static partial Regex SerialNumber();

    [GeneratedRegex(@"\bANC[KT](?!NEVER)[A-Z2-7]{16}\b")]
    private static partial Regex AccessKeyId();

    [GeneratedRegex("""(?<="(?:secretAccessKey|sessionToken)":"|secret access key +)[A-Za-z0-9+/]{40,}""")]
    private static partial Regex Secret();

    [GeneratedRegex(@"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<=Date"":)\d+(\.\d+)?")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"\b[0-9a-f]{64}\b")]
    private static partial Regex Id();
}
