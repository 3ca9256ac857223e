using System.Net;
using System.Net.Sockets;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>How the executable answers what keeps it from starting: one clear line each, and an exit code.</summary>
[Trait("Against", "executable")]
public sealed class StartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("anchorage-test-").FullName;

    private string Data => Path.Combine(_folder, "data");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_port_in_use_is_told()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var line = await RefusedAsync(["--http", $"{taken.LocalEndpoint}", "--auth", "none"]);

        Assert.Contains($"{taken.LocalEndpoint}", line, StringComparison.Ordinal);
        Assert.Contains("in use", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_told_with_its_path()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "", TestContext.Current.CancellationToken);

        var line = await RefusedAsync(["--auth", "none"], data: Path.Combine(_folder, "file", "data"));

        Assert.Contains(Path.Combine(_folder, "file"), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_may_not_be_written_is_told_with_its_path()
    {
        Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        // Root may write anywhere, unless it gives that up.
        var line = await RefusedAsync(
            ["--auth", "none"], under: Environment.IsPrivilegedProcess ? [SetPriv, "--bounding-set=-dac_override,-dac_read_search"] : []);

        Assert.Contains(Data, line, StringComparison.Ordinal);
        Assert.Contains("denied", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    public async Task A_store_that_is_damaged_is_told_with_its_path(int from)
    {
        await using (var server = await ServerProcess.StartAsync(Data, "--auth", "none"))
        {
            await server.SignalAsync("TERM");
            Assert.Equal(0, await server.ExitCodeAsync());
        }

        var store = Path.Combine(Data, "anchorage.db");
        var bytes = await File.ReadAllBytesAsync(store, TestContext.Current.CancellationToken);
        bytes.AsSpan(from).Fill(0x5A);
        await File.WriteAllBytesAsync(store, bytes, TestContext.Current.CancellationToken);

        var line = await RefusedAsync(["--auth", "none"]);

        Assert.Contains(store, line, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(store, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_told()
    {
        await using (var store = new SqliteTestStore())
        {
            await (await store.OpenMigratedAsync()).DisposeAsync();
            await store.RowsAsync("INSERT INTO schema_migration VALUES ('9999_from_the_future', 1)");
            Directory.CreateDirectory(Data);
            File.Copy(store.Path, Path.Combine(Data, "anchorage.db"));
        }

        Assert.Contains("newer Anchorage", await RefusedAsync(["--auth", "none"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_not_there_is_told_without_its_password()
    {
        var line = await RefusedAsync(["--auth", "none", "--database", "postgres"], [("ANCHORAGE_POSTGRES", "Host=127.0.0.1;Port=1;Username=me;Password=hush-hush")]);

        Assert.Contains("127.0.0.1:1", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_master_key_than_the_stores_is_told_and_changes_nothing()
    {
        await using (await ServerProcess.StartAsync(Data))
        {
        }

        var masterKey = Path.Combine(Data, "master.key");
        var right = await File.ReadAllTextAsync(masterKey, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(masterKey, new string('0', 64), TestContext.Current.CancellationToken);

        foreach (var environment in new (string, string)[][]
        {
            [],
            // A root key given anew must not hide it: other nodes of the store would be locked out.
            [("ANCHORAGE_ROOT_ACCESS_KEY_ID", "ABCDEFGHIJKLMNOPQ"), ("ANCHORAGE_ROOT_SECRET_ACCESS_KEY", "hush-hush-hush-hush")],
            [("ANCHORAGE_MASTER_KEY", new string('1', 64))],
        })
        {
            var line = await RefusedAsync([], environment);
            Assert.Contains("the master key does not open the secrets", line, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", line, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(masterKey, right, TestContext.Current.CancellationToken);
        await using var server = await ServerProcess.StartAsync(Data);
        var credentials = await RootCredentials.ReadAsync(Data);
        Assert.Equal(200, await SignedClient.GetAsync(server.Address, "/registrationcode", credentials.AccessKeyId, credentials.Secret));
    }

    [Theory]
    [InlineData("POST", "/keys-and-certificate", "service_ca")]
    [InlineData("GET", "/-/server-ca.pem", "server_root")]
    public async Task Another_master_key_than_that_of_the_installations_own_keys_is_told(string method, string path, string table)
    {
        await using (var server = await ServerProcess.StartAsync(Data, "--auth", "none"))
        {
            using var client = new HttpClient();
            using var call = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Address, path));
            using var answer = await client.SendAsync(call, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await File.WriteAllTextAsync(Path.Combine(Data, "master.key"), new string('0', 64), TestContext.Current.CancellationToken);

        var line = await RefusedAsync(["--auth", "none"]);

        Assert.Contains("the master key does not open the key of", line, StringComparison.Ordinal);
        Assert.Contains(table, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_master_key_file_that_holds_no_key_is_told()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "master.key"), "not a key", TestContext.Current.CancellationToken);

        var line = await RefusedAsync([]);

        Assert.Contains(Path.Combine(Data, "master.key"), line, StringComparison.Ordinal);
        Assert.Contains("64 hexadecimal digits", line, StringComparison.Ordinal);
        Assert.DoesNotContain("not a key", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_the_configuration_is_a_line_and_the_exit_code_is_64()
    {
        var (code, output, errors) = await ServerProcess.RunAsync(
            ["serve", "--http", "nowhere", "--account", "1", "--region", "X"], [("ANCHORAGE_LOG_LEVEL", "loud"), ("ANCHORAGE_MASTER_KEY", "short")]);

        Assert.Equal(64, code);
        Assert.Empty(output);
        var lines = errors.Split('\n');
        Assert.Equal(5, lines.Length);
        foreach (var name in new[] { "--http", "--account", "--region", "ANCHORAGE_LOG_LEVEL", "ANCHORAGE_MASTER_KEY" })
        {
            Assert.Single(lines, line => line.StartsWith($"anchorage: {name} ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("--postgres")]
    [InlineData("--master-key")]
    [InlineData("--root-access-key-id")]
    [InlineData("--root-secret-access-key")]
    public async Task A_secret_on_the_command_line_is_refused_and_not_repeated(string option)
    {
        foreach (var arguments in new string[][] { [option, "hush-hush-hush-hush"], [$"{option}=hush-hush-hush-hush"] })
        {
            var (code, output, errors) = await ServerProcess.RunAsync(["serve", "--data", Data, .. arguments]);

            Assert.Equal(64, code);
            Assert.Empty(output);
            Assert.Contains($"ANCHORAGE_{option[2..].Replace('-', '_').ToUpperInvariant()}", errors, StringComparison.Ordinal);
            Assert.DoesNotContain("hush", errors, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Data));
        }
    }

    [Theory]
    [InlineData("serve", "--colour", "red")]
    [InlineData("serve", "--http")]
    [InlineData("sail")]
    public async Task A_wrong_command_line_is_told_and_the_exit_code_is_64(params string[] arguments)
    {
        var (code, output, errors) = await ServerProcess.RunAsync(arguments);

        Assert.Equal(64, code);
        Assert.Empty(output);
        Assert.StartsWith("anchorage: ", errors, StringComparison.Ordinal);
        Assert.Contains(arguments[^1], errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static string SetPriv => File.Exists("/usr/bin/setpriv")
        ? "/usr/bin/setpriv"
        : throw new InvalidOperationException("/usr/bin/setpriv is not there: as root this test needs it, to give up writing anywhere. Install the Debian package util-linux, or run as another user.");

    /// <summary>Runs <c>serve</c>, which must end with exit code 2 and one line, and gives that line.</summary>
    private async Task<string> RefusedAsync(
        IEnumerable<string> arguments, IEnumerable<(string, string)>? environment = null, string? data = null, IEnumerable<string>? under = null)
    {
        // A free port for devices too: that the default one is taken by a neighbour would be logged.
        var listeners = new[] { "--http", "--mqtts" }.Where(option => !arguments.Contains(option)).SelectMany(option => new[] { option, "127.0.0.1:0" });
        var (code, output, errors) = await ServerProcess.RunAsync(["serve", "--data", data ?? Data, .. listeners, .. arguments], environment, under);

        Assert.True(code == 2, $"exit code {code}\n{output}\n{errors}");
        Assert.Empty(output);
        Assert.StartsWith("anchorage: cannot start: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors);
        return errors;
    }
}
