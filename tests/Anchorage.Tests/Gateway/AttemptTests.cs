using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using Microsoft.Extensions.Time.Testing;
using static Anchorage.Tests.Gateway.FirstConnect;

namespace Anchorage.Tests.Gateway;

/// <summary>What is recorded of devices that are not simply let in, and what a diagnosis says beforehand.</summary>
public sealed class AttemptTests
{
    private static readonly string[] Tables =
        ["device_certificate", "registration_event", "thing", "thing_principal", "policy", "policy_version", "policy_attachment", "onboarding_attempt", "device_default_holder"];

    private static readonly Dictionary<string, byte[]> Wrong = new()
    {
        ["not_connect"] = Packet.Ping,
        ["too_large"] = [0x10, 0x80, 0x84, 0xAF, 0x5F],
        ["malformed"] = Packet.Connect(4, "c", flags: 1),
        ["version"] = Packet.Connect(3, "c"),
        ["authentication_method"] = Packet.Connect(5, "c", properties: [[0x15, .. Packet.Text("SCRAM")]]),
        ["will"] = Packet.Connect(4, "c", flags: 0b100, will: Packet.Will(4, "w/#", "x")),
        ["client_id"] = Packet.Connect(4, "$me"),
        ["no_certificate"] = Packet.Connect(4, "c"),
    };

    public static TheoryData<string> Scenarios => AttemptScenario.Names;

    public static TheoryData<string> WrongPackets => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_diagnosis_changes_nothing_and_says_what_the_connect_then_leads_to_and_what_is_recorded(string name)
    {
        var scenario = AttemptScenario.All[name];
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await AnchorageServer.StartAsync(clock, store.Folder, settings: ("auth", "none"));
        var device = await scenario.PrepareAsync(new AttemptScene(server, clock));
        var isNobodys = scenario.Outcome == "unknown_endpoint";
        var list = isNobodys ? "?unattributed=true" : "?pageSize=250";
        var recorded = (await Attempts.ListAsync(server, list)).Count;
        var rows = await RowsAsync(store);

        var diagnosis = await Attempts.DiagnoseAsync(server, device, scenario.ServerName, scenario.ClientId);

        Assert.True(diagnosis.Status == 200, diagnosis.ToString());
        Assert.Equal(scenario.Outcome, diagnosis.Body.Text("outcome"));
        Assert.Equal(recorded, (await Attempts.ListAsync(server, list)).Count);
        Assert.Equal(rows, await RowsAsync(store));
        JudgeChecks(diagnosis.Body);

        var isIn = await Attempts.ConnectAsync(server, device, scenario.ServerName, Packet.Connect(4, scenario.ClientId));

        Assert.Equal(diagnosis.Body.Text("verdict") == "admitted", isIn);
        var attempts = await Attempts.ListAsync(server, list);
        if (isIn)
        {
            Assert.Equal(recorded, attempts.Count);
            return;
        }

        Assert.Equal(recorded + 1, attempts.Count);
        var attempt = attempts[0];
        string[] told = ["outcome", "verdict", "reason", "remedy", "serverName"];
        string[] shown = ["certificateId", "subject", "issuer"];

        // Whoever asks for a wrong name has not shown a certificate yet.
        foreach (var member in isNobodys ? told : told.Concat(shown))
        {
            Assert.Equal((member, diagnosis.Body.Text(member)), (member, attempt.Text(member)));
        }

        Assert.Equal(isNobodys ? "" : device.Id, attempt.Text("certificateId"));
        Assert.Equal("127.0.0.1", attempt.Text("sourceAddress"));
        Assert.Equal(scenario.CAs, attempt["caCertificateIds"]!.AsArray().Count);
        Assert.True(JsonNode.DeepEquals(diagnosis.Body["caCertificateIds"], attempt["caCertificateIds"]), attempt.ToJsonString());
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), DateTimeOffset.Parse(attempt.Text("attemptedAt"), null).ToUnixTimeMilliseconds());
    }

    [Theory]
    [MemberData(nameof(WrongPackets))]
    public async Task What_ends_before_the_registry_is_looked_at_is_recorded_for_the_account_that_was_asked_for(string outcome)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = outcome == "no_certificate" ? null : TestDevice.Make("CN=lamp");

        Assert.False(await Attempts.ConnectAsync(server, device, NameOf(AttemptScenario.Other), Wrong[outcome]));

        var attempt = Assert.Single(await Attempts.ListAsync(server, account: AttemptScenario.Other));
        Assert.Equal((outcome, device?.Id ?? "", device is null ? "" : "CN=lamp"), (attempt.Text("outcome"), attempt.Text("certificateId"), attempt.Text("subject")));
        Assert.Empty(await Attempts.ListAsync(server));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task The_way_of_a_device_into_the_registry_can_be_read_from_its_attempts(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server, FirstConnect.Template);
        var device = ca.Device("CN=lamp,SERIALNUMBER=7");
        var rows = await RowsAsync(store);

        var diagnosis = await Attempts.DiagnoseAsync(server, device);

        Assert.Equal("provisioned", diagnosis.Body.Text("outcome"));
        Assert.Equal(rows, await RowsAsync(store));
        var made = diagnosis.Body["device"]!.AsObject();
        Assert.Equal(("lamp", "ACTIVE"), (made.Text("thingName"), made.Text("certificateStatus")));

        Assert.Equal(["closed", "in", "in"], [await TryAsync(server, device), await TryAsync(server, device), await TryAsync(server, device)]);

        var attempts = await Attempts.ListAsync(server);
        Assert.Equal(["admitted", "provisioned"], attempts.Select(attempt => attempt.Text("outcome")));
        Assert.All(attempts, attempt => Assert.Equal(ca.Id, Assert.Single(attempt["caCertificateIds"]!.AsArray())!.GetValue<string>()));
        Assert.Equal("admitted", (await Attempts.DiagnoseAsync(server, device)).Body.Text("outcome"));
        Assert.Equal(await store.RowsAsync("SELECT policy_name FROM policy"), made["policyNames"]!.AsArray().Select(policy => policy!.GetValue<string>()));
    }

    [Fact]
    public async Task A_device_that_gets_no_further_than_its_handshake_is_recorded_if_it_showed_a_certificate_or_gave_the_handshake_up()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = TestDevice.Make();
        using (await DeviceClient.OpenAsync(server, device, NameOf(TestDevice.Account)))
        using (await DeviceClient.OpenAsync(server, null, NameOf(TestDevice.Account)))
        {
        }

        // OpenSSL looks at the server's certificate within the handshake, and gives it up.
        Assert.Contains("verify error", await Shell.RunAsync(
            $"openssl s_client -connect {server.DeviceAddress} -servername {NameOf(TestDevice.Account)} -verify_return_error </dev/null"), StringComparison.Ordinal);

        await EventuallyAsync(async () => (await Attempts.ListAsync(server)).Count >= 2, "both to be recorded");
        var attempts = (await Attempts.ListAsync(server)).OrderBy(attempt => attempt.Text("outcome"), StringComparer.Ordinal).ToList();
        Assert.Equal(["handshake_failed", "no_connect"], attempts.Select(attempt => attempt.Text("outcome")));
        Assert.Equal(device.Id, attempts[1].Text("certificateId"));
    }

    [Fact]
    public async Task A_device_that_cannot_be_judged_because_the_store_is_away_is_recorded_once_it_is_back()
    {
        await using var store = (PostgresTestStore)await TestStore.MakeAsync(Dialect.Postgres);
        await using var server = await store.ServeAsync(("auth", "none"));
        var device = await TestDevice.Make().RegisterAsync(server);
        using (await DeviceClient.ConnectAsync(server, device, "c"))
        {
        }

        await store.SetReachableAsync(false);
        Assert.Equal("closed", await TryAsync(server, device));
        await store.SetReachableAsync(true);

        await EventuallyAsync(async () => (await Attempts.ListAsync(server)).Any(attempt => attempt.Text("outcome") == "failed" && attempt.Text("certificateId") == device.Id), "the outage to be recorded");
        Assert.Equal("in", await TryAsync(server, device));
    }

    [Fact]
    public async Task With_jitp_hold_the_first_connect_is_recorded_as_let_in()
    {
        await using var server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("jitp-hold", "true")]);
        var device = (await new FleetCA().RegisterAsync(server, FirstConnect.Template)).Device("CN=lamp,SERIALNUMBER=7");

        Assert.Equal(["in", "in"], [await TryAsync(server, device), await TryAsync(server, device)]);

        var attempt = Assert.Single(await Attempts.ListAsync(server));
        Assert.Equal("admitted", attempt.Text("outcome"));
        Assert.Contains("was provisioned by the template", attempt.Text("reason"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "provisioned", "next_connect pass")]
    [InlineData(true, "admitted", "next_connect pass")]
    [InlineData(false, "provisioned", "next_connect fail", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:us-east-1:123456789012:client/other"}]}""")]
    [InlineData(true, "connect_not_allowed", "next_connect fail", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:us-east-1:123456789012:client/other"}]}""")]
    [InlineData(false, "provisioned", "next_connect pass", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:Connect","Resource":"arn:aws:iot:us-east-1:123456789012:client/${iot:Connection.Thing.ThingName}"}]}""")]
    public async Task What_the_policies_of_a_template_allow_is_told_before_it_is_carried_out(bool holds, string outcome, string check, string? policy = null)
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var server = await store.ServeAsync(("auth", "none"), ("jitp-hold", holds ? "true" : "false"));
        var template = JsonNode.Parse(FirstConnect.Template)!;
        if (policy is not null)
        {
            template["Resources"]!["policy"]!["Properties"]!["PolicyDocument"] = policy;
        }

        var device = (await new FleetCA().RegisterAsync(server, template.ToJsonString())).Device("CN=lamp,SERIALNUMBER=7");
        var rows = await RowsAsync(store);

        var diagnosis = (await Attempts.DiagnoseAsync(server, device, clientId: "lamp")).Body;

        Assert.Equal(outcome, diagnosis.Text("outcome"));
        var last = diagnosis["checks"]!.AsArray()[^1]!.AsObject();
        Assert.Equal(check, $"{last.Text("check")} {last.Text("result")}");
        Assert.Equal(rows, await RowsAsync(store));

        await TryAsync(server, device, clientId: "lamp");
        var attempt = Assert.Single(await Attempts.ListAsync(server));
        Assert.Equal((outcome, diagnosis.Text("reason")), (attempt.Text("outcome"), attempt.Text("reason")));
        Assert.Equal(check.EndsWith("pass", StringComparison.Ordinal) ? "in" : "closed", await TryAsync(server, device, clientId: "lamp"));
    }

    [Fact]
    public async Task A_device_that_names_no_account_is_recorded_for_the_one_that_holds_its_CA_and_told_of_to_nobody_else()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = (await new FleetCA().RegisterProvenAsync(server, AttemptScenario.Other)).Device();
        var nobodys = new FleetCA().Device();

        var others = await Attempts.DiagnoseAsync(server, device, "localhost");
        var unknown = await Attempts.DiagnoseAsync(server, nobodys, "localhost");
        var owners = await Attempts.DiagnoseAsync(server, device, "localhost", account: AttemptScenario.Other);

        Assert.Equal("registered", owners.Body.Text("outcome"));
        Assert.Equal("unknown", others.Body.Text("outcome"));

        // The certificates differ, and nothing else.
        Assert.Equal(Without(unknown.Body, nobodys), Without(others.Body, device));

        await TryAsync(server, device, "localhost");
        Assert.Equal("registered", Assert.Single(await Attempts.ListAsync(server, account: AttemptScenario.Other)).Text("outcome"));
        Assert.Empty(await Attempts.ListAsync(server));

        await TryAsync(server, nobodys, "localhost");
        Assert.Equal("unknown", Assert.Single(await Attempts.ListAsync(server)).Text("outcome"));
    }

    [Fact]
    public async Task That_another_account_has_a_CA_of_a_name_is_not_told()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        await new FleetCA().RegisterProvenAsync(server, AttemptScenario.Other);
        var namesake = new FleetCA().Device();

        await TryAsync(server, namesake, "localhost");

        var attempt = Assert.Single(await Attempts.ListAsync(server));
        Assert.Equal("unknown", attempt.Text("outcome"));
        Assert.Empty(attempt["caCertificateIds"]!.AsArray());
    }

    private static string Without(JsonObject body, TestDevice device) => body.ToJsonString().Replace(device.Id, "ID", StringComparison.Ordinal);

    /// <summary>All checks before the one that fails have passed, and those after it were not reached.</summary>
    private static void JudgeChecks(JsonObject diagnosis)
    {
        var checks = diagnosis["checks"]!.AsArray().Select(check => check!.AsObject()).ToList();
        var results = checks.Select(check => check.Text("result")).ToList();
        var fails = diagnosis.Text("verdict") == "refused" ? 1 : 0;
        Assert.Equal(fails, results.Count(result => result == "fail"));
        Assert.Equal(results.OrderBy(result => result switch { "pass" => 0, "fail" => 1, _ => 2 }), results);
        Assert.True(fails == 0 || checks.Single(check => check.Text("result") == "fail").Text("detail") == diagnosis.Text("reason"), diagnosis.ToJsonString());
    }

    private static async Task<List<string>> RowsAsync(TestStore store)
    {
        var rows = new List<string>();
        foreach (var table in Tables)
        {
            rows.AddRange((await store.RowsAsync($"SELECT * FROM {table}")).Select(row => $"{table}: {row}").Order(StringComparer.Ordinal));
        }

        return rows;
    }
}
