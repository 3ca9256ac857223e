using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>Requests that meet at the server, over 64 connections.</summary>
public class RaceTests
{
    private const int Connections = 64;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_twenty_CAs_of_one_subject_ten_get_in(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Connections);
        await client.WarmAsync(Connections);

        // Three accounts at a time, so that sixty requests of three subjects are under way on the 64 connections; three times.
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(number => RaceAsync($"{round:000000}{number:000000}")));
        }

        Assert.Equal(Enumerable.Repeat("10", 9), await store.RowsAsync("SELECT count(*) FROM ca_certificate GROUP BY account_id, region, subject_digest"));
        Assert.Equal(90, await store.CountAsync("ca_certificate"));

        async Task RaceAsync(string account)
        {
            var cas = TestCA.Many(20, $"CN=Race of {account}");
            var first = await Task.WhenAll(cas.Select(ca => Task.Run(() => client.RegisterAsync(account, ca))));

            Assert.Equal(10, first.Count(reply => reply.Status == 200));
            var full = first.Where(reply => reply.Status != 200).ToList();
            Assert.All(full, reply => Assert.Equal((410, "LimitExceededException"), (reply.Status, reply.Error)));
            var got = cas.Where((_, index) => first[index].Status == 200).ToList();
            Assert.All(full, reply => Assert.All(got, ca => Assert.Contains(ca.Id, reply.Message, StringComparison.Ordinal)));

            var second = await Task.WhenAll(cas.Select(ca => Task.Run(() => client.RegisterAsync(account, ca))));
            Assert.Equal(
                first.Select(reply => reply.Status == 200 ? (409, "ResourceAlreadyExistsException") : (410, "LimitExceededException")),
                second.Select(reply => (reply.Status, reply.Error!)));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_eight_accounts_that_register_one_CA_in_DEFAULT_mode_one_holds_it(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Connections);
        await client.WarmAsync(Connections);
        var accounts = Enumerable.Range(1, 8).Select(number => $"{number:000000000000}").ToList();
        var codes = await Task.WhenAll(accounts.Select(client.RegistrationCodeAsync));

        for (var round = 0; round < 8; round++)
        {
            var ca = new TestCA($"CN=Round {round}");
            var proofs = codes.Select(ca.ProofOver).ToList();

            var replies = await Task.WhenAll(accounts.Select((account, index) => Task.Run(() => client.RegisterProvenAsync(account, ca, proofs[index]))));

            Assert.Single(replies, reply => reply.Status == 200);
            Assert.All(replies.Where(reply => reply.Status != 200), reply =>
            {
                Assert.Equal((400, "InvalidRequestException"), (reply.Status, reply.Error));
                Assert.StartsWith("Cannot accept this CACertificate", reply.Message, StringComparison.Ordinal);
                Assert.All(accounts, account => Assert.DoesNotContain(account, reply.Message, StringComparison.Ordinal));
            });
        }

        Assert.Equal(8, await store.CountAsync("ca_certificate"));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_sixteen_that_register_one_CA_in_one_account_one_does(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Connections);
        await client.WarmAsync(Connections);

        for (var round = 0; round < 8; round++)
        {
            var ca = new TestCA($"CN=Round {round}");
            var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => client.RegisterAsync("111122223333", ca))));

            Assert.Single(replies, reply => reply.Status == 200);
            Assert.All(replies.Where(reply => reply.Status != 200), reply =>
            {
                Assert.Equal((409, "ResourceAlreadyExistsException"), (reply.Status, reply.Error));
                Assert.Equal(ca.Id, reply.Body["resourceId"]!.GetValue<string>());
                Assert.EndsWith($"cacert/{ca.Id}", reply.Body["resourceArn"]!.GetValue<string>(), StringComparison.Ordinal);
            });
        }

        Assert.Equal(Enumerable.Repeat("1", 8), await store.RowsAsync("SELECT count(*) FROM ca_certificate GROUP BY account_id, region, subject_digest"));
    }

    [Fact]
    public async Task A_code_deleted_between_the_judging_and_the_write_proves_nothing()
    {
        await using var store = new SqliteTestStore();
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);

        // Nothing tells from outside when a request has judged its proof and waits to write, so that is given time, and another try.
        for (var attempt = 1; ; attempt++)
        {
            var account = $"{attempt:000000000000}";
            var ca = new TestCA($"CN=Attempt {attempt}");
            var proof = ca.ProofOver(await client.RegistrationCodeAsync(account));
            var other = await store.HoldWritesAsync();

            var registering = client.RegisterProvenAsync(account, ca, proof);
            await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), TestContext.Current.CancellationToken);
            await other.FinishAsync($"DELETE FROM registration_code WHERE account_id = '{account}'");

            var reply = await registering;
            Assert.Equal((400, "RegistrationCodeValidationException"), (reply.Status, reply.Error));
            Assert.Equal(0, await store.CountAsync("ca_certificate"));
            if (reply.Message.Contains("was deleted while", StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(attempt < 10, $"The request never got as far as the write: {reply.Message}");
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_twenty_templates_at_once_those_get_in_for_which_the_account_has_room(Dialect dialect)
    {
        const string account = "111122223333";
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Connections);
        await client.WarmAsync(Connections);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 250).Select(CreateAsync)), reply => Assert.Equal(200, reply.Status));

        var replies = await Task.WhenAll(Enumerable.Range(250, 20).Select(CreateAsync));

        Assert.Equal(6, replies.Count(reply => reply.Status == 200));
        Assert.All(replies.Where(reply => reply.Status != 200), reply => Assert.Equal((410, "LimitExceededException"), (reply.Status, reply.Error)));
        Assert.Equal((256, 256), (await store.CountAsync("provisioning_template"), await store.CountAsync("provisioning_template_version")));
        Assert.Equal(["256"], await store.RowsAsync("SELECT template_count FROM provisioning_template_count"));

        Task<Reply> CreateAsync(int number) => Task.Run(() => client.SendAsync(account, HttpMethod.Post, "/provisioning-templates", new JsonObject
        {
            ["templateName"] = $"template-{number}",
            ["type"] = "JITP",
            ["templateBody"] = Gateway.FirstConnect.Template,
            ["provisioningRoleArn"] = Gateway.FleetCA.Role,
        }));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Thirty_two_that_ask_for_the_registration_code_at_once_get_the_same(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Connections);
        await client.WarmAsync(Connections);

        for (var round = 0; round < 8; round++)
        {
            var account = $"{round:000000000000}";
            var codes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => client.RegistrationCodeAsync(account))));
            Assert.Single(codes.Distinct());
        }

        Assert.Equal(8, await store.CountAsync("registration_code"));
    }
}
