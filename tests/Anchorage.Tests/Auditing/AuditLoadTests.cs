using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Auditing;

/// <summary>The trail is complete whatever comes at once.</summary>
public class AuditLoadTests
{
    private const string Account = "111122223333";
    private const int Workers = 16;
    private const int Rounds = 25;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Each_of_many_calls_at_once_leaves_exactly_the_record_of_what_it_was_answered(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint, Workers);
        var shared = new TestCA("CN=Shared");

        // Some change something, some race for it and lose, some are refused, some only read.
        var answers = (await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => CallAsync(worker))))).SelectMany(some => some).ToList();

        var records = await Trail.ListAsync(client, Account);
        var recorded = records.ToDictionary(record => record.Said("requestId"), record => $"{record.Said("operation")} {record.Said("outcome")}");
        Assert.Equal(records.Count, recorded.Count);
        Assert.Equal(
            answers.Where(answer => answer.Error is not null || answer.Operation != "ListThings")
                .Select(answer => (answer.RequestId, Record: $"{answer.Operation} {answer.Error ?? "Success"}")).OrderBy(pair => pair.RequestId, StringComparer.Ordinal),
            recorded.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Contains(answers, answer => answer is { Operation: "RegisterCACertificate", Error: "ResourceAlreadyExistsException" });
        Assert.Contains(answers, answer => answer is { Operation: "RegisterCACertificate", Error: null });

        async Task<List<(string RequestId, string Operation, string? Error)>> CallAsync(int worker)
        {
            var some = new List<(string, string, string?)>();
            for (var round = 0; round < Rounds; round++)
            {
                var thing = $"/things/thing-{worker}-{round}";
                foreach (var (operation, call) in new (string, Func<Task<Reply>>)[]
                {
                    ("CreateThing", () => client.SendAsync(Account, HttpMethod.Post, thing, [])),
                    ("RegisterCACertificate", () => client.RegisterAsync(Account, shared)),
                    ("UpdateThing", () => client.SendAsync(Account, HttpMethod.Patch, thing, new JsonObject { ["expectedVersion"] = round % 2 == 0 ? 1 : 7 })),
                    ("DeleteThing", () => client.SendAsync(Account, HttpMethod.Delete, thing)),
                    ("DeleteThing", () => client.SendAsync(Account, HttpMethod.Delete, thing)),
                    ("DescribeThing", () => client.SendAsync(Account, HttpMethod.Get, thing)),
                    ("ListThings", () => client.SendAsync(Account, HttpMethod.Get, "/things")),
                })
                {
                    var reply = await call();
                    Assert.True(reply.Status < 500, $"{operation} {reply}");
                    some.Add((reply.RequestId, operation, reply.Error));
                }
            }

            return some;
        }
    }
}
