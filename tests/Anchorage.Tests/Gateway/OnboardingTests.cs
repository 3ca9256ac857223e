using Anchorage.Tests.Harness;
using static Anchorage.Tests.Gateway.FirstConnect;

namespace Anchorage.Tests.Gateway;

/// <summary>Devices that nobody has announced register themselves: by their CA alone, or by its template.</summary>
public sealed class OnboardingTests
{
    private const string Other = "210987654321";

    /// <summary>Names the thing by the serial number, and in the policy the common name.</summary>
    private const string TemplateOfNames = """
        {
          "Parameters": {"AWS::IoT::Certificate::Id": {"Type": "String"}, "AWS::IoT::Certificate::SerialNumber": {"Type": "String"}, "AWS::IoT::Certificate::CommonName": {"Type": "String"}},
          "Resources": {
            "thing": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "AWS::IoT::Certificate::SerialNumber"}}},
            "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "ACTIVE"}},
            "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyDocument": {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "iot:Publish", "Resource": {"Fn::Join": ["", ["arn:aws:iot:us-east-1:123456789012:topic/", {"Ref": "AWS::IoT::Certificate::CommonName"}, "/up"]]}}]}}}
          }
        }
        """;

    private static readonly Dictionary<string, (Func<AnchorageServer, Task<TestDevice>> Device, string Reason)> Refused = new()
    {
        ["a CA that is not registered"] = (_ => Task.FromResult(new FleetCA().Device()), "no CA is with the subject"),
        ["a CA that has only the name of the one that is"] = (async server =>
        {
            await new FleetCA().RegisterAsync(server);
            return new FleetCA().Device();
        }, "signed by none of the 1 CAs"),
        ["an INACTIVE CA"] = (async server => (await new FleetCA().RegisterAsync(server, query: "?allowAutoRegistration=true")).Device(), "is INACTIVE; wanted ACTIVE"),
        ["a quarantined CA"] = (async server =>
        {
            var ca = await new FleetCA().RegisterAsync(server);
            Assert.Equal(200, (await SendAsync(server, HttpMethod.Put, $"/-/ca-quarantines/{ca.Id}")).Status);
            return ca.Device();
        }, "is quarantined. When its devices may come in: anchorage ca release"),
        ["a CA that does not register by itself"] = (async server => (await new FleetCA().RegisterAsync(server, query: "?setAsActive=true")).Device(), "new-auto-registration-status ENABLE"),
        ["an expired certificate"] = (async server => (await new FleetCA().RegisterAsync(server)).Device(notAfter: TimeProvider.System.GetUtcNow().AddHours(-1)), "cannot come in under the CA"),
        ["a CA of another account"] = (async server => (await new FleetCA().RegisterAsync(server, account: Other)).Device(), "no CA is with the subject"),
        ["an intermediate that was not sent"] = (async server => new FleetCA("CN=Plant", await new FleetCA().RegisterAsync(server)).Device(), "no CA is with the subject"),
    };

    public static TheoryData<string> RefusedDevices => [.. Refused.Keys];

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_device_registers_itself_and_whoever_is_subscribed_activates_it(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        using var activator = await DeviceClient.ConnectAsync(server, await TestDevice.Make().RegisterAsync(server), "activator");
        Assert.Equal([1], await activator.SubscribeAsync(($"$aws/events/certificates/registered/{ca.Id}", 1)));
        var device = ca.Device();
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

        Assert.Equal("closed", await TryAsync(server, device));

        var first = await EventAsync(activator);
        Assert.Equal(
            ["awsAccountId", "caCertificateId", "certificateId", "certificateRegistrationTimestamp", "certificateStatus", "timestamp"],
            first.Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            (device.Id, ca.Id, "PENDING_ACTIVATION", TestDevice.Account),
            ((string)first["certificateId"]!, (string)first["caCertificateId"]!, (string)first["certificateStatus"]!, (string)first["awsAccountId"]!));
        Assert.Null(first["certificateRegistrationTimestamp"]);
        Assert.InRange((long)first["timestamp"]!, before, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.Equal("PENDING_ACTIVATION", (await DescribeAsync(server, device))["status"]?.GetValue<string>());

        Assert.Equal("closed", await TryAsync(server, device));
        var second = await EventAsync(activator);
        Assert.Equal(((long)first["timestamp"]!).ToString(System.Globalization.CultureInfo.InvariantCulture), second["certificateRegistrationTimestamp"]!.GetValue<string>());
        Assert.True((long)second["timestamp"]! >= (long)first["timestamp"]!);
        await EventuallyAsync(async () => await store.CountAsync("registration_event") == 0, "the events that were acknowledged to be gone from the store");

        await UpdateAsync(server, device, "ACTIVE");
        await AttachAsync(server, device);
        Assert.Equal("in", await TryAsync(server, device));
        Assert.Equal(ca.Id, (await DescribeAsync(server, device))["caCertificateId"]?.GetValue<string>());
    }

    [Theory]
    [MemberData(nameof(RefusedDevices))]
    public async Task A_device_for_which_no_CA_answers_is_refused_and_nothing_is_registered(string name)
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var server = await store.ServeAsync(("auth", "none"), ("connack-reasons", "true"));
        var device = await Refused[name].Device(server);

        using var client = await DeviceClient.OpenAsync(server, device, NameOf(TestDevice.Account));
        await client.SendAsync(Packet.Connect(5, "c"));

        var told = (await client.ReadAsync())!;
        Assert.Equal([0x20, 0, 0x87], [told.Header, told.Body[0], told.Body[1]]);
        Assert.Contains(Refused[name].Reason, System.Text.Encoding.UTF8.GetString(told.Body), StringComparison.Ordinal);
        Assert.Null(await client.ReadAsync());
        Assert.Equal(0, await store.CountAsync("device_certificate"));
        Assert.Equal(0, await store.CountAsync("registration_event"));
    }

    [Fact]
    public async Task A_handshake_alone_registers_nothing()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var server = await store.ServeAsync(("auth", "none"));
        var device = (await new FleetCA().RegisterAsync(server)).Device();

        using (await DeviceClient.OpenAsync(server, device, NameOf(TestDevice.Account)))
        {
        }

        using (var silent = await DeviceClient.OpenAsync(server, device, NameOf(TestDevice.Account)))
        {
            await Task.Delay(300, TestContext.Current.CancellationToken);
            Assert.Equal(0, await store.CountAsync("device_certificate"));
        }
    }

    [Theory]
    [InlineData("leaf alone")]
    [InlineData("leaf and CA")]
    [InlineData("leaf and intermediates")]
    [InlineData("leaf and intermediates in any order")]
    [InlineData("leaf, intermediates, CA and a stranger")]
    public async Task A_device_may_send_its_chain_in_part_or_whole_and_in_any_order(string sent)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var ca = await new FleetCA().RegisterProvenAsync(server);
        var plant = new FleetCA("CN=Plant", ca);
        var line = new FleetCA("CN=Line", plant);
        var device = sent switch
        {
            "leaf alone" => ca.Device(),
            "leaf and CA" => ca.Device(sent: ca),
            "leaf and intermediates" => line.Device(sent: [line, plant]),
            "leaf and intermediates in any order" => line.Device(sent: [plant, line]),
            _ => line.Device(sent: [new FleetCA("CN=Stranger"), ca, plant, line]),
        };
        using var folder = new TemporaryFolder();
        var (certificate, key) = device.WriteTo(folder.Path);
        using var http = new HttpClient();
        var root = await http.GetStringAsync(new Uri($"{server.Endpoint}/-/server-ca.pem"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "root.pem"), root, TestContext.Current.CancellationToken);

        // Mosquitto sends what the file has, in its order.
        await Shell.RunAsync($"mosquitto_pub -h localhost -p {server.DeviceAddress.Port} --cafile {folder.Path}/root.pem --cert {certificate} --key {key} -q 1 -t a -m m -i d");

        var described = await DescribeAsync(server, device);
        Assert.Equal(("PENDING_ACTIVATION", ca.Id), (described["status"]?.GetValue<string>(), described["caCertificateId"]?.GetValue<string>()));
    }

    [Fact]
    public async Task The_name_in_the_handshake_tells_which_of_two_accounts_with_the_same_CA_a_device_comes_to()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        await ca.RegisterAsync(server, account: Other);
        var (ours, theirs, nobodys) = (ca.Device("CN=ours"), ca.Device("CN=theirs"), ca.Device("CN=nobodys"));

        await TryAsync(server, ours, NameOf(TestDevice.Account));
        await TryAsync(server, theirs, NameOf(Other));
        await TryAsync(server, nobodys, "localhost");

        Assert.Equal(["PENDING_ACTIVATION", null], [await StatusAsync(server, ours, TestDevice.Account), await StatusAsync(server, ours, Other)]);
        Assert.Equal([null, "PENDING_ACTIVATION"], [await StatusAsync(server, theirs, TestDevice.Account), await StatusAsync(server, theirs, Other)]);
        Assert.Equal([null, null], [await StatusAsync(server, nobodys, TestDevice.Account), await StatusAsync(server, nobodys, Other)]);
    }

    [Fact]
    public async Task A_device_that_names_no_account_comes_to_the_one_that_holds_its_CA_in_DEFAULT_mode()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = (await new FleetCA().RegisterProvenAsync(server, Other, Template)).Device("CN=lamp,SERIALNUMBER=7");

        Assert.Equal("closed", await TryAsync(server, device, "localhost"));
        Assert.Equal("in", await TryAsync(server, device, "localhost"));

        Assert.Equal([null, "ACTIVE"], [await StatusAsync(server, device, TestDevice.Account), await StatusAsync(server, device, Other)]);
        Assert.Equal("closed", await TryAsync(server, device, NameOf(TestDevice.Account)));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_template_makes_a_device_of_it_whose_second_connect_is_let_in(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server, Template);
        using var watcher = await DeviceClient.ConnectAsync(server, await TestDevice.Make().RegisterAsync(server), "watcher");
        await watcher.SubscribeAsync(("$aws/events/certificates/registered/#", 0));
        var device = ca.Device("CN=lamp,SERIALNUMBER=7");

        Assert.Equal("closed", await TryAsync(server, device));
        Assert.Equal("in", await TryAsync(server, device));
        Assert.Equal("in", await TryAsync(server, device));

        Assert.Equal(device.Id, (string)(await EventAsync(watcher))["certificateId"]!);
        Assert.Equal("ACTIVE", await StatusAsync(server, device));
        var thing = await SendAsync(server, HttpMethod.Get, "/things/lamp");
        Assert.Equal("""{"country":"NO","serialNumber":"7","version":"v1"}""", Sorted(thing.Body["attributes"]!.AsObject()));
        Assert.Equal(["lamp"], await store.RowsAsync("SELECT thing_name FROM thing"));
        Assert.Equal([$"cert/{device.Id}"], await store.RowsAsync($"SELECT target FROM policy_attachment WHERE target = 'cert/{device.Id}'"));
    }

    [Fact]
    public async Task With_jitp_hold_the_first_connect_is_let_in()
    {
        await using var server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("jitp-hold", "true")]);
        var ca = await new FleetCA().RegisterAsync(server, Template);

        using var client = await DeviceClient.ConnectAsync(server, ca.Device("CN=lamp,SERIALNUMBER=7"), "c", serverName: NameOf(TestDevice.Account));

        Assert.True(await client.IsAliveAsync());
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task A_template_that_fails_leaves_the_device_pending_until_it_is_mended(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"), ("connack-reasons", "true"));
        var ca = await new FleetCA().RegisterAsync(server, Template);
        var device = ca.Device("CN=lamp");

        for (var round = 0; round < 2; round++)
        {
            using var client = await DeviceClient.OpenAsync(server, device, NameOf(TestDevice.Account));
            await client.SendAsync(Packet.Connect(5, "c"));
            var told = System.Text.Encoding.UTF8.GetString((await client.ReadAsync())!.Body);
            Assert.Contains("stays PENDING_ACTIVATION", told, StringComparison.Ordinal);
            Assert.Contains("AWS::IoT::Certificate::SerialNumber", told, StringComparison.Ordinal);
            Assert.Equal("PENDING_ACTIVATION", await StatusAsync(server, device));
            Assert.Equal(0, await store.CountAsync("thing"));
        }

        await ca.UpdateAsync(server, "", Template.Replace("""SerialNumber": {"Type": "String"}""", """SerialNumber": {"Type": "String", "Default": "none"}""", StringComparison.Ordinal));
        await TryAsync(server, device);
        Assert.Equal("in", await TryAsync(server, device));
        Assert.Equal(["lamp"], await store.RowsAsync("SELECT thing_name FROM thing"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("?")]
    [InlineData("$")]
    [InlineData("+")]
    [InlineData("#")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("\\")]
    [InlineData("\0")]
    [InlineData("\n")]
    [InlineData("\u001b")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    public async Task A_device_whose_subject_has_a_character_that_could_widen_its_policy_stays_pending(string character)
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var server = await store.ServeAsync(("auth", "none"), ("connack-reasons", "true"));
        var ca = await new FleetCA().RegisterAsync(server, TemplateOfNames);
        var (plain, device) = (ca.Named("line 1", "plain"), ca.Named($"line{character}1", "odd"));
        await TryAsync(server, plain);

        using var client = await DeviceClient.OpenAsync(server, device, NameOf(TestDevice.Account));
        await client.SendAsync(Packet.Connect(5, "c"));
        var told = System.Text.Encoding.UTF8.GetString((await client.ReadAsync())!.Body[3..]);

        Assert.Contains("could widen what the policy allows", told, StringComparison.Ordinal);
        Assert.Equal(["ACTIVE", "PENDING_ACTIVATION"], [await StatusAsync(server, plain), await StatusAsync(server, device)]);
        Assert.Equal(["plain"], await store.RowsAsync("SELECT thing_name FROM thing"));
        Assert.Equal([$"cert/{plain.Id}"], await store.RowsAsync("SELECT target FROM policy_attachment"));
    }

    [Fact]
    public async Task A_certificate_that_was_revoked_and_deleted_does_not_come_back()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        var (revoked, deleted) = (ca.Device("CN=revoked"), ca.Device("CN=deleted"));
        await TryAsync(server, revoked);
        await TryAsync(server, deleted);
        await UpdateAsync(server, revoked, "REVOKED");
        Assert.Equal("closed", await TryAsync(server, revoked));
        foreach (var device in new[] { revoked, deleted })
        {
            Assert.Equal(200, (await SendAsync(server, HttpMethod.Delete, $"/certificates/{device.Id}")).Status);
            Assert.Equal("closed", await TryAsync(server, device));
        }

        Assert.Null(await StatusAsync(server, revoked));
        Assert.Equal("PENDING_ACTIVATION", await StatusAsync(server, deleted));
    }

    [Fact]
    public async Task A_CA_set_INACTIVE_provisions_nothing_that_waits_and_lets_in_what_is_ACTIVE()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server, Template);
        var (lamp, waiting) = (ca.Device("CN=lamp,SERIALNUMBER=7"), ca.Device("CN=waiting"));
        await TryAsync(server, lamp);
        await TryAsync(server, waiting);
        await ca.UpdateAsync(server, "?newStatus=INACTIVE", Template.Replace("""SerialNumber": {"Type": "String"}""", """SerialNumber": {"Type": "String", "Default": "none"}""", StringComparison.Ordinal));

        Assert.Equal("in", await TryAsync(server, lamp));
        Assert.Equal("closed", await TryAsync(server, waiting));
        Assert.Equal("PENDING_ACTIVATION", await StatusAsync(server, waiting));
    }

    [Fact]
    public async Task An_event_that_nobody_had_when_the_server_ended_is_published_after_the_next_start()
    {
        await using var store = await TestStore.MakeAsync(Dialect.Sqlite);
        await using (await store.OpenMigratedAsync())
        {
        }

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await store.RowsAsync($"""
            INSERT INTO registration_event (account_id, region, certificate_id, is_first, ca_certificate_id, registered_at_ms, occurred_at_ms, due_at_ms)
            VALUES ('{TestDevice.Account}', 'us-east-1', 'lost', 1, 'ca', {now}, {now}, {now + 3000})
            """);
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = await DeviceClient.ConnectAsync(server, await TestDevice.Make().RegisterAsync(server), "c");
        await client.SubscribeAsync(("$aws/events/certificates/registered/ca", 1));

        Assert.Equal("lost", (string)(await EventAsync(client))["certificateId"]!);
        await EventuallyAsync(async () => await store.CountAsync("registration_event") == 0, "the event that was acknowledged to be gone");
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task One_device_over_ten_connections_at_once_is_registered_once(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server, Template);
        var device = ca.Device("CN=lamp,SERIALNUMBER=7");

        await Task.WhenAll(Enumerable.Range(0, 10).Select(number => TryAsync(server, device, clientId: $"c{number}")));

        Assert.Equal([$"{device.Id}|ACTIVE"], await store.RowsAsync("SELECT certificate_id, status FROM device_certificate"));
        Assert.Equal((1, 1, 1), (await store.CountAsync("thing"), await store.CountAsync("thing_principal"), await store.CountAsync("policy_attachment")));
        Assert.Equal("in", await TryAsync(server, device));
    }
}
