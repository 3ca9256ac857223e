using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Storage;

public class NamedTemplateRegistrationTests
{
    private const string Account = "111122223333";

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_CA_comes_to_name_a_template_and_is_listed_by_it_until_it_does_no_more(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using (var database = await store.OpenMigratedAsync())
        {
            await database.AddTemplateAsync(Rows.Caller(Account, "us-east-1"), "one", "JITP");
            await database.AddTemplateAsync(Rows.Caller(Account, "us-east-1"), "two", "JITP");
            await database.AddTemplateAsync(Rows.Caller(Account, "us-east-1"), "for-fleets", "FLEET_PROVISIONING");
            await database.AddTemplateAsync(Rows.Caller("999988887777", "us-east-1"), "elsewhere", "JITP");
        }

        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        var ca = new TestCA("CN=With a template");
        Assert.Equal(200, (await client.RegisterAsync(Account, ca)).Status);

        Assert.Equal((404, "ResourceNotFoundException"), await NameAsync("elsewhere"));
        Assert.Equal((400, "InvalidRequestException"), await NameAsync("for-fleets"));
        Assert.Equal("none none", await ListedAsync());
        Assert.Equal((200, null), await NameAsync("one"));
        Assert.Equal("one none", await ListedAsync());
        Assert.Equal((200, null), await NameAsync("two"));
        Assert.Equal("none two", await ListedAsync());

        // A body takes the name's place.
        var template = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "transcripts/jitp-template.json"), TestContext.Current.CancellationToken);
        Assert.Equal(200, (await UpdateAsync(new JsonObject { ["templateBody"] = template, ["roleArn"] = "arn:aws:iam::123456789012:role/JITPRole" })).Status);
        Assert.Equal("none none", await ListedAsync());
        Assert.Equal((200, null), await NameAsync("two"));
        Assert.Equal("""{"templateName":"two"}""", (await client.DescribeAsync(Account, ca.Id)).Body["registrationConfig"]!.ToJsonString());
        Assert.Equal(200, (await client.SendAsync(Account, HttpMethod.Put, $"/cacertificate/{ca.Id}", new JsonObject { ["removeAutoRegistration"] = true })).Status);
        Assert.Equal("none none", await ListedAsync());

        async Task<(int, string?)> NameAsync(string name) =>
            await UpdateAsync(new JsonObject { ["templateName"] = name }) is var reply ? (reply.Status, reply.Error) : default;

        Task<Reply> UpdateAsync(JsonObject config) =>
            client.SendAsync(Account, HttpMethod.Put, $"/cacertificate/{ca.Id}", new JsonObject { ["registrationConfig"] = config });

        async Task<string> ListedAsync() => $"{await ListAsync("one")} {await ListAsync("two")}";

        async Task<string> ListAsync(string name) =>
            (await client.SendAsync(Account, HttpMethod.Get, $"/cacertificates?templateName={name}")).Body["certificates"]!.AsArray().Count == 1 ? name : "none";
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_registration_may_name_a_template_of_type_JITP_that_is_there(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using (var database = await store.OpenMigratedAsync())
        {
            await database.AddTemplateAsync(Rows.Caller(Account, "us-east-1"), "for-devices", "JITP");
            await database.AddTemplateAsync(Rows.Caller(Account, "us-east-1"), "for-fleets", "FLEET_PROVISIONING");
            await database.AddTemplateAsync(Rows.Caller("999988887777", "us-east-1"), "elsewhere", "JITP");
        }

        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        var ca = new TestCA("CN=With a template");

        var unknown = await RegisterAsync("elsewhere");
        Assert.Equal((404, "ResourceNotFoundException"), (unknown.Status, unknown.Error));
        Assert.Contains("'elsewhere'", unknown.Message, StringComparison.Ordinal);

        var fleet = await RegisterAsync("for-fleets");
        Assert.Equal((400, "InvalidRequestException"), (fleet.Status, fleet.Error));
        Assert.Contains("FLEET_PROVISIONING", fleet.Message, StringComparison.Ordinal);
        Assert.Equal(404, (await client.DescribeAsync(Account, ca.Id)).Status);

        Assert.Equal(200, (await RegisterAsync("for-devices")).Status);
        var described = await client.DescribeAsync(Account, ca.Id);
        Assert.Equal("""{"templateName":"for-devices"}""", described.Body["registrationConfig"]!.ToJsonString());
        var listed = await client.SendAsync(Account, HttpMethod.Get, "/cacertificates?templateName=for-devices");
        Assert.Equal(ca.Id, Assert.Single(listed.Body["certificates"]!.AsArray())!["certificateId"]!.GetValue<string>());
        Assert.Equal(1, await store.CountAsync("ca_certificate"));

        Task<Reply> RegisterAsync(string template) => client.PostAsync(Account, "", new JsonObject
        {
            ["caCertificate"] = ca.Pem,
            ["certificateMode"] = "SNI_ONLY",
            ["registrationConfig"] = new JsonObject { ["templateName"] = template },
        });
    }
}
