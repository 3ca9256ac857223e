using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests.Permissions;

/// <summary>How policies get to principals: which are refused, and that a change holds at once, at every node.</summary>
public class IdentityPolicyTests(PermissionServers servers) : IClassFixture<PermissionServers>
{
    private const string Endpoint = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:DescribeEndpoint","Resource":"*"}}""";

    [Theory]
    [InlineData("{", "$")]
    [InlineData("[]", "$")]
    [InlineData("""{"Version":"2012-10-17"}""", "$")]
    [InlineData("""{"Version":"2011-01-01","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", "$.Version")]
    [InlineData("""{"Statement":[]}""", "$.Statement")]
    [InlineData("""{"Statement":[7]}""", "$.Statement[0]")]
    [InlineData("""{"Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}""", "$.Statement[0].Effect")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Allow","Action":"Describe","Resource":"*"}]}""", "$.Statement[1].Action")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":["iot:*",null],"Resource":"*"}]}""", "$.Statement[0].Action[1]")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}]}""", "$.Statement[0]")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"cert/1"}]}""", "$.Statement[0].Resource")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}""", "$.Statement[0].Principal")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringIs":{"aws:SourceIp":"1"}}}]}""", "$.Statement[0].Condition.StringIs")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"one"}}}]}""", "$.Statement[0].Condition.IpAddress")]
    [InlineData("""{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":7}}]}""", "$.Statement[0].Condition.StringEquals")]
    public async Task A_malformed_document_is_refused_with_the_place_of_its_fault(string document, string path)
    {
        var (administrator, _) = await PairAsync(Dialect.Sqlite);

        var reply = await administrator.SendAsync(
            HttpMethod.Put, $"/-/accounts/{administrator.Account}/principals/ci/policies/p", new JsonObject { ["policyDocument"] = document });

        Assert.True((400, "MalformedPolicyException") == (reply.Status, reply.Error), $"{reply}");
        Assert.Contains($"At {path}", reply.Message, StringComparison.Ordinal);
        Assert.Equal("[]", (await administrator.SendAsync(HttpMethod.Get, $"/-/accounts/{administrator.Account}/principals/ci/policies")).Body["policyNames"]!.ToJsonString());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_policy_holds_from_the_next_request_on_and_so_does_its_end(Dialect dialect)
    {
        var (administrator, caller) = await PairAsync(dialect);
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(403, await AskAsync(caller));
            await administrator.PutPolicyAsync("ci", Endpoint);
            Assert.Equal(200, await AskAsync(caller));
            await administrator.PutPolicyAsync("ci", Endpoint.Replace("Allow", "Deny", StringComparison.Ordinal), "deny");
            Assert.Equal(403, await AskAsync(caller));
            Assert.Equal(200, (await DeleteAsync("deny")).Status);
            Assert.Equal(200, await AskAsync(caller));
            Assert.Equal(200, (await DeleteAsync("only")).Status);
            Assert.Equal(404, (await DeleteAsync("only")).Status);
        }

        Task<Reply> DeleteAsync(string name) => administrator.SendAsync(HttpMethod.Delete, $"/-/accounts/{caller.Account}/principals/ci/policies/{name}");
    }

    [Fact]
    public async Task A_change_at_one_node_holds_at_the_other_with_the_next_request()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Postgres);
        var master = ("ANCHORAGE_MASTER_KEY", new string('7', 64));
        await using var one = await store.ServeAsync([.. PermissionServers.Settings, master]);
        await using var two = await store.ServeAsync([.. PermissionServers.Settings, master]);
        var root = PermissionServers.RootOf(one.Endpoint);
        var caller = await root.IssueAsync(root.Account, new JsonObject { ["principalName"] = "ci" }) with { Endpoint = two.Endpoint };
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(403, await AskAsync(caller));
            await root.PutPolicyAsync("ci", Endpoint);
            Assert.Equal(200, await AskAsync(caller));
            Assert.Equal(200, (await root.SendAsync(HttpMethod.Delete, $"/-/accounts/{root.Account}/principals/ci/policies/only")).Status);
        }

        await root.PutPolicyAsync("ci", Endpoint);
        Assert.Equal(200, (await root.SendAsync(HttpMethod.Patch, $"/-/accounts/{root.Account}/keys/{caller.Credentials.AccessKeyId}", new JsonObject { ["status"] = "INACTIVE" })).Status);
        Assert.Equal(403, await AskAsync(caller));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_principal_has_at_most_ten_policies_also_in_a_race(Dialect dialect)
    {
        var (administrator, _) = await PairAsync(dialect);

        var replies = await Task.WhenAll(Enumerable.Range(0, 14).Select(number => administrator.SendAsync(
            HttpMethod.Put, $"/-/accounts/{administrator.Account}/principals/ci/policies/p{number}", new JsonObject { ["policyDocument"] = Endpoint })));

        Assert.Equal(10, replies.Count(reply => reply.Status == 200));
        Assert.All(replies.Where(reply => reply.Status != 200), reply => Assert.Equal((410, "LimitExceededException"), (reply.Status, reply.Error)));
        var listed = await administrator.SendAsync(HttpMethod.Get, $"/-/accounts/{administrator.Account}/principals/ci/policies");
        Assert.Equal(10, listed.Body["policyNames"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_simulation_names_the_statement_that_decided_and_what_it_was_not_told()
    {
        var (administrator, _) = await PairAsync(Dialect.Sqlite);
        await administrator.PutPolicyAsync("ci", """
            {"Version":"2012-10-17","Statement":[{"Sid":"Describe","Effect":"Allow","Action":"iot:Describe*","Resource":"*"},
             {"Sid":"Team","Effect":"Allow","Action":"iot:RegisterCACertificate","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/team":"core"}}},
             {"Effect":"Deny","Action":"iot:Describe*","Resource":"arn:aws:iot:*:*:cacert/*"}]}
            """);

        Assert.Equal(("allowed", "only", 0, "Describe", ""), await SimulateAsync("iot:DescribeEndpoint", "*"));
        Assert.Equal(("explicitDeny", "only", 2, null, ""), await SimulateAsync("iot:DescribeCACertificate", "arn:aws:iot:us-east-1:123456789012:cacert/0"));
        Assert.Equal(("implicitDeny", null, null, null, "aws:RequestTag/team"), await SimulateAsync("iot:RegisterCACertificate", "*"));
        Assert.Equal(("allowed", "only", 1, "Team", ""), await SimulateAsync("iot:RegisterCACertificate", "*", new JsonObject { ["aws:RequestTag/team"] = "core" }));

        async Task<(string, string?, int?, string?, string)> SimulateAsync(string action, string resource, JsonObject? context = null)
        {
            var reply = await administrator.SendAsync(
                HttpMethod.Post, $"/-/accounts/{administrator.Account}/principals/ci/simulation",
                new JsonObject { ["action"] = action, ["resource"] = resource, ["context"] = context });
            Assert.True(reply.Status == 200, $"{reply}");
            return (
                reply.Body["evalDecision"]!.GetValue<string>(), reply.Body["policyName"]?.GetValue<string>(), reply.Body["statementIndex"]?.GetValue<int>(),
                reply.Body["sid"]?.GetValue<string>(), string.Join(' ', reply.Body["missingContextValues"]!.AsArray().Select(one => one!.GetValue<string>())));
        }
    }

    private static async Task<int> AskAsync(KeyHolder caller) => (await caller.SendAsync(HttpMethod.Get, "/endpoint")).Status;

    private async Task<(KeyHolder Administrator, KeyHolder Caller)> PairAsync(Dialect dialect)
    {
        var server = await servers.FindAsync(dialect);
        var administrator = await server.Keys!.AdministratorAsync(TranscriptServers.NewAccount());
        return (administrator, await administrator.IssueAsync(administrator.Account, new JsonObject { ["principalName"] = "ci" }));
    }
}
