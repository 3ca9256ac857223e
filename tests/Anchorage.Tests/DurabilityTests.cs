using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

/// <summary>What was acknowledged survives <c>kill -9</c>.</summary>
[Trait("Against", "executable")]
public class DurabilityTests
{
    private const int Rounds = 20;
    private const int Workers = 16;
    private const int LeastPerRound = 10;
    private const string Account = "111122223333";

    [Fact]
    public async Task Every_acknowledged_registration_is_there_after_each_of_twenty_kills()
    {
        await using var store = new SqliteTestStore();
        var acknowledged = new ConcurrentBag<string>();
        var everything = 0;
        var interrupted = 0;
        for (var round = 0; round <= Rounds; round++)
        {
            await using var server = await ServerProcess.StartAsync(store.Folder, "--auth", "none");
            using var client = new AccountClient(server.Endpoint, Workers);
            await AssertAllThereAsync(client, acknowledged);
            await AssertWholeAsync(store);
            everything += acknowledged.Count;
            acknowledged.Clear();
            if (round < Rounds)
            {
                interrupted += await KillUnderLoadAsync(server, client, round, acknowledged);
            }
        }

        // The load was real: registrations were acknowledged, and kills came while others were under way.
        Assert.True(everything > Rounds * LeastPerRound, $"only {everything} registrations");
        Assert.True(interrupted > Rounds, $"only {interrupted} requests were cut short");
        TestContext.Current.SendDiagnosticMessage($"{everything} acknowledged, {interrupted} interrupted");
    }

    /// <summary>Gives how many workers the kill cut short within a request.</summary>
    private static async Task<int> KillUnderLoadAsync(ServerProcess server, AccountClient client, int round, ConcurrentBag<string> acknowledged)
    {
        var code = await client.RegistrationCodeAsync(Account);
        var load = Enumerable.Range(0, Workers).Select(worker => Task.Run(() => RegisterUntilKilledAsync(client, code, $"{round} {worker}", acknowledged))).ToList();

        // Once the load flows, however fast this machine is; then another moment each time, so that the kill meets the store in another state.
        while (acknowledged.Count <= LeastPerRound && !load.Any(worker => worker.IsCompleted))
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await Task.Delay(round * 7 % 60, TestContext.Current.CancellationToken);
        await server.KillAsync();
        return (await Task.WhenAll(load)).Sum();
    }

    private static async Task AssertAllThereAsync(AccountClient client, ConcurrentBag<string> acknowledged)
    {
        foreach (var id in acknowledged)
        {
            Assert.Equal(200, (await client.DescribeAsync(Account, id)).Status);
        }

        // Of the last few, all that belongs to them.
        foreach (var id in acknowledged.Take(5))
        {
            var tags = await client.SendAsync(Account, HttpMethod.Get, $"/tags?resourceArn=arn%3Aaws%3Aiot%3Aus-east-1%3A{Account}%3Acacert%2F{id}");
            Assert.Equal(["one", "two"], tags.Body["tags"]!.AsArray().Select(tag => tag!["Key"]!.GetValue<string>()));
        }
    }

    /// <summary>Looks past the server at the file: sound, and no registration half there.</summary>
    private static async Task AssertWholeAsync(SqliteTestStore store)
    {
        Assert.Equal(["ok"], await store.RowsAsync("PRAGMA integrity_check"));
        Assert.Equal(
            await store.RowsAsync("SELECT 'cacert/' || certificate_id, 2 FROM ca_certificate ORDER BY 1"),
            await store.RowsAsync("SELECT resource, count(*) FROM tag GROUP BY resource ORDER BY 1"));
        // Each with the one record of who registered it.
        Assert.Equal(
            await store.RowsAsync($"SELECT 'arn:aws:iot:us-east-1:{Account}:cacert/' || certificate_id FROM ca_certificate ORDER BY 1"),
            await store.RowsAsync($"SELECT resources FROM audit_record WHERE operation = 'RegisterCACertificate' AND outcome = 'Success' ORDER BY 1"));
    }

    /// <summary>Registers one CA after the other, each second one with a proof; gives 1 when the kill cut a request short.</summary>
    private static async Task<int> RegisterUntilKilledAsync(AccountClient client, string code, string name, ConcurrentBag<string> acknowledged)
    {
        for (var count = 0; ; count++)
        {
            var ca = new TestCA($"CN=Round and worker {name} {count / 8}");
            var body = new JsonObject
            {
                ["caCertificate"] = ca.Pem,
                ["tags"] = new JsonArray(new JsonObject { ["Key"] = "one", ["Value"] = "1" }, new JsonObject { ["Key"] = "two", ["Value"] = "2" }),
            };
            if (count % 2 == 0)
            {
                body["certificateMode"] = "SNI_ONLY";
            }
            else
            {
                body["verificationCertificate"] = ca.ProofOver(code);
            }

            try
            {
                var reply = await client.PostAsync(Account, "?setAsActive=true", body);
                Assert.True(reply.Status == 200, $"{reply}");
                acknowledged.Add(ca.Id);
            }
            catch (HttpRequestException exception)
            {
                return exception.HttpRequestError is HttpRequestError.ConnectionError ? 0 : 1;
            }
        }
    }
}
