using System.Text.Json;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Permissions;

namespace Anchorage.Tests.Commands;

/// <summary>The verbs about accounts, keys and policies, with real keys.</summary>
[Trait("Against", "executable")]
public sealed class AccountTests : IDisposable
{
    private const string Account = "444455556666";

    private readonly string _folder = Directory.CreateTempSubdirectory("anchorage-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_key_that_the_command_line_makes_signs_and_may_do_what_its_policy_says()
    {
        await using var server = await AnchorageServer.StartAsync(settings: PermissionServers.Settings);
        var root = PermissionServers.RootOf(server.Endpoint).Credentials;
        (string, string)[] asRoot = Signing(server, root.AccessKeyId, root.SecretAccessKey);
        (await Cli.RunAsync(_folder, asRoot, "account", "create", Account)).Ends(0);
        var administrator = await KeyAsync(server, asRoot, ["accessKeyId", "secretAccessKey"], "--administrator");
        (await Cli.RunAsync(_folder, administrator, "ca", "list")).Ends(0);

        var caller = await KeyAsync(server, administrator, ["accessKeyId", "secretAccessKey"], "--principal", "ci");
        var refused = (await Cli.RunAsync(_folder, caller, "ca", "list")).Ends(1);
        Assert.Contains($"AccessDeniedException: User: arn:aws:iam::{Account}:user/ci is not authorized to perform: iot:ListCACertificates on resource: *", refused.ErrorLine(), StringComparison.Ordinal);

        var document = Path.Combine(_folder, "policy.json");
        await File.WriteAllTextAsync(document, """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:ListCA*","Resource":"*"}}""", TestContext.Current.CancellationToken);
        (await Cli.RunAsync(_folder, caller, "policy", "put", "list", "--account", Account, "--principal", "ci", "--document", document)).Ends(1);
        (await Cli.RunAsync(_folder, administrator, "policy", "put", "list", "--account", Account, "--principal", "ci", "--document", document)).Ends(0);
        (await Cli.RunAsync(_folder, caller, "ca", "list")).Ends(0);
        (await Cli.RunAsync(_folder, administrator, "policy", "simulate", "--account", Account, "--principal", "ci", "--action", "iot:ListCACertificates")).Ends(0);
        (await Cli.RunAsync(_folder, administrator, "policy", "simulate", "--account", Account, "--principal", "ci", "--action", "iot:DeleteCACertificate", "--output", "json")).Ends(1);

        var temporary = await KeyAsync(server, administrator, ["accessKeyId", "secretAccessKey", "sessionToken"], "--principal", "ci", "--expires-in", "1h");
        (await Cli.RunAsync(_folder, temporary, "ca", "list")).Ends(0);
        (await Cli.RunAsync(_folder, temporary[..^1], "ca", "list")).Ends(2);

        var principals = (await Cli.RunAsync(_folder, administrator, "principal", "list", "--account", Account)).Ends(0).Out;
        Assert.Matches(@"(?m)^administrator +1 +\S+ +yes$", principals);
        Assert.Matches(@"(?m)^ci +2 +\S+ *$", principals);
        Assert.Contains("must detach all policies first. ci has list", (await Cli.RunAsync(_folder, administrator, "principal", "delete", "ci", "--account", Account)).Ends(1).ErrorLine(), StringComparison.Ordinal);
        (await Cli.RunAsync(_folder, administrator, "key", "create", "--account", Account, "--principal", "gone", "--output", "json")).Ends(0);
        var gone = (await Cli.RunAsync(_folder, administrator, "key", "list", "--account", Account, "--output", "json")).Ends(0).Out;
        var key = JsonDocument.Parse(gone).RootElement.GetProperty("accessKeys").EnumerateArray().Single(each => each.GetProperty("principalName").GetString() == "gone");
        (await Cli.RunAsync(_folder, administrator, "key", "delete", key.GetProperty("accessKeyId").GetString()!, "--account", Account)).Ends(0);
        Assert.Contains("Deleted.", (await Cli.RunAsync(_folder, administrator, "principal", "delete", "gone", "--account", Account)).Ends(0).Out, StringComparison.Ordinal);
        (await Cli.RunAsync(_folder, administrator, "principal", "delete", "gone", "--account", Account)).Ends(1);

        (await Cli.RunAsync(_folder, administrator, "key", "disable", caller[0].Value, "--account", Account)).Ends(0);
        (await Cli.RunAsync(_folder, caller, "ca", "list")).Ends(2);
    }

    /// <summary>Makes a key as programs do, and gives the environment that signs with it.</summary>
    private async Task<(string Name, string Value)[]> KeyAsync(AnchorageServer server, (string, string)[] maker, string[] members, params string[] options)
    {
        var made = (await Cli.RunAsync(_folder, maker, ["key", "create", "--account", Account, .. options, "--output", "json"])).Ends(0);
        var key = JsonDocument.Parse(made.Out).RootElement;
        Assert.Equal(members, key.EnumerateObject().Select(member => member.Name));
        var signing = Signing(server, key.GetProperty("accessKeyId").GetString()!, key.GetProperty("secretAccessKey").GetString()!);
        return key.TryGetProperty("sessionToken", out var token) ? [.. signing, ("AWS_SESSION_TOKEN", token.GetString()!)] : signing;
    }

    private static (string Name, string Value)[] Signing(AnchorageServer server, string id, string secret) =>
        [("AWS_ACCESS_KEY_ID", id), ("AWS_SECRET_ACCESS_KEY", secret), ("AWS_ENDPOINT_URL", server.Endpoint), ("AWS_REGION", "us-east-1")];
}
