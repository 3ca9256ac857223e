using System.Text.Json.Nodes;
using Anchorage.Auditing;
using Anchorage.Storage;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Permissions;
using Anchorage.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Anchorage.Tests.Auditing;

/// <summary>How records are searched for, paged and followed, and who may see which.</summary>
public class AuditListTests
{
    private const string Account = "444455556666";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Records_are_found_by_who_what_on_what_when_and_what_came_of_it(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(PermissionServers.Settings);
        var (_, administrator) = await StartAsync(server);
        var ci = await administrator.IssueAsync(Account, new JsonObject { ["principalName"] = "ci" });
        await administrator.PutPolicyAsync("ci", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:CreateThing","Resource":"*"} }""");
        Assert.Equal(200, (await ci.SendAsync(HttpMethod.Post, "/things/buoy_1", [])).Status);
        Assert.Equal(200, (await ci.SendAsync(HttpMethod.Post, "/things/buoyx1", [])).Status);
        Assert.Equal(403, (await ci.SendAsync(HttpMethod.Delete, "/things/buoy_1")).Status);
        Assert.Equal(200, (await (administrator with { Region = "eu-west-1" }).SendAsync(HttpMethod.Post, "/things/BUOY_1", [])).Status);

        // Newest first: 0 is the thing in eu-west-1, 5 the principal's key; 6, the administrator's own key, was made by another account's root.
        var all = await Trail.ListAsync(administrator);
        Assert.Equal(
            ["CreateThing", "DeleteThing", "CreateThing", "CreateThing", "PutUserPolicy", "CreateAccessKey"], all.Select(record => record.Said("operation")));
        await FindAsync([1, 2, 3], "&principal=ci");
        await FindAsync([1, 2, 3], $"&principal=arn:aws:iam::{Account}:user/ci");
        await FindAsync([1, 2, 3], $"&principal={ci.Credentials.AccessKeyId}");
        await FindAsync([], "&principal=c");
        await FindAsync([], "&principal=%25");
        await FindAsync([], "&principal=CI");
        await FindAsync([1, 3], "&resource=buoy_1");
        await FindAsync([1, 3], $"&resource=arn:aws:iot:us-east-1:{Account}:thing/buoy_1");
        await FindAsync([1, 3], "&resource=thing/buoy_1");
        await FindAsync([], "&resource=buoy");
        await FindAsync([], "&resource=thing");
        await FindAsync([5], $"&resource={ci.Credentials.AccessKeyId}");
        await FindAsync([1], "&operation=DeleteThing");
        await FindAsync([1], "&outcome=Refused");
        await FindAsync([1], "&outcome=AccessDeniedException");
        await FindAsync([0, 2, 3, 4, 5], "&outcome=Success");
        await FindAsync([0], "&region=eu-west-1");
        await FindAsync([2, 3], "&operation=CreateThing&principal=ci&outcome=Success");
        await FindAsync([5, 4, 3, 2, 1, 0], "&isAscendingOrder=true");
        await FindAsync([], "&since=2120-01-31");
        await FindAsync([], "&until=2020-01-31");
        await FindAsync([0, 1, 2, 3, 4, 5], "&since=2020-01-31&until=2120-01-31T00:00:00Z");
        var after = all.Count(record => string.CompareOrdinal(record.Said("recordedAt"), all[3].Said("recordedAt")) >= 0);
        await FindAsync([.. Enumerable.Range(0, after)], $"&since={all[3].Said("recordedAt")}");
        await FindAsync([.. Enumerable.Range(after, 6 - after)], $"&until={all[3].Said("recordedAt")}");

        async Task FindAsync(int[] wanted, string filters) => Assert.Equal(
            wanted.Select(place => all[place].Said("recordId")), (await Trail.ListAsync(administrator, filters)).Select(record => record.Said("recordId")));
    }

    [Fact]
    public async Task An_account_sees_its_own_records_with_permission_and_the_installations_administrators_those_of_all()
    {
        await using var server = await AnchorageServer.StartAsync(settings: PermissionServers.Settings);
        var (root, administrator) = await StartAsync(server);
        var (own, theirs) = (await root.IssueAsync(root.Account, new JsonObject { ["principalName"] = "ci" }), await administrator.IssueAsync(Account, new JsonObject { ["principalName"] = "ci" }));

        // By permission, and no further than the own account.
        var refused = await theirs.SendAsync(HttpMethod.Get, "/-/audit");
        Assert.Equal((403, "AccessDeniedException"), (refused.Status, refused.Error));
        Assert.Contains("anchorage:ListAuditRecords on resource: * because no identity-based policy allows", refused.Message, StringComparison.Ordinal);
        foreach (var holder in new[] { administrator, root with { Credentials = (await root.IssueAsync(root.Account, new JsonObject { ["administrator"] = true })).Credentials } })
        {
            await holder.PutPolicyAsync("ci", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"anchorage:ListAuditRecords","Resource":"*"} }""");
        }

        Assert.All(await Trail.ListAsync(theirs), record => Assert.Equal(Account, record.Said("accountId")));
        Assert.All(await Trail.ListAsync(own), record => Assert.Equal(root.Account, record.Said("accountId")));
        Assert.Equal((await Trail.ListAsync(theirs)).Select(Id), (await Trail.ListAsync(theirs, $"&account={Account}")).Select(Id));
        Assert.Equal((await Trail.ListAsync(theirs)).Select(Id), (await Trail.ListAsync(root, $"&account={Account}")).Select(Id));
        foreach (var (holder, account) in new[] { (theirs, root.Account), (administrator, root.Account), (administrator, "000000000001"), (own, Account) })
        {
            var reply = await holder.SendAsync(HttpMethod.Get, $"/-/audit?account={account}");
            Assert.Equal((403, "AccessDeniedException"), (reply.Status, reply.Error));
        }

        Assert.Empty(await Trail.ListAsync(root, "&account=000000000001"));

        // A marker is good for its own search and account.
        var page = await root.SendAsync(HttpMethod.Get, $"/-/audit?account={Account}&pageSize=1");
        var marker = Uri.EscapeDataString(page.Body["nextMarker"]!.GetValue<string>());
        foreach (var query in new[] { "", $"&account={Account}&outcome=Refused", $"&account={Account}&isAscendingOrder=true" })
        {
            Assert.Equal(400, (await root.SendAsync(HttpMethod.Get, $"/-/audit?pageSize=1{query}&marker={marker}")).Status);
        }

        Assert.Equal(400, (await administrator.SendAsync(HttpMethod.Get, $"/-/audit?pageSize=1&marker={marker}")).Status);

        static string Id(JsonObject record) => record.Said("recordId");
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_search_looks_at_a_bounded_number_of_records_for_each_page_and_misses_none(Dialect dialect)
    {
        const int Stored = 12_000;
        await using var store = await TestStore.MakeAsync(dialect);
        await using var database = await store.OpenMigratedAsync();
        await database.WriteAsync(
            async session =>
            {
                foreach (var number in Enumerable.Range(0, Stored))
                {
                    await AuditTable.InsertAsync(session, Rows.Record(number) with { Outcome = number % 4000 == 7 ? "ThrottlingException" : "Success" }, TestContext.Current.CancellationToken);
                }

                return Write.Keep(0);
            },
            TestContext.Current.CancellationToken);
        await using var server = await store.ServeAsync(("auth", "none"), ("audit-retention", "0"));
        using var client = new AccountClient(server.Endpoint);

        foreach (var order in new[] { "", "&isAscendingOrder=true" })
        {
            var pages = 0;
            var found = await Trail.ListAsync(
                path =>
                {
                    pages++;
                    return client.SendAsync("111122223333", HttpMethod.Get, path);
                },
                $"&outcome=Refused{order}");
            Assert.Equal(3, pages);
            Assert.Equal(order.Length == 0 ? ["8007", "4007", "7"] : ["7", "4007", "8007"], found.Select(record => record.Said("recordId").Split('-')[1]));
        }

        Assert.Equal(Stored, (await Trail.ListAsync(client, "111122223333")).Count);
    }

    [Fact]
    public async Task Whoever_follows_is_told_everything_also_what_is_written_while_they_ask()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var ids = new List<string>();
            for (var number = 0; number < 60; number++)
            {
                var reply = await client.SendAsync(Account, HttpMethod.Post, $"/things/thing-{worker}-{number % 50}", []);
                Assert.Contains(reply.Status, (int[])[200, 409]);
                ids.Add(reply.RequestId);
            }

            return ids;
        })));

        var told = new HashSet<string>();
        var marker = "";
        for (var rounds = 0; rounds < 3;)
        {
            var page = (await client.SendAsync(Account, HttpMethod.Get, $"/-/audit?isAscendingOrder=true&pageSize=50{marker}")).Body;
            told.UnionWith(page["records"]!.AsArray().Select(record => record!.AsObject().Said("requestId")));
            marker = $"&marker={Uri.EscapeDataString((page["nextMarker"] ?? page["followMarker"])!.GetValue<string>())}";
            rounds += writing.IsCompleted && page["nextMarker"] is null ? 1 : 0;
        }

        Assert.Equal((await writing).SelectMany(ids => ids).Order(), told.Order());
    }

    [Fact]
    public async Task What_is_older_than_the_retention_is_not_told_even_before_it_is_deleted()
    {
        Assert.SkipUnless(AnchorageServer.Executable is null, "The clock is moved in this process.");
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await AnchorageServer.StartAsync(clock, settings: [("auth", "none"), ("audit-retention", "7")]);
        using var client = new AccountClient(server.Endpoint);
        Assert.Equal(200, (await client.SendAsync(Account, HttpMethod.Post, "/things/one", [])).Status);
        clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(200, (await client.SendAsync(Account, HttpMethod.Post, "/things/two", [])).Status);
        Assert.Equal(2, (await Trail.ListAsync(client, Account, "&since=2020-01-01")).Count);

        clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMilliseconds(1));

        Assert.EndsWith("/two", Assert.Single(await Trail.ListAsync(client, Account, "&since=2020-01-01")).Resources()[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_trail_off_nothing_is_recorded_and_what_was_is_still_told()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        foreach (var (setting, name) in new[] { ("on", "one"), ("off", "two") })
        {
            await using var server = await store.ServeAsync(("auth", "none"), ("audit", setting));
            using var client = new AccountClient(server.Endpoint);
            Assert.Equal(200, (await client.SendAsync(Account, HttpMethod.Post, $"/things/{name}", [])).Status);
            Assert.Equal(404, (await client.SendAsync(Account, HttpMethod.Get, "/things/none")).Status);

            Assert.Equal(["DescribeThing", "CreateThing"], (await Trail.ListAsync(client, Account)).Select(record => record.Said("operation")));
        }
    }

    /// <summary>The root, and an administrator of another account.</summary>
    private static async Task<(KeyHolder Root, KeyHolder Administrator)> StartAsync(AnchorageServer server)
    {
        var root = PermissionServers.RootOf(server.Endpoint);
        Assert.Equal(200, (await root.SendAsync(HttpMethod.Post, "/-/accounts", new JsonObject { ["accountId"] = Account })).Status);
        return (root, await root.IssueAsync(Account, new JsonObject { ["administrator"] = true }));
    }
}
