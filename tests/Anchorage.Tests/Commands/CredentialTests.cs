using Anchorage.Tests.Harness;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Commands;

/// <summary>A server that verifies signatures, and files of profiles beside it.</summary>
public sealed class SigningDesk : IAsyncLifetime
{
    internal const string Id = "AKIDANCHORAGETESTS";
    internal const string Secret = "a-secret-of-the-tests-only";

    private AnchorageServer? _server;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("anchorage-cli-").FullName;

    internal string Endpoint => _server!.Endpoint;

    public async ValueTask InitializeAsync() => _server = await AnchorageServer.StartAsync(
        settings: [("region", "eu-central-1"), ("log-level", "error"), ("ANCHORAGE_ROOT_ACCESS_KEY_ID", Id), ("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", Secret)]);

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Asks for the registration code, at this server and in its region unless the options say otherwise.</summary>
    internal Task<CliResult> AskAsync((string, string)[] environment, params string[] options) => Cli.RunAsync(
        Folder, [("AWS_ENDPOINT_URL", Endpoint), ("AWS_REGION", "eu-central-1"), .. environment], ["registration-code", .. options]);

    /// <summary>A folder that is a home of its own, with these files in its .aws.</summary>
    internal (string, string) Home(string? credentials, string? config)
    {
        var home = Directory.CreateDirectory(Path.Combine(Folder, $"home-{Guid.NewGuid():N}", ".aws")).FullName;
        foreach (var (name, text) in ((string, string?)[])[("credentials", credentials), ("config", config)])
        {
            if (text is not null)
            {
                File.WriteAllText(Path.Combine(home, name), text);
            }
        }

        return ("HOME", Path.GetDirectoryName(home)!);
    }
}

/// <summary>Who signs, for which region, and what is said when that is refused.</summary>
[Trait("Against", "executable")]
public class CredentialTests(SigningDesk desk) : IClassFixture<SigningDesk>
{
    private const string Keys = $"aws_access_key_id = {SigningDesk.Id}\naws_secret_access_key={SigningDesk.Secret}\n";

    private static readonly string Nobodys = new('0', 64);

    private static readonly (string, string)[] InEnvironment = [("AWS_ACCESS_KEY_ID", SigningDesk.Id), ("AWS_SECRET_ACCESS_KEY", SigningDesk.Secret)];
    private static readonly (string, string)[] Wrong = [("AWS_ACCESS_KEY_ID", "AKIDUNKNOWN"), ("AWS_SECRET_ACCESS_KEY", SigningDesk.Secret)];

    [Fact]
    public async Task Verbs_for_what_AWS_does_not_have_sign_as_well()
    {
        foreach (var words in (string[][])[["ca", "activator", "set", Nobodys, "--policy", "device"], ["ca", "activator", "show", Nobodys], ["ca", "activator", "remove", Nobodys], ["ca", "quarantine", Nobodys], ["ca", "release", Nobodys]])
        {
            Assert.StartsWith("anchorage: ResourceNotFoundException: There is no CA certificate", (await RunAsync(InEnvironment, words)).Ends(1).ErrorLine(), StringComparison.Ordinal);
            Assert.Contains("does not accept the credentials with access key id AKIDUNKNOWN", (await RunAsync(Wrong, words)).Ends(2).ErrorLine(), StringComparison.Ordinal);
        }

        Task<CliResult> RunAsync((string, string)[] credentials, string[] words) =>
            Cli.RunAsync(desk.Folder, [("AWS_ENDPOINT_URL", desk.Endpoint), ("AWS_REGION", "eu-central-1"), .. credentials], words);
    }

    [Fact]
    public async Task Keys_in_the_environment_sign()
    {
        var code = (await desk.AskAsync(InEnvironment)).Ends(0);
        Assert.Matches(@"\A[0-9a-f]{64}\n\z", code.Out);
        Assert.Equal("", code.Error);
    }

    [Theory]
    [InlineData("[default]\n" + Keys, null)]
    [InlineData(null, "# of mine\n[default]\n" + Keys)]
    [InlineData(null, "[profile default]\nregion = eu-central-1\n" + Keys)]
    [InlineData("[work]\n" + Keys, "[profile work]\nregion = eu-central-1\n", "--profile", "work")]
    [InlineData("[default]\naws_access_key_id = AKIDOTHER\naws_secret_access_key = x\n", "[profile \"two words\"]\n" + Keys, "--profile", "two words")]
    [InlineData("[default]\n" + Keys, "[default]\naws_access_key_id = AKIDOTHER\naws_secret_access_key = x\ns3 =\n  region = elsewhere\n")]
    public async Task A_profile_signs(string? credentials, string? config, params string[] options) =>
        (await desk.AskAsync([desk.Home(credentials, config)], options)).Ends(0);

    [Fact]
    public async Task A_profile_brings_its_region_and_its_endpoint()
    {
        var home = desk.Home("[p]\n" + Keys, $"[profile p]\nregion = eu-central-1\nservices = mine\n[services mine]\niot =\n  endpoint_url = {desk.Endpoint}\n");
        (await desk.AskAsync([home, ("AWS_ENDPOINT_URL", ""), ("AWS_REGION", ""), ("AWS_PROFILE", "p")])).Ends(0);
    }

    [Fact]
    public async Task Files_elsewhere_are_named_by_their_variables()
    {
        var (_, home) = desk.Home("[default]\n" + Keys, null);
        (await desk.AskAsync([("AWS_SHARED_CREDENTIALS_FILE", Path.Combine(home, ".aws/credentials"))])).Ends(0);
        (await desk.AskAsync([("HOME", home), ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")])).Ends(0);
    }

    [Fact]
    public async Task The_environment_goes_before_AWS_PROFILE_and_behind_the_option()
    {
        var home = desk.Home("[p]\n" + Keys, null);
        Assert.Contains("AKIDUNKNOWN", (await desk.AskAsync([home, .. Wrong, ("AWS_PROFILE", "p")])).Ends(2).ErrorLine(), StringComparison.Ordinal);
        (await desk.AskAsync([home, .. Wrong], "--profile", "p")).Ends(0);
    }

    [Theory]
    [InlineData("role_arn = arn:aws:iam::111122223333:role/r\nsource_profile = default\n", "role_arn")]
    [InlineData("sso_session = corp\n" + Keys, "sso_session")]
    [InlineData("credential_process = /bin/keys\n" + Keys, "credential_process")]
    public async Task Credentials_that_another_service_gives_are_left_to_the_AWS_CLI(string section, string told)
    {
        var line = (await desk.AskAsync([desk.Home(null, "[profile p]\n" + section)], "--profile", "p")).Ends(2).ErrorLine();
        Assert.StartsWith($"anchorage: The profile p gets its credentials by {told}, which anchorage does not do.", line, StringComparison.Ordinal);
        Assert.Contains("aws configure export-credentials --profile p --format env", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_credentials_are_told_and_what_to_do()
    {
        var line = (await desk.AskAsync([])).Ends(2).ErrorLine();
        Assert.StartsWith("anchorage: No credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and the profile default has none.", line, StringComparison.Ordinal);
        Assert.Equal("anchorage: AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not. Set both.", (await desk.AskAsync([("AWS_ACCESS_KEY_ID", "x")])).Ends(2).ErrorLine());
        Assert.Contains("There is no profile nobody in ", (await desk.AskAsync([], "--profile", "nobody")).Ends(2).ErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_and_a_wrong_secret_are_told_with_the_key()
    {
        var unknown = (await desk.AskAsync(Wrong)).Ends(2).ErrorLine();
        Assert.StartsWith($"anchorage: {desk.Endpoint} does not accept the credentials with access key id AKIDUNKNOWN. UnrecognizedClientException: ", unknown, StringComparison.Ordinal);
        var wrong = (await desk.AskAsync([("AWS_ACCESS_KEY_ID", SigningDesk.Id), ("AWS_SECRET_ACCESS_KEY", "not-the-secret")])).Ends(2).ErrorLine();
        Assert.StartsWith($"anchorage: {desk.Endpoint} does not accept the credentials with access key id {SigningDesk.Id}. InvalidSignatureException: ", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", wrong, StringComparison.Ordinal);
        var token = (await desk.AskAsync([.. InEnvironment, ("AWS_SESSION_TOKEN", "of-another-session")])).Ends(2).ErrorLine();
        Assert.Contains("UnrecognizedClientException", token, StringComparison.Ordinal);
        Assert.DoesNotContain("of-another-session", token, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_that_is_not_served_is_told_with_those_that_are()
    {
        var line = (await desk.AskAsync(InEnvironment, "--region", "us-west-2")).Ends(2).ErrorLine();
        Assert.StartsWith($"anchorage: {desk.Endpoint} does not serve the region us-west-2. Give the right one with --region. (", line, StringComparison.Ordinal);
        Assert.Contains("eu-central-1", line, StringComparison.Ordinal);
        Assert.Contains("'Not A Region'", (await desk.AskAsync(InEnvironment, "--region", "Not A Region")).Ends(64).ErrorLine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_endpoint_and_region_nothing_is_guessed()
    {
        var line = (await desk.AskAsync([.. InEnvironment, ("AWS_ENDPOINT_URL", ""), ("AWS_REGION", "")])).Ends(64).ErrorLine();
        Assert.StartsWith("anchorage: No region: give --region", line, StringComparison.Ordinal);
    }
}

/// <summary>Needs a server with a clock of its own, which only one in this process has.</summary>
public class ClockSkewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Clocks_that_are_apart_are_told_with_both_times(int hours)
    {
        var folder = Directory.CreateTempSubdirectory("anchorage-cli-").FullName;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(hours));
        await using var server = await AnchorageServer.StartAsync(
            clock, settings: [("log-level", "error"), ("ANCHORAGE_ROOT_ACCESS_KEY_ID", SigningDesk.Id), ("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", SigningDesk.Secret)]);
        var result = await Cli.RunAsync(
            folder, [("AWS_ACCESS_KEY_ID", SigningDesk.Id), ("AWS_SECRET_ACCESS_KEY", SigningDesk.Secret)], "registration-code", "--endpoint-url", server.Endpoint);
        Assert.Matches(
            $@"\Aanchorage: The clocks are (59|60|61) minutes apart: here it is \S+Z, at {server.Endpoint} it is {clock.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ}\. Set the one that is wrong, and call again\.\z",
            result.Ends(2).ErrorLine());
        Directory.Delete(folder, recursive: true);
    }
}
