using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Certificates;

/// <summary>Requests about one certificate that meet at the server: one wins, the others hear so, and no state is wrong.</summary>
public class CertificateRaceTests
{
    private const int Connections = 32;
    private const string Source = "111122223333";
    private const string Target = "444455556666";
    private const string Third = "777788889999";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_accept_reject_and_cancel_one_wins_and_one_account_has_the_certificate(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Connections);
        await client.WarmAsync(Connections);

        for (var round = 0; round < 12; round++)
        {
            var id = await IssueAsync(client);
            Assert.Equal(200, (await PatchAsync(client, Source, $"transfer-certificate/{id}?targetAwsAccount={Target}")).Status);

            var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(() => (number % 3) switch
            {
                0 => PatchAsync(client, Target, $"accept-certificate-transfer/{id}"),
                1 => PatchAsync(client, Target, $"reject-certificate-transfer/{id}"),
                _ => PatchAsync(client, Source, $"cancel-certificate-transfer/{id}"),
            })));

            var won = Assert.Single(Enumerable.Range(0, 12), number => replies[number].Status == 200) % 3;
            Assert.All(replies, reply => Assert.Contains(reply.Status, (int[])[200, 400, 404, 410]));
            Assert.Equal(won == 0 ? 404 : 200, (await DescribeAsync(client, Source, id)).Status);
            Assert.Equal(won == 0 ? 200 : 404, (await DescribeAsync(client, Target, id)).Status);
            Assert.Equal([won == 0 ? Target : Source], await store.RowsAsync($"SELECT account_id FROM device_certificate WHERE certificate_id = '{id}'"));
            Assert.Equal([won == 0 ? Target : Source], await store.RowsAsync($"SELECT account_id FROM device_default_holder WHERE certificate_id = '{id}'"));
            Assert.Equal(["INACTIVE"], await store.RowsAsync($"SELECT status FROM device_certificate WHERE certificate_id = '{id}'"));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_offers_to_two_accounts_one_stands_and_the_others_conflict(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Connections);
        await client.WarmAsync(Connections);

        for (var round = 0; round < 8; round++)
        {
            var id = await IssueAsync(client);
            var replies = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(
                () => PatchAsync(client, Source, $"transfer-certificate/{id}?targetAwsAccount={(number % 2 == 0 ? Target : Third)}"))));

            Assert.Single(replies, reply => reply.Status == 200);
            Assert.All(replies.Where(reply => reply.Status != 200), reply => Assert.Equal((409, "TransferConflictException"), (reply.Status, reply.Error)));
            Assert.Equal(2, (await store.RowsAsync($"SELECT account_id FROM device_certificate WHERE certificate_id = '{id}'")).Count);
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_certificate_that_is_activated_deleted_and_transferred_at_once_is_in_one_state(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Connections);
        await client.WarmAsync(Connections);

        for (var round = 0; round < 12; round++)
        {
            var id = await IssueAsync(client);
            var replies = await Task.WhenAll(
                Task.Run(() => client.SendAsync(Source, HttpMethod.Put, $"/certificates/{id}?newStatus=ACTIVE")),
                Task.Run(() => client.SendAsync(Source, HttpMethod.Delete, $"/certificates/{id}")),
                Task.Run(() => PatchAsync(client, Source, $"transfer-certificate/{id}?targetAwsAccount={Target}")));

            // Each of them leaves a state in which the two others are refused.
            var won = Assert.Single(Enumerable.Range(0, 3), number => replies[number].Status == 200);
            Assert.All(replies, reply => Assert.Contains(reply.Status, (int[])[200, 404, 406]));
            Assert.Equal(
                won switch { 0 => ["ACTIVE"], 1 => [], _ => ["PENDING_TRANSFER", "PENDING_TRANSFER"] },
                await store.RowsAsync($"SELECT status FROM device_certificate WHERE certificate_id = '{id}'"));
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_sixteen_that_register_one_certificate_one_does(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Connections);
        await client.WarmAsync(Connections);

        for (var round = 0; round < 8; round++)
        {
            var device = new TestDevice($"CN=device-{round}");
            var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => client.SendAsync(
                Source, HttpMethod.Post, "/certificate/register-no-ca", new JsonObject { ["certificatePem"] = device.Pem }))));

            Assert.Single(replies, reply => reply.Status == 200);
            Assert.All(replies.Where(reply => reply.Status != 200), reply => Assert.Equal((409, "ResourceAlreadyExistsException"), (reply.Status, reply.Error)));
        }
    }

    private static async Task<string> IssueAsync(AccountClient client)
    {
        var reply = await client.SendAsync(Source, HttpMethod.Post, "/certificates", new JsonObject { ["certificateSigningRequest"] = TestDevice.Request() });
        Assert.Equal(200, reply.Status);
        return reply.Body["certificateId"]!.GetValue<string>();
    }

    private static Task<Reply> PatchAsync(AccountClient client, string account, string path) => client.SendAsync(account, HttpMethod.Patch, $"/{path}");

    private static Task<Reply> DescribeAsync(AccountClient client, string account, string id) => client.SendAsync(account, HttpMethod.Get, $"/certificates/{id}");
}
