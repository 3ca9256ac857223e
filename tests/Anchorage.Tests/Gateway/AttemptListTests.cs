using System.Text;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;
using static Anchorage.Tests.Gateway.FirstConnect;

namespace Anchorage.Tests.Gateway;

/// <summary>How recorded attempts are asked for, and who may.</summary>
public sealed class AttemptListTests
{
    private const string Path = "/-/onboarding-attempts";

    [Fact]
    public async Task Attempts_are_found_by_device_CA_outcome_and_time()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var (one, other) = (await new FleetCA("CN=One").RegisterAsync(server), await new FleetCA("CN=Other").RegisterAsync(server));
        var (lamp, buoy, stranger) = (one.Device("CN=lamp"), other.Device("CN=buoy"), new FleetCA("CN=Nobody").Device("CN=lamp"));
        foreach (var device in new[] { lamp, buoy, stranger, lamp })
        {
            await TryAsync(server, device);
        }

        var all = await Attempts.ListAsync(server);
        Assert.Equal([lamp.Id, stranger.Id, buoy.Id, lamp.Id], all.Select(attempt => attempt.Text("certificateId")));
        Assert.Equal(["pending_activation", "unknown", "registered", "registered"], all.Select(attempt => attempt.Text("outcome")));

        await FindAsync([0, 3], $"?deviceId={lamp.Id}");
        await FindAsync([0, 3], $"?deviceId={lamp.Id.ToUpperInvariant()}");
        await FindAsync([0, 1, 3], "?deviceId=lamp");
        await FindAsync([2], "?deviceId=buoy");
        await FindAsync([], "?deviceId=lam");
        await FindAsync([], "?deviceId=%25");
        await FindAsync([2], $"?caCertificateId={other.Id}");
        await FindAsync([0, 3], $"?caCertificateId={one.Id.ToUpperInvariant()}");
        await FindAsync([2, 3], "?outcome=registered");
        await FindAsync([3], "?outcome=registered&deviceId=lamp");
        await FindAsync([0, 1, 2, 3], "?since=2020-01-31");
        await FindAsync([], "?since=2120-01-31T12:00:00Z");
        await FindAsync([0], $"?since={all[0].Text("attemptedAt")}&outcome=pending_activation");
        await FindAsync([3, 2, 1, 0], "?isAscendingOrder=true");

        async Task FindAsync(int[] wanted, string query) => Assert.Equal(
            wanted.Select(place => all[place].Text("attemptId")), (await Attempts.ListAsync(server, query)).Select(attempt => attempt.Text("attemptId")));
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended_and_ascending_ones_can_be_followed()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = TestDevice.Make();
        for (var tries = 0; tries < 5; tries++)
        {
            await TryAsync(server, device);
        }

        var first = (await SendAsync(server, HttpMethod.Get, $"{Path}?pageSize=2")).Body;
        Assert.Equal(["5", "4"], Ids(first));
        Assert.Null(first["followMarker"]);
        var second = (await SendAsync(server, HttpMethod.Get, $"{Path}?pageSize=2&marker={Uri.EscapeDataString(first.Text("nextMarker"))}")).Body;
        Assert.Equal(["3", "2"], Ids(second));
        var third = (await SendAsync(server, HttpMethod.Get, $"{Path}?pageSize=2&marker={Uri.EscapeDataString(second.Text("nextMarker"))}")).Body;
        Assert.Equal(["1"], Ids(third));
        Assert.Null(third["nextMarker"]);

        var old = (await SendAsync(server, HttpMethod.Get, $"{Path}?isAscendingOrder=true")).Body;
        Assert.Equal(["1", "2", "3", "4", "5"], Ids(old));
        var follow = $"{Path}?isAscendingOrder=true&marker={Uri.EscapeDataString(old.Text("followMarker"))}";
        var none = (await SendAsync(server, HttpMethod.Get, follow)).Body;
        Assert.Empty(Ids(none));
        Assert.Equal(old.Text("followMarker"), none.Text("followMarker"));
        await TryAsync(server, device);
        Assert.Equal(["6"], Ids((await SendAsync(server, HttpMethod.Get, follow)).Body));

        // A marker is good for its own list, order and account.
        foreach (var (query, account) in new[] { ("&outcome=unknown", TestDevice.Account), ("&isAscendingOrder=true", TestDevice.Account), ("", AttemptScenario.Other) })
        {
            var refused = await SendAsync(server, HttpMethod.Get, $"{Path}?marker={Uri.EscapeDataString(first.Text("nextMarker"))}{query}", account);
            Assert.Equal((400, "InvalidRequestException"), (refused.Status, refused.Error));
        }
    }

    [Theory]
    [InlineData("outcome=lost", "The query parameter outcome is 'lost'; wanted one of admitted, registered,")]
    [InlineData("since=yesterday", "The query parameter since is 'yesterday'; wanted a time such as 2030-01-31T12:00:00Z.")]
    [InlineData("caCertificateId=12", "The query parameter caCertificateId is '12'; wanted the 64 hexadecimal digits")]
    [InlineData("deviceId=LONG", "The query parameter deviceId has 257 characters; wanted a certificate id")]
    [InlineData("pageSize=0", "The query parameter pageSize is '0'; wanted a whole number from 1 to 250.")]
    [InlineData("unattributed=maybe", "The query parameter unattributed is 'maybe'; wanted true or false.")]
    [InlineData("marker=AAAA", "The query parameter marker is not one that this list gave")]
    [InlineData("outcome=unknown&outcome=held", "The query parameter outcome is given 2 times; wanted once.")]
    public async Task A_filter_that_is_none_is_refused_with_what_is_wanted(string query, string told)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));

        var reply = await SendAsync(server, HttpMethod.Get, $"{Path}?{query.Replace("LONG", new string('x', 257), StringComparison.Ordinal)}");

        Assert.Equal((400, "InvalidRequestException"), (reply.Status, reply.Error));
        Assert.Contains(told, reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "certificatePem is missing")]
    [InlineData("""{"certificatePem":"no PEM"}""", "certificatePem has 0 blocks of PEM")]
    [InlineData("""{"certificatePem":"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"}""", "Never send a private key")]
    [InlineData("""{"certificatePem":7}""", "certificatePem is a JSON number; wanted a string.")]
    [InlineData("""{"certificatePem":"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----","sourceAddress":"here"}""", "sourceAddress is 'here'; wanted an IP address")]
    [InlineData("""{"certificatePem":"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----","serverName":"210987654321.iot.us-east-1.localhost"}""", "the endpoint of another account or region than yours")]
    [InlineData("""{"certificatePem":"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----","clientId":""}""", "clientId has 0 characters; wanted 1 to 128.")]
    [InlineData("""[]""", "The request body is a JSON list")]
    [InlineData("", "The request has no body")]
    public async Task A_question_that_is_none_is_refused_with_what_is_wanted(string body, string told)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(new Uri($"{server.Endpoint}/-/onboarding-diagnosis"), content, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(told, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/-/onboarding-attempts")]
    [InlineData("POST", "/-/onboarding-diagnosis")]
    [Trait("Against", "executable")]
    public async Task Unsigned_calls_are_refused(string method, string path)
    {
        await using var server = await AnchorageServer.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"{server.Endpoint}{path}"));

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal("MissingAuthenticationTokenException", response.Headers.GetValues("x-amzn-ErrorType").Single());
    }

    [Fact]
    public async Task An_account_sees_its_own_attempts_and_only_the_one_that_runs_the_installation_those_of_nobody()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        await TryAsync(server, TestDevice.Make("CN=ours"));
        await TryAsync(server, TestDevice.Make("CN=theirs"), NameOf(AttemptScenario.Other));
        await Attempts.ConnectAsync(server, TestDevice.Make("CN=nobodys"), "no.such.name");

        Assert.Equal("CN=ours", Assert.Single(await Attempts.ListAsync(server)).Text("subject"));
        Assert.Equal("CN=theirs", Assert.Single(await Attempts.ListAsync(server, account: AttemptScenario.Other)).Text("subject"));
        Assert.Empty(await Attempts.ListAsync(server, account: "333333333333"));
        Assert.Equal("no.such.name", Assert.Single(await Attempts.ListAsync(server, "?unattributed=true")).Text("serverName"));
        var refused = await SendAsync(server, HttpMethod.Get, $"{Path}?unattributed=true", AttemptScenario.Other);
        Assert.Equal((403, "AccessDeniedException"), (refused.Status, refused.Error));
    }

    private static IEnumerable<string> Ids(JsonObject page) => page["attempts"]!.AsArray().Select(attempt => attempt!.AsObject().Text("attemptId"));
}
