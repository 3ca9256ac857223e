using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>The root key and the files of the data folder, and that no secret gets out.</summary>
[Trait("Against", "executable")]
public sealed class FirstStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("anchorage-test-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_first_start_makes_a_root_key_in_a_file_for_its_owner_alone()
    {
        await using var server = await ServerProcess.StartAsync(Data);
        var root = await RootCredentials.ReadAsync(Data);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Data));
        foreach (var file in new[] { "root-credentials", "master.key" })
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, file)));
        }

        Assert.DoesNotContain(Directory.EnumerateFiles(Data), file => file.EndsWith(".partial", StringComparison.Ordinal));
        Assert.Matches("^[A-Z0-9]{20}$", root.AccessKeyId);
        Assert.Matches("^[A-Za-z0-9+/]{40}$", root.Secret);
        Assert.Equal(200, await SignedClient.GetAsync(server.Address, "/registrationcode", root.AccessKeyId, root.Secret));
        Assert.Equal(403, await SignedClient.GetAsync(server.Address, "/registrationcode", root.AccessKeyId, root.Secret + "x"));

        // Standard output is a pipe here, so the banner names the file and not the secret.
        Assert.Contains("root-credentials", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(root.Secret, server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(root.Secret, server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_start_keeps_the_key_and_the_files()
    {
        await using (await ServerProcess.StartAsync(Data))
        {
        }

        var root = await RootCredentials.ReadAsync(Data);
        var masterKey = await File.ReadAllTextAsync(Path.Combine(Data, "master.key"), TestContext.Current.CancellationToken);
        await using var server = await ServerProcess.StartAsync(Data);

        Assert.Equal(root, await RootCredentials.ReadAsync(Data));
        Assert.Equal(masterKey, await File.ReadAllTextAsync(Path.Combine(Data, "master.key"), TestContext.Current.CancellationToken));
        Assert.DoesNotContain("root key", server.Output, StringComparison.Ordinal);
        Assert.Equal(200, await SignedClient.GetAsync(server.Address, "/registrationcode", root.AccessKeyId, root.Secret));
    }

    [Fact]
    public async Task Servers_that_start_at_once_on_a_fresh_folder_make_one_key_together()
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ServerProcess.StartAsync(Data)));
        try
        {
            var root = await RootCredentials.ReadAsync(Data);
            foreach (var server in servers)
            {
                Assert.Equal(200, await SignedClient.GetAsync(server.Address, "/registrationcode", root.AccessKeyId, root.Secret));
            }

            Assert.Single(servers, server => server.Output.Contains("root key", StringComparison.Ordinal));
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Without_signatures_no_key_is_made()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--auth", "none");

        Assert.False(File.Exists(Path.Combine(Data, "root-credentials")));
        Assert.Contains("NONE", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_root_key_from_the_environment_replaces_the_earlier_one()
    {
        await using (await ServerProcess.StartAsync(Data))
        {
        }

        var made = await RootCredentials.ReadAsync(Data);
        await ExpectAsync("FIRSTROOTKEYOFTHEM", "first-secret-of-them", made, 200);
        await ExpectAsync("SECONDROOTKEYOFTHEM", "second-secret-of-them", new("FIRSTROOTKEYOFTHEM", "first-secret-of-them"), 200);

        // The same id with another secret.
        await ExpectAsync("SECONDROOTKEYOFTHEM", "third-secret-of-them", new("SECONDROOTKEYOFTHEM", "second-secret-of-them"), 200);

        async Task ExpectAsync(string id, string secret, RootCredentials earlier, int status)
        {
            await using var server = await ServerProcess.StartAsync(
                Data, [], [("ANCHORAGE_ROOT_ACCESS_KEY_ID", id), ("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", secret)]);
            Assert.Equal(status, await SignedClient.GetAsync(server.Address, "/registrationcode", id, secret));
            Assert.Equal(403, await SignedClient.GetAsync(server.Address, "/registrationcode", earlier.AccessKeyId, earlier.Secret));
        }
    }

    [Fact]
    public async Task No_secret_is_in_anything_the_server_prints()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--log-level", "debug");
        var root = await RootCredentials.ReadAsync(Data);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var privateKey = key.ExportPkcs8PrivateKeyPem();
        var presigned = SignedClient.Presign(server.Address, "/registrationcode", root.AccessKeyId, root.Secret);

        Assert.Equal(200, await SignedClient.GetAsync(server.Address, "/registrationcode", root.AccessKeyId, root.Secret));
        Assert.Equal(403, await SignedClient.GetAsync(server.Address, "/registrationcode", root.AccessKeyId, "another-secret"));
        Assert.Equal(404, await SignedClient.GetAsync(server.Address, "/no/such/path", root.AccessKeyId, root.Secret));
        Assert.Equal(200, (int)(await http.GetAsync(presigned, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(403, (int)(await http.GetAsync(new Uri(presigned + "0"), TestContext.Current.CancellationToken)).StatusCode);
        using var pasted = new StringContent(new JsonObject { ["caCertificate"] = privateKey }.ToJsonString());
        Assert.Equal(403, (int)(await http.PostAsync(new Uri("/cacertificate", UriKind.Relative), pasted, TestContext.Current.CancellationToken)).StatusCode);
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.ExitCodeAsync());

        var printed = server.Output + server.Errors;
        Assert.Contains("GetRegistrationCode", printed, StringComparison.Ordinal);
        var masterKey = await File.ReadAllTextAsync(Path.Combine(Data, "master.key"), TestContext.Current.CancellationToken);
        foreach (var secret in new[] { root.Secret, masterKey.Trim(), presigned.Query[^64..], "X-Amz-Signature", "Signature=", privateKey.Split('\n')[1] })
        {
            Assert.DoesNotContain(secret, printed, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_private_key_pasted_for_a_certificate_is_not_in_the_log_nor_in_the_answer()
    {
        await using var server = await ServerProcess.StartAsync(Data, "--auth", "none", "--log-level", "debug");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var privateKey = key.ExportPkcs8PrivateKeyPem();
        using var client = new AccountClient(server.Endpoint);

        var reply = await client.PostAsync("111122223333", "", new JsonObject { ["caCertificate"] = privateKey, ["certificateMode"] = "SNI_ONLY" });
        await server.SignalAsync("TERM");
        await server.ExitCodeAsync();

        Assert.Equal(400, reply.Status);
        Assert.Contains("private key", reply.Message, StringComparison.OrdinalIgnoreCase);
        foreach (var part in privateKey.Split('\n').Where(line => !line.StartsWith('-') && line.Length > 8).Select(line => line[..12]))
        {
            Assert.DoesNotContain(part, reply.Message + server.Output + server.Errors, StringComparison.Ordinal);
        }
    }
}

/// <summary>What the first start wrote for its owner.</summary>
internal sealed record RootCredentials(string AccessKeyId, string Secret)
{
    public static async Task<RootCredentials> ReadAsync(string dataFolder)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(dataFolder, "root-credentials"), TestContext.Current.CancellationToken);
        Assert.Equal("[default]", lines[0]);
        return new RootCredentials(lines[1].Split(" = ")[1], lines[2].Split(" = ")[1]);
    }
}
