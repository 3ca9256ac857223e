using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Harness.Transcripts;

namespace Anchorage.Tests.Permissions;

/// <summary>What identity policies decide beyond action and resource: tags, roles, things, addresses, denies.</summary>
public class PolicyConditionTests(PermissionServers servers) : IClassFixture<PermissionServers>
{
    private const string Role = "arn:aws:iam::123456789012:role/JITPRole";

    private const string Template = """
        {"Parameters":{"AWS::IoT::Certificate::Id":{"Type":"String"}},"Resources":{"certificate":{"Type":"AWS::IoT::Certificate","Properties":{"CertificateId":{"Ref":"AWS::IoT::Certificate::Id"},"Status":"ACTIVE"}}}}
        """;

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_key_that_may_register_CAs_of_its_team_only_registers_no_others(Dialect dialect)
    {
        var (administrator, caller) = await PairAsync(dialect);
        await administrator.PutPolicyAsync("ci", """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:RegisterCACertificate","Resource":"*",
             "Condition":{"StringEquals":{"aws:RequestTag/team":"core"},"ForAllValues:StringEquals":{"aws:TagKeys":["team","site"]}}}]}
            """);

        AssertDenied(await RegisterAsync(caller), "iot:RegisterCACertificate on resource: * because no identity-based policy allows");
        AssertDenied(await RegisterAsync(caller, ("team", "edge")), "because no identity-based policy allows");
        AssertDenied(await RegisterAsync(caller, ("Team", "Core")), "because no identity-based policy allows");
        AssertDenied(await RegisterAsync(caller, ("team", "core"), ("owner", "me")), "because no identity-based policy allows");

        // Two keys that conditions cannot tell apart: neither may stand for the other.
        var ambiguous = await RegisterAsync(caller, ("team", "edge"), ("TEAM", "core"));
        Assert.Equal((400, "InvalidRequestException"), (ambiguous.Status, ambiguous.Error));

        var registered = await RegisterAsync(caller, ("team", "core"), ("site", "dock"));
        Assert.True(registered.Status == 200, $"{registered}");

        // The same in the query, as a string, and in a body that repeats nothing.
        var pem = new TestCA("CN=by query").Pem;
        AssertDenied(await caller.SendAsync(HttpMethod.Post, "/cacertificate?tags=team%3Dedge", Body(pem)), "because no identity-based policy allows");
        Assert.Equal(200, (await caller.SendAsync(HttpMethod.Post, "/cacertificate?tags=team%3Dcore", Body(pem))).Status);
        Assert.Equal(2, (await administrator.SendAsync(HttpMethod.Get, "/cacertificates")).Body["certificates"]!.AsArray().Count);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task What_hangs_on_the_tags_of_a_resource_follows_them(Dialect dialect)
    {
        var (administrator, caller) = await PairAsync(dialect);
        var core = Id(await RegisterAsync(administrator, ("team", "core")));
        var edge = Id(await RegisterAsync(administrator, ("team", "edge")));
        await administrator.PutPolicyAsync("ci", """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iot:DescribeCACertificate","iot:TagResource"],"Resource":"*",
             "Condition":{"StringEquals":{"aws:\u0052esourceTag/team":"core"}}}]}
            """);

        Assert.Equal(200, (await caller.SendAsync(HttpMethod.Get, $"/cacertificate/{core}")).Status);
        Assert.Equal(200, (await caller.SendAsync(HttpMethod.Get, $"/cacertificate/{core.ToUpperInvariant()}")).Status);
        AssertDenied(await caller.SendAsync(HttpMethod.Get, $"/cacertificate/{edge}"), $":cacert/{edge} because");
        AssertDenied(await TagAsync(caller, edge, "core"), "iot:TagResource on resource");
        Assert.Equal(200, (await TagAsync(caller, core, "edge")).Status);
        AssertDenied(await caller.SendAsync(HttpMethod.Get, $"/cacertificate/{core}"), "because no identity-based policy allows");

        // Of what is not there there are no tags.
        AssertDenied(await caller.SendAsync(HttpMethod.Get, $"/cacertificate/{new string('0', 64)}"), "because no identity-based policy allows");

        Task<Reply> TagAsync(KeyHolder holder, string id, string team) => holder.SendAsync(HttpMethod.Post, "/tags", new JsonObject
        {
            ["resourceArn"] = $"arn:aws:iot:us-east-1:{holder.Account}:cacert/{id}",
            ["tags"] = Tags(("team", team)),
        });
    }

    [Fact]
    public async Task An_explicit_deny_wins_however_the_id_is_written()
    {
        var (administrator, caller) = await PairAsync(Dialect.Sqlite);
        var id = Id(await RegisterAsync(administrator));
        await administrator.PutPolicyAsync("ci", $$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
             {"Effect":"Deny","Action":"iot:*","Resource":"arn:aws:iot:*:*:cacert/{{id}}"}]}
            """);

        foreach (var written in new[] { id, id.ToUpperInvariant() })
        {
            AssertDenied(await caller.SendAsync(HttpMethod.Delete, $"/cacertificate/{written}"), "with an explicit deny in an identity-based policy");
            AssertDenied(
                await caller.SendAsync(HttpMethod.Get, $"/tags?resourceArn=arn:aws:iot:us-east-1:{caller.Account}:cacert/{written}"),
                $"User: arn:aws:iam::{caller.Account}:user/ci is not authorized to perform: iot:ListTagsForResource on resource: arn:aws:iot:us-east-1:{caller.Account}:cacert/{id} with an explicit deny");
        }
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_role_is_given_to_the_service_by_who_may_pass_it(Dialect dialect)
    {
        var (administrator, caller) = await PairAsync(dialect);
        await administrator.PutPolicyAsync("ci", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}""");
        var id = Id(await RegisterAsync(caller));
        (HttpMethod Method, string Path, JsonObject Body)[] calls =
        [
            (HttpMethod.Post, "/cacertificate", With(Body(new TestCA("CN=with a role").Pem), "registrationConfig", Config())),
            (HttpMethod.Put, $"/cacertificate/{id}", new JsonObject { ["registrationConfig"] = Config() }),
            (HttpMethod.Post, "/provisioning-templates", new JsonObject { ["templateName"] = "line", ["templateBody"] = Template, ["type"] = "JITP", ["provisioningRoleArn"] = Role }),
            (HttpMethod.Patch, "/provisioning-templates/line", new JsonObject { ["provisioningRoleArn"] = Role }),
        ];

        foreach (var (method, path, body) in calls[..3])
        {
            AssertDenied(await caller.SendAsync(method, path, body), $"iam:PassRole on resource: {Role} because no identity-based policy allows the iam:PassRole action");
        }

        await administrator.PutPolicyAsync("ci", $$$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"{{{Role}}}","Condition":{"StringEquals":{"iam:PassedToService":"iot.amazonaws.com"} } }]}
            """, "role");
        foreach (var (method, path, body) in calls)
        {
            var reply = await caller.SendAsync(method, path, body);
            Assert.True(reply.Status == 200, $"{method} {path} {reply}");
        }

        await administrator.SendAsync(HttpMethod.Delete, $"/-/accounts/{caller.Account}/principals/ci/policies/role");
        AssertDenied(await caller.SendAsync(calls[3].Method, calls[3].Path, calls[3].Body), "iam:PassRole");

        static JsonObject Config() => new() { ["templateBody"] = Template, ["roleArn"] = Role };
        static JsonObject With(JsonObject body, string name, JsonNode value)
        {
            body[name] = value;
            return body;
        }
    }

    [Fact]
    public async Task A_template_does_nothing_that_its_author_may_not_do()
    {
        const string Template = """
            {"Parameters":{"Name":{"Type":"String"},"Id":{"Type":"String"}},"Resources":{
             "certificate":{"Type":"AWS::IoT::Certificate","Properties":{"CertificateId":{"Ref":"Id"},"Status":"ACTIVE"}},
             "thing":{"Type":"AWS::IoT::Thing","Properties":{"ThingName":{"Ref":"Name"} } },
             "policy":{"Type":"AWS::IoT::Policy","Properties":{"PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:Connect\",\"Resource\":\"*\"}]}"} } } }
            """;
        var (administrator, caller) = await PairAsync(Dialect.Sqlite);
        var device = new TestDevice("CN=buoy");
        Assert.Equal(200, (await administrator.SendAsync(HttpMethod.Post, "/certificate/register-no-ca", new JsonObject { ["certificatePem"] = device.Pem })).Status);
        string[] needed = ["iot:UpdateCertificate", "iot:CreateThing", "iot:AttachThingPrincipal", "iot:CreatePolicy", "iot:AttachPolicy"];
        for (var count = 0; count <= needed.Length; count++)
        {
            await administrator.PutPolicyAsync("ci", $$"""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iot:*Template","iot:RegisterThing","iam:PassRole",{{string.Join(',', needed.Take(count).Append("iot:None").Select(action => $"\"{action}\""))}}],"Resource":"*"},
                 {"Effect":"Deny","Action":"iot:CreateThing","Resource":"arn:aws:iot:*:*:thing/harbour"}]}
                """);
            foreach (var reply in new[] { await StoreAsync(), await RegisterThingAsync("buoy") })
            {
                if (count < needed.Length)
                {
                    AssertDenied(reply, $"{needed[count]} on resource");
                }
                else
                {
                    Assert.True(reply.Status == 200, $"{reply}");
                }
            }
        }

        // A name that comes with the request is judged as it is.
        AssertDenied(await RegisterThingAsync("harbour"), $":thing/harbour with an explicit deny");

        Task<Reply> StoreAsync() => caller.SendAsync(HttpMethod.Post, "/provisioning-templates", new JsonObject
        {
            ["templateName"] = "line",
            ["templateBody"] = Template,
            ["provisioningRoleArn"] = Role,
        });
        Task<Reply> RegisterThingAsync(string name) => caller.SendAsync(HttpMethod.Post, "/things", new JsonObject
        {
            ["templateBody"] = Template,
            ["parameters"] = new JsonObject { ["Name"] = name, ["Id"] = device.Id },
        });
    }

    [Fact]
    public async Task The_address_the_time_and_the_thing_of_a_call_are_known_to_conditions()
    {
        var (administrator, caller) = await PairAsync(Dialect.Sqlite);
        foreach (var (condition, isAllowed) in new[]
        {
            ("""{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}""", true),
            ("""{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}""", false),
            ("""{"DateGreaterThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"},"DateLessThan":{"aws:CurrentTime":"2200-01-01T00:00:00Z"}}""", true),
            ("""{"DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}}""", false),
            ("""{"Bool":{"aws:SecureTransport":"false"}}""", true),
            ("""{"StringEquals":{"aws:username":"ci","aws:RequestedRegion":"us-east-1"}}""", true),
            ("""{"StringEquals":{"aws:PrincipalTag/team":"core"}}""", false),
        })
        {
            await administrator.PutPolicyAsync("ci", $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:DescribeEndpoint","Resource":"*","Condition":{{condition}} }]}""");
            Assert.True((await caller.SendAsync(HttpMethod.Get, "/endpoint")).Status == (isAllowed ? 200 : 403), condition);
        }

        var device = new TestDevice("CN=buoy");
        Assert.Equal(200, (await administrator.SendAsync(HttpMethod.Post, "/certificate/register-no-ca", new JsonObject { ["certificatePem"] = device.Pem })).Status);
        Assert.Equal(200, (await administrator.SendAsync(HttpMethod.Post, "/things/buoy-1", [])).Status);
        Assert.Equal(200, (await administrator.SendAsync(HttpMethod.Post, "/things/tug-1", [])).Status);
        await administrator.PutPolicyAsync("ci", """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:AttachThingPrincipal","Resource":"arn:aws:iot:*:*:cert/*","Condition":{"ArnLike":{"iot:thingArn":"arn:aws:iot:*:*:thing/buoy-*"}}}}
            """);
        var principal = ("x-amzn-principal", $"arn:aws:iot:us-east-1:{caller.Account}:cert/{device.Id}");
        Assert.Equal(200, (await caller.SendAsync(HttpMethod.Put, "/things/buoy-1/principals", null, principal)).Status);
        AssertDenied(await caller.SendAsync(HttpMethod.Put, "/things/tug-1/principals", null, principal), "iot:AttachThingPrincipal");
    }

    [Fact]
    public async Task Unreadable_JSON_is_told_before_the_permission_and_nothing_else_is()
    {
        var (administrator, caller) = await PairAsync(Dialect.Sqlite);
        AssertDenied(await caller.SendAsync(HttpMethod.Post, "/cacertificate", new JsonObject { ["certificateMode"] = "NONSENSE" }), "iot:RegisterCACertificate");
        AssertDenied(await caller.SendAsync(HttpMethod.Post, "/tags", []), "iot:TagResource on resource: * because");
        AssertDenied(await caller.SendAsync(HttpMethod.Post, "/tags", new JsonObject { ["resourceArn"] = 7 }), "iot:TagResource on resource: * because");
        AssertDenied(await caller.SendAsync(HttpMethod.Put, "/target-policies/x", new JsonObject { ["target"] = "two words\n" }), "on resource: 'two words");
        AssertDenied(await caller.SendAsync(HttpMethod.Put, "/target-policies/x", new JsonObject { ["target"] = new string('a', 5000) }), "on resource: * because");

        // With an Allow for one ARN, a request that names none is not allowed.
        await administrator.PutPolicyAsync("ci", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:TagResource","Resource":"arn:aws:iot:*"}}""");
        AssertDenied(await caller.SendAsync(HttpMethod.Post, "/tags", []), "iot:TagResource on resource: * because");
    }

    private async Task<(KeyHolder Administrator, KeyHolder Caller)> PairAsync(Dialect dialect)
    {
        var server = await servers.FindAsync(dialect);
        var administrator = await server.Keys!.AdministratorAsync(TranscriptServers.NewAccount());
        return (administrator, await administrator.IssueAsync(administrator.Account, new JsonObject { ["principalName"] = "ci" }));
    }

    private static Task<Reply> RegisterAsync(KeyHolder holder, params (string Key, string Value)[] tags)
    {
        var body = Body(new TestCA("CN=some CA").Pem);
        body["tags"] = Tags(tags);
        return holder.SendAsync(HttpMethod.Post, "/cacertificate", body);
    }

    private static JsonObject Body(string pem) => new() { ["caCertificate"] = pem, ["certificateMode"] = "SNI_ONLY" };

    private static JsonArray Tags(params (string Key, string Value)[] tags) =>
        [.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })];

    private static string Id(Reply reply)
    {
        Assert.True(reply.Status == 200, $"{reply}");
        return reply.Body["certificateId"]!.GetValue<string>();
    }

    private static void AssertDenied(Reply reply, string said)
    {
        Assert.True((403, "AccessDeniedException") == (reply.Status, reply.Error), $"{reply}");
        Assert.Contains(said, reply.Message, StringComparison.Ordinal);
    }
}
