using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Harness.Samples;
using Anchorage.Tests.Permissions;
using Anchorage.Wire;

namespace Anchorage.Tests.Auditing;

/// <summary>Every operation, refused and done: whatever changes something leaves one record, and so does each refusal.</summary>
public class AuditedOperationTests(PermissionServers servers) : IClassFixture<PermissionServers>
{
    private const string Principal = "actor";

    private const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    /// <summary>What they change has no name: an account has one of it, in a region.</summary>
    private const string WithoutResource = "DeleteRegistrationCode";

    private static readonly Dictionary<string, Sample> Samples = Sample.All.ToDictionary(sample => $"{sample.Case.File}: {sample.Case.Title}");

    private static readonly IEnumerable<Operation> Offered = Operations.All.Concat(Operations.Own);

    /// <summary>Every sample on SQLite, the first of each operation on PostgreSQL too.</summary>
    public static TheoryData<string, Dialect> Titles { get; } =
    [
        .. Samples.Keys.Select(title => (title, Dialect.Sqlite)),
        .. Samples.GroupBy(sample => sample.Value.Operation).Select(group => (group.First().Key, Dialect.Postgres)),
    ];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task An_operation_leaves_one_record_when_it_is_refused_and_one_when_it_changes_something(string title, Dialect dialect)
    {
        var sample = Samples[title];
        var operation = Offered.Single(one => one.Name == sample.Operation);
        var (owner, administrator) = await servers.BuildAsync(sample, dialect, Principal);
        var mayCall = !operation.Demand.NeedsAdministrator;

        var refused = await (await owner.RequestAsync()).SendAsync();
        Assert.Equal(403, refused.Status);
        var denial = Assert.Single(await RecordsAsync(administrator, refused.Header("x-amzn-RequestId")!));
        Assert.Equal("AccessDeniedException", Text(denial, "outcome"));
        AssertTold(denial, $"arn:aws:iam::{owner.AccountId}:user/{Principal}");

        if (mayCall)
        {
            await administrator.PutPolicyAsync(Principal, Everything);
        }
        else
        {
            (await servers.FindAsync(dialect)).Keys!.Act(owner.AccountId, administrator);
        }

        var answer = await (await owner.RequestAsync()).SendAsync();
        var records = await RecordsAsync(administrator, answer.Header("x-amzn-RequestId")!);
        if (answer.Status == 200 && !operation.Changes)
        {
            Assert.Empty(records);
            return;
        }

        var record = Assert.Single(records);
        Assert.Equal(answer.Header("x-amzn-ErrorType") ?? "Success", Text(record, "outcome"));
        AssertTold(record, $"arn:aws:iam::{owner.AccountId}:user/{(mayCall ? Principal : "administrator")}");
        if (answer.Status == 200)
        {
            Assert.Equal(operation.Name != WithoutResource, record["resources"]!.AsArray().Count > 0);
        }

        void AssertTold(JsonObject one, string principal)
        {
            Assert.Equal(
                (operation.Name, principal, owner.AccountId, "127.0.0.1"),
                (Text(one, "operation"), Text(one, "principal"), Text(one, "accountId"), Text(one, "sourceAddress")));
            Assert.Matches("^ANCK[A-Z2-7]{16}$", Text(one, "accessKeyId"));
            Assert.All(one["resources"]!.AsArray(), resource => Assert.StartsWith("arn:aws:", resource!.GetValue<string>(), StringComparison.Ordinal));
        }
    }

    private static async Task<List<JsonObject>> RecordsAsync(KeyHolder administrator, string requestId)
    {
        var reply = await administrator.SendAsync(HttpMethod.Get, "/-/audit?pageSize=250");
        Assert.True(reply.Status == 200, $"{reply}");
        return [.. reply.Body["records"]!.AsArray().Select(record => record!.AsObject()).Where(record => Text(record, "requestId") == requestId)];
    }

    private static string Text(JsonObject record, string name) => record[name]?.GetValue<string>() ?? "";
}
