using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>Changes of one CA that meet at the server: each round ends in a state that some order of them gives.</summary>
public class LifecycleRaceTests
{
    private const string Account = "111122223333";
    private const int Connections = 64;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_sixty_four_that_tag_one_CA_at_once_fifty_get_in(Dialect dialect)
    {
        await using var race = await Race.BeginAsync(dialect);
        var ca = await race.RegisterAsync("CN=Tagged");

        var replies = await Race.AtOnceAsync(Enumerable.Range(0, Connections), number => race.TagAsync(ca, $"key{number}"));

        Assert.Equal(50, replies.Count(reply => reply.Status == 200));
        Assert.All(replies.Where(reply => reply.Status != 200), reply => Assert.Equal((410, "LimitExceededException"), (reply.Status, reply.Error)));
        Assert.Equal(50, await race.Store.CountAsync("tag"));

        // With one more removed for each that comes, there are never more than 50 either.
        var exchanged = await Race.AtOnceAsync(
            Enumerable.Range(0, Connections), number => number % 2 == 0 ? race.TagAsync(ca, $"late{number}") : race.UntagAsync(ca, $"key{number}"));
        Assert.All(exchanged, reply => Assert.Contains(reply.Status, new[] { 200, 410 }));
        Assert.InRange(await race.Store.CountAsync("tag"), 18, 50);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_tag_never_outlives_its_CA(Dialect dialect)
    {
        await using var race = await Race.BeginAsync(dialect);
        for (var round = 0; round < 8; round++)
        {
            var ca = await race.RegisterAsync($"CN=Round {round}");
            var replies = await Race.AtOnceAsync(Enumerable.Range(0, 16), number => number % 4 == 0
                ? race.Client.SendAsync(Account, HttpMethod.Delete, $"/cacertificate/{ca.Id}")
                : race.TagAsync(ca, $"key{number}"));

            Assert.Single(replies.Where((reply, number) => number % 4 == 0), reply => reply.Status == 200);
            Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 200, 404 }));
        }

        Assert.Equal(0, await race.Store.CountAsync("ca_certificate"));
        Assert.Equal(0, await race.Store.CountAsync("tag"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_CA_that_is_activated_and_deleted_at_once_is_either_ACTIVE_or_gone(Dialect dialect)
    {
        await using var race = await Race.BeginAsync(dialect);
        for (var round = 0; round < 16; round++)
        {
            var ca = await race.RegisterAsync($"CN=Round {round}");
            var replies = await Race.AtOnceAsync(Enumerable.Range(0, 2), number => number == 0
                ? race.Client.SendAsync(Account, HttpMethod.Put, $"/cacertificate/{ca.Id}?newStatus=ACTIVE")
                : race.Client.SendAsync(Account, HttpMethod.Delete, $"/cacertificate/{ca.Id}"));

            var described = await race.Client.DescribeAsync(Account, ca.Id);
            var outcome = (replies[0].Status, replies[1].Status, described.Status);
            Assert.Contains(outcome, new[] { (200, 406, 200), (404, 200, 404) });
            if (described.Status == 200)
            {
                Assert.Equal("ACTIVE", described.Body["certificateDescription"]!["status"]!.GetValue<string>());
            }
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_CA_that_is_quarantined_and_activated_at_once_is_INACTIVE_and_ACTIVE_once_released(Dialect dialect)
    {
        await using var race = await Race.BeginAsync(dialect);
        for (var round = 0; round < 16; round++)
        {
            var ca = await race.RegisterAsync($"CN=Round {round}");
            var replies = await Race.AtOnceAsync(Enumerable.Range(0, 2), number => number == 0
                ? race.Client.SendAsync(Account, HttpMethod.Put, $"/cacertificate/{ca.Id}?newStatus=ACTIVE")
                : race.Client.SendAsync(Account, HttpMethod.Put, $"/-/ca-quarantines/{ca.Id}"));

            Assert.Equal(200, replies[1].Status);
            var description = (await race.Client.DescribeAsync(Account, ca.Id)).Body["certificateDescription"]!;
            Assert.Equal("INACTIVE", description["status"]!.GetValue<string>());
            var released = await race.Client.SendAsync(Account, HttpMethod.Delete, $"/-/ca-quarantines/{ca.Id}");
            Assert.Equal(replies[0].Status == 200 ? "ACTIVE" : "INACTIVE", released.Body["status"]!.GetValue<string>());
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task An_activator_never_names_a_policy_that_is_gone(Dialect dialect)
    {
        await using var race = await Race.BeginAsync(dialect);
        for (var round = 0; round < 16; round++)
        {
            var ca = await race.RegisterAsync($"CN=Round {round}");
            var created = await race.Client.SendAsync(Account, HttpMethod.Post, $"/policies/p{round}", new JsonObject { ["policyDocument"] = Gateway.TestDevice.AllowAll });
            Assert.Equal(200, created.Status);
            var replies = await Race.AtOnceAsync(Enumerable.Range(0, 2), number => number == 0
                ? race.Client.SendAsync(Account, HttpMethod.Put, $"/-/ca-activators/{ca.Id}", new JsonObject { ["policyName"] = $"p{round}" })
                : race.Client.SendAsync(Account, HttpMethod.Delete, $"/policies/p{round}"));

            Assert.Contains((replies[0].Status, replies[1].Status), new[] { (200, 409), (404, 200) });
        }

        Assert.Equal(await race.Store.CountAsync("policy"), await race.Store.CountAsync("ca_activator"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Each_change_of_many_at_once_counts_and_none_is_lost(Dialect dialect)
    {
        await using var race = await Race.BeginAsync(dialect);
        var ca = await race.RegisterAsync("CN=Changed");

        // Half switch one thing on, half another: whatever the order, each is a change exactly once.
        var replies = await Race.AtOnceAsync(Enumerable.Range(0, 32), number => race.Client.SendAsync(
            Account, HttpMethod.Put, $"/cacertificate/{ca.Id}?{(number % 2 == 0 ? "newStatus=ACTIVE" : "newAutoRegistrationStatus=ENABLE")}"));

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Equal(["ACTIVE|ENABLE|3"], await race.Store.RowsAsync("SELECT status, auto_registration_status, customer_version FROM ca_certificate"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Registrations_and_deletions_of_one_subject_leave_its_count_right(Dialect dialect)
    {
        await using var race = await Race.BeginAsync(dialect);
        var cas = TestCA.Many(16, "CN=Same subject");
        for (var round = 0; round < 6; round++)
        {
            var replies = await Race.AtOnceAsync(cas, ca => RandomNumberGenerator.GetInt32(2) == 0
                ? race.Client.RegisterAsync(Account, ca)
                : race.Client.SendAsync(Account, HttpMethod.Delete, $"/cacertificate/{ca.Id}"));
            Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 200, 404, 409, 410 }));

            Assert.InRange(await race.Store.CountAsync("ca_certificate"), 0, 10);
        }
    }

    private sealed record Race(TestStore Store, AnchorageServer Server, AccountClient Client) : IAsyncDisposable
    {
        public static async Task<Race> BeginAsync(Dialect dialect)
        {
            var store = await TestStore.MakeAsync(dialect);
            var server = await store.ServeAsync(("auth", "none"));
            var client = new AccountClient(server.Endpoint, Connections);
            await client.WarmAsync(Connections);
            return new Race(store, server, client);
        }

        public static Task<Reply[]> AtOnceAsync<T>(IEnumerable<T> items, Func<T, Task<Reply>> send) =>
            Task.WhenAll(items.Select(item => Task.Run(() => send(item))));

        public async Task<TestCA> RegisterAsync(string subject)
        {
            var ca = new TestCA(subject);
            Assert.Equal(200, (await Client.RegisterAsync(Account, ca)).Status);
            return ca;
        }

        public Task<Reply> TagAsync(TestCA ca, string key) => Client.SendAsync(Account, HttpMethod.Post, "/tags", new JsonObject
        {
            ["resourceArn"] = Arn(ca),
            ["tags"] = new JsonArray(new JsonObject { ["Key"] = key, ["Value"] = "value" }),
        });

        public Task<Reply> UntagAsync(TestCA ca, string key) => Client.SendAsync(Account, HttpMethod.Post, "/untag", new JsonObject
        {
            ["resourceArn"] = Arn(ca),
            ["tagKeys"] = new JsonArray(key),
        });

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Server.DisposeAsync();
            await Store.DisposeAsync();
        }

        private static string Arn(TestCA ca) => $"arn:aws:iot:us-east-1:{Account}:cacert/{ca.Id}";
    }
}
