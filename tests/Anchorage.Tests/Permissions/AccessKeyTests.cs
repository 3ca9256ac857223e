using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Permissions;

/// <summary>The life of an access key, and what is told of one that may not be used.</summary>
public class AccessKeyTests
{
    private const string Account = "444455556666";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_sixth_key_of_a_principal_is_refused_also_in_a_race(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(PermissionServers.Settings);
        var root = await StartAsync(server);

        var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => MakeAsync(root)));

        Assert.Equal(5, replies.Count(reply => reply.Status == 200));
        Assert.All(replies.Where(reply => reply.Status != 200), reply => Assert.Equal((410, "LimitExceededException"), (reply.Status, reply.Error)));
        Assert.Equal(["5"], await store.RowsAsync("SELECT count(*) FROM access_key WHERE principal_name = 'ci'"));

        // One less, one more.
        var id = KeyHolder.CredentialsOf(replies.First(reply => reply.Status == 200)).AccessKeyId;
        Assert.Equal(200, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{Account}/keys/{id}")).Status);
        Assert.Equal(404, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{Account}/keys/{id}")).Status);
        Assert.Equal(200, (await MakeAsync(root)).Status);
        Assert.Equal(410, (await MakeAsync(root)).Status);

        static Task<Reply> MakeAsync(KeyHolder root) => root.SendAsync(HttpMethod.Post, $"/-/accounts/{Account}/keys", new JsonObject { ["principalName"] = "ci" });
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_disabled_a_deleted_and_a_rotated_key_are_as_unknown_as_one_that_never_was(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(PermissionServers.Settings);
        var root = await StartAsync(server);
        var holder = await root.IssueAsync(Account, Administrator());
        var key = $"/-/accounts/{Account}/keys/{holder.Credentials.AccessKeyId}";
        await AssertKnownAsync(holder);

        Assert.Equal(200, (await root.SendAsync(HttpMethod.Patch, key, new JsonObject { ["status"] = "INACTIVE" })).Status);
        await AssertUnknownAsync(holder);
        Assert.Equal(200, (await root.SendAsync(HttpMethod.Patch, key, new JsonObject { ["status"] = "ACTIVE" })).Status);
        await AssertKnownAsync(holder);

        var rotated = await root.SendAsync(HttpMethod.Post, $"{key}/rotation");
        await AssertUnknownAsync(holder);
        var next = holder with { Credentials = KeyHolder.CredentialsOf(rotated) };
        await AssertKnownAsync(next);
        Assert.Equal(404, (await root.SendAsync(HttpMethod.Post, $"{key}/rotation")).Status);

        Assert.Equal(200, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{Account}/keys/{next.Credentials.AccessKeyId}")).Status);
        await AssertUnknownAsync(next);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_key_that_signs_without_a_pause_is_refused_from_the_answer_of_its_end_on(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(PermissionServers.Settings);
        var root = await StartAsync(server);
        for (var round = 0; round < 8; round++)
        {
            var holder = await root.IssueAsync(Account, Administrator());
            var ended = false;
            var signing = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                // What is sent before the answer may be served or refused; what is sent after it is refused.
                while (true)
                {
                    var isAfter = Volatile.Read(ref ended);
                    var status = (await holder.SendAsync(HttpMethod.Get, "/endpoint")).Status;
                    if (isAfter)
                    {
                        return status;
                    }
                }
            })).ToList();
            await AssertKnownAsync(holder);

            var key = $"/-/accounts/{Account}/keys/{holder.Credentials.AccessKeyId}";
            Assert.Equal(200, (await root.SendAsync(HttpMethod.Delete, key)).Status);
            Volatile.Write(ref ended, true);

            Assert.All(await Task.WhenAll(signing), status => Assert.Equal(403, status));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_principal_that_is_deleted_leaves_neither_key_nor_policy_behind_also_in_a_race(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(PermissionServers.Settings);
        var root = await StartAsync(server);
        var principal = $"/-/accounts/{Account}/principals/ci";
        var policy = new JsonObject { ["policyDocument"] = """{"Statement":{"Effect":"Allow","Action":"iot:DescribeEndpoint","Resource":"*"}}""" };
        for (var round = 0; round < 8; round++)
        {
            var making = Enumerable.Range(0, 4).Select(_ => root.SendAsync(HttpMethod.Post, $"/-/accounts/{Account}/keys", new JsonObject { ["principalName"] = "ci" })).ToList();
            var putting = Enumerable.Range(0, 4).Select(_ => root.SendAsync(HttpMethod.Put, $"{principal}/policies/p", policy.DeepClone().AsObject())).ToList();
            var deleting = Enumerable.Range(0, 4).Select(_ => root.SendAsync(HttpMethod.Delete, principal)).ToList();

            Assert.All(await Task.WhenAll(making), reply => Assert.Equal(200, reply.Status));
            Assert.All(await Task.WhenAll(putting), reply => Assert.Contains(reply.Status, (int[])[200, 404]));
            Assert.All(await Task.WhenAll(deleting), reply => Assert.Contains(reply.Status, (int[])[404, 409]));
            Assert.Equal(["0"], await store.RowsAsync("""
                SELECT count(*) FROM (
                SELECT principal_name FROM identity_policy i WHERE NOT EXISTS (SELECT 1 FROM principal p WHERE p.account_id = i.account_id AND p.principal_name = i.principal_name)
                UNION ALL SELECT principal_name FROM access_key k WHERE principal_name IS NOT NULL AND root = 0
                AND NOT EXISTS (SELECT 1 FROM principal p WHERE p.account_id = k.account_id AND p.principal_name = k.principal_name)) AS lost
                """));

            foreach (var made in making)
            {
                var key = KeyHolder.CredentialsOf(await made).AccessKeyId;
                Assert.Equal(200, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{Account}/keys/{key}")).Status);
            }

            // Now and then no policy was put: the principal was not there yet.
            Assert.Contains((await root.SendAsync(HttpMethod.Delete, $"{principal}/policies/p")).Status, (int[])[200, 404]);

            // Two at once, of which one deletes it.
            var pairs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => root.SendAsync(HttpMethod.Delete, principal)));
            Assert.Equal([200, 404], pairs.Select(reply => reply.Status).Order());
        }

        // A key that is made while its principal is deleted makes it anew.
        for (var round = 0; round < 16; round++)
        {
            var holder = await root.IssueAsync(Account, new JsonObject { ["principalName"] = "ci" });
            Assert.Equal(200, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{Account}/keys/{holder.Credentials.AccessKeyId}")).Status);
            var deleting = root.SendAsync(HttpMethod.Delete, principal);
            var next = await root.IssueAsync(Account, new JsonObject { ["principalName"] = "ci" });
            Assert.Contains((await deleting).Status, (int[])[200, 409]);
            Assert.Equal("AccessDeniedException", (await next.SendAsync(HttpMethod.Get, "/endpoint")).Error);
            Assert.Equal(200, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{Account}/keys/{next.Credentials.AccessKeyId}")).Status);
            Assert.Contains((await root.SendAsync(HttpMethod.Delete, principal)).Status, (int[])[200, 404]);
        }
    }

    [Fact]
    public async Task What_another_process_changes_in_the_file_holds_within_a_second()
    {
        Assert.SkipUnless(AnchorageServer.Executable is null, "The clock is moved in this process.");
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var store = new SqliteTestStore();
        // Without the audit trail, whose own writes would have the key read anew.
        await using var server = await AnchorageServer.StartAsync(clock, store.Folder, settings: [.. PermissionServers.Settings, ("audit", "off")]);
        var root = (await StartAsync(server, clock)) with { Clock = clock };
        var holder = await root.IssueAsync(Account, Administrator());
        await AssertKnownAsync(holder);

        await store.RowsAsync($"UPDATE access_key SET enabled = 0 WHERE access_key_id = '{holder.Credentials.AccessKeyId}'");

        clock.Advance(TimeSpan.FromSeconds(1));
        await AssertUnknownAsync(holder);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task No_key_of_a_disabled_or_deleted_account_is_known(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(PermissionServers.Settings);
        var root = await StartAsync(server);
        var holder = await root.IssueAsync(Account, Administrator());

        Assert.Equal(200, (await root.SendAsync(HttpMethod.Patch, $"/-/accounts/{Account}", new JsonObject { ["status"] = "DISABLED" })).Status);
        await AssertUnknownAsync(holder);
        Assert.Equal(200, (await root.SendAsync(HttpMethod.Patch, $"/-/accounts/{Account}", new JsonObject { ["status"] = "ACTIVE" })).Status);
        await AssertKnownAsync(holder);
        Assert.Equal(200, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{Account}")).Status);
        await AssertUnknownAsync(holder);

        // An account of that id is another one, without the old keys.
        Assert.Equal(200, (await root.SendAsync(HttpMethod.Post, "/-/accounts", new JsonObject { ["accountId"] = Account })).Status);
        await AssertUnknownAsync(holder);
        Assert.Equal(400, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{root.Account}")).Status);
        Assert.Equal(400, (await root.SendAsync(HttpMethod.Patch, $"/-/accounts/{root.Account}", new JsonObject { ["status"] = "DISABLED" })).Status);
        await AssertKnownAsync(root);
    }

    [Fact]
    public async Task A_temporary_key_works_with_its_session_token_until_it_expires()
    {
        Assert.SkipUnless(AnchorageServer.Executable is null, "The clock is moved in this process.");
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await AnchorageServer.StartAsync(clock, settings: PermissionServers.Settings);
        var root = (await StartAsync(server, clock)) with { Clock = clock };
        var holder = await root.IssueAsync(Account, new JsonObject { ["administrator"] = true, ["expiresInSeconds"] = 3600 });
        Assert.NotNull(holder.Credentials.SessionToken);
        await AssertKnownAsync(holder);
        await AssertUnknownAsync(holder with { Credentials = holder.Credentials with { SessionToken = null } });
        await AssertUnknownAsync(holder with { Credentials = holder.Credentials with { SessionToken = "another" } });

        clock.Advance(TimeSpan.FromMinutes(59));
        await AssertKnownAsync(holder);
        clock.Advance(TimeSpan.FromMinutes(1));
        var reply = await holder.SendAsync(HttpMethod.Get, "/endpoint");
        Assert.Equal((403, "ExpiredTokenException"), (reply.Status, reply.Error));
        Assert.StartsWith("The security token included in the request is expired", reply.Message, StringComparison.Ordinal);

        // What has expired takes nobody's place.
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await root.IssueAsync(Account, Administrator());
        }

        Assert.Equal(410, (await root.SendAsync(HttpMethod.Post, $"/-/accounts/{Account}/keys", Administrator())).Status);
        var refused = await root.SendAsync(HttpMethod.Post, $"/-/accounts/{Account}/keys", new JsonObject { ["principalName"] = "x", ["expiresInSeconds"] = 59 });
        Assert.Equal((400, "InvalidRequestException"), (refused.Status, refused.Error));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Secrets_are_sealed_in_the_store_and_told_once(Dialect dialect)
    {
        ServerLog.Listen();
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(PermissionServers.Settings);
        var root = await StartAsync(server);
        var holder = await root.IssueAsync(Account, new JsonObject { ["principalName"] = "ci", ["expiresInSeconds"] = 3600 });

        var list = await root.SendAsync(HttpMethod.Get, $"/-/accounts/{Account}/keys");
        Assert.Contains(holder.Credentials.AccessKeyId, list.Body.ToJsonString(), StringComparison.Ordinal);
        var hex = dialect is Dialect.Sqlite ? "hex(sealed_secret), hex(session_token_digest)" : "encode(sealed_secret, 'hex'), encode(session_token_digest, 'hex')";
        var stored = string.Join('\n', await store.RowsAsync($"SELECT access_key_id, {hex} FROM access_key"));
        Assert.Contains(holder.Credentials.AccessKeyId, stored, StringComparison.Ordinal);
        foreach (var secret in new[] { holder.Credentials.SecretAccessKey, holder.Credentials.SessionToken! })
        {
            Assert.DoesNotContain(secret, list.Body.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, ServerLog.Text(), StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(secret)), stored, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task An_administrator_sees_to_its_own_account_and_one_of_the_installations_to_all()
    {
        await using var server = await AnchorageServer.StartAsync(settings: PermissionServers.Settings);
        var root = await StartAsync(server);
        var theirs = await root.IssueAsync(Account, Administrator());
        var ours = await root.IssueAsync(root.Account, Administrator());

        Assert.Equal(200, (await theirs.SendAsync(HttpMethod.Post, $"/-/accounts/{Account}/keys", new JsonObject { ["principalName"] = "ci" })).Status);
        Assert.Equal(200, (await ours.SendAsync(HttpMethod.Post, $"/-/accounts/{Account}/keys", new JsonObject { ["principalName"] = "ci" })).Status);
        Assert.Equal(200, (await ours.SendAsync(HttpMethod.Get, "/-/accounts")).Status);

        // Of an account that is not theirs they learn what they learn of none.
        foreach (var other in new[] { root.Account, "000000000001" })
        {
            foreach (var (method, path) in new[] { (HttpMethod.Get, "keys"), (HttpMethod.Post, "keys"), (HttpMethod.Delete, "keys/x"), (HttpMethod.Get, "principals/administrator/policies") })
            {
                var reply = await theirs.SendAsync(method, $"/-/accounts/{other}/{path}", method == HttpMethod.Post ? [] : null);
                Assert.Equal((404, "ResourceNotFoundException", $"There is no account {other} here."), (reply.Status, reply.Error, reply.Message.Split(" anchorage ")[0]));
            }
        }

        foreach (var (method, path) in new[] { (HttpMethod.Get, "/-/accounts"), (HttpMethod.Post, "/-/accounts"), (HttpMethod.Delete, $"/-/accounts/{Account}"), (HttpMethod.Patch, $"/-/accounts/{Account}") })
        {
            var reply = await theirs.SendAsync(method, path, method == HttpMethod.Get ? null : new JsonObject { ["accountId"] = "000000000002", ["status"] = "DISABLED" });
            Assert.Equal((403, "AccessDeniedException"), (reply.Status, reply.Error));
        }

        // The root's key is the operator's, and nobody becomes an administrator who was none.
        Assert.Equal(400, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{root.Account}/keys/{root.Credentials.AccessKeyId}")).Status);
        Assert.Equal(400, (await root.SendAsync(HttpMethod.Post, $"/-/accounts/{Account}/keys", new JsonObject { ["principalName"] = "ci", ["administrator"] = true })).Status);
    }

    private static JsonObject Administrator() => new() { ["administrator"] = true };

    private static async Task<KeyHolder> StartAsync(AnchorageServer server, TimeProvider? clock = null)
    {
        var root = PermissionServers.RootOf(server.Endpoint) with { Clock = clock ?? TimeProvider.System };
        Assert.Equal(200, (await root.SendAsync(HttpMethod.Post, "/-/accounts", new JsonObject { ["accountId"] = Account })).Status);
        Assert.Equal(409, (await root.SendAsync(HttpMethod.Post, "/-/accounts", new JsonObject { ["accountId"] = Account })).Status);
        return root;
    }

    private static async Task AssertKnownAsync(KeyHolder holder) => Assert.Equal(200, (await holder.SendAsync(HttpMethod.Get, "/endpoint")).Status);

    private static async Task AssertUnknownAsync(KeyHolder holder)
    {
        var reply = await holder.SendAsync(HttpMethod.Get, "/endpoint");
        Assert.Equal((403, "UnrecognizedClientException"), (reply.Status, reply.Error));
        Assert.StartsWith("The security token included in the request is invalid.", reply.Message, StringComparison.Ordinal);
    }
}
