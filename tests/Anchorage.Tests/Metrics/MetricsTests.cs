using System.Net;
using System.Text.Json.Nodes;
using Anchorage.Metrics;
using Anchorage.SigV4;
using Anchorage.Tests.Harness;
using Anchorage.Tests.Permissions;
using Anchorage.Wire;

namespace Anchorage.Tests.Metrics;

/// <summary>The page of metrics as Prometheus fetches it.</summary>
public class MetricsTests
{
    private const string Account = "111122223333";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_metric_of_the_table_is_on_the_page_and_no_other()
    {
        await using var server = await AnchorageServer.StartInProcessAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        Assert.Equal(200, (await client.RegisterAsync(Account, new TestCA("CN=Metrics"), "?setAsActive=true")).Status);
        GC.Collect();
        var page = await CountedAsync(server);

        Assert.Equal(Metric.All.Select(metric => metric.Name).Order(StringComparer.Ordinal), page.Types.Keys.Order(StringComparer.Ordinal));
        Assert.InRange(page.Value("anchorage_ca_expiry_soonest_days"), 364, 365);
        foreach (var metric in Metric.All)
        {
            Assert.Equal(metric.Kind.ToString().ToLowerInvariant(), page.Types[metric.Name]);
            Assert.Equal(metric.Meaning, page.Helps[metric.Name]);
            Assert.True(
                metric == Metric.Refusals || metric == Metric.DeviceConnects || page.Samples.Keys.Any(sample => sample.Split('{')[0] is var name && (name == metric.Name || name == $"{metric.Name}_count")),
                $"{metric.Name} has no value");
        }
    }

    [Fact]
    public async Task Counters_move_by_exactly_what_was_called()
    {
        await using var server = await AnchorageServer.StartInProcessAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        var ca = new TestCA("CN=Metrics");
        var before = await ScrapeAsync(server);

        var replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.SendAsync(Account, HttpMethod.Get, "/cacertificates")));
        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Equal(200, (await client.RegisterAsync(Account, ca)).Status);
        Assert.Equal(409, (await client.RegisterAsync(Account, ca)).Status);
        Assert.Equal(409, (await client.RegisterAsync(Account, ca)).Status);
        Assert.Equal(404, (await client.SendAsync(Account, HttpMethod.Get, "/nowhere")).Status);
        var after = await ScrapeAsync(server);

        Assert.Equal(
            new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["""anchorage_calls_total{error="none",operation="ListCACertificates",status="2xx"}"""] = 40,
                ["""anchorage_calls_total{error="none",operation="RegisterCACertificate",status="2xx"}"""] = 1,
                ["""anchorage_calls_total{error="ResourceAlreadyExistsException",operation="RegisterCACertificate",status="4xx"}"""] = 2,
                ["""anchorage_calls_total{error="UnknownOperationException",operation="unknown",status="4xx"}"""] = 1,
                ["""anchorage_call_duration_seconds_count{operation="ListCACertificates"}"""] = 40,
                ["""anchorage_call_duration_seconds_count{operation="RegisterCACertificate"}"""] = 3,
                ["""anchorage_call_duration_seconds_count{operation="unknown"}"""] = 1,
            },
            Moved(before, after, "anchorage_call"));
        Assert.InRange(after.Value("""anchorage_call_duration_seconds_sum{operation="ListCACertificates"}"""), double.Epsilon, 40 * 60);
        Assert.InRange(after.Value("anchorage_store_commit_duration_seconds_count"), 1, 100);
        Assert.Equal(0, after.Value("anchorage_store_waiting"));
    }

    [Fact]
    public async Task Pages_that_are_asked_for_while_calls_are_made_keep_to_the_rules()
    {
        await using var server = await AnchorageServer.StartInProcessAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        var calls = Task.WhenAll(Enumerable.Range(0, 300).Select(_ => client.SendAsync(Account, HttpMethod.Get, "/cacertificates")));
        var last = 0d;
        while (!calls.IsCompleted)
        {
            var page = await ScrapeAsync(server);
            var count = page.Samples.GetValueOrDefault("""anchorage_calls_total{error="none",operation="ListCACertificates",status="2xx"}""");
            Assert.InRange(count, last, 300);
            last = count;
        }

        await calls;
        Assert.Equal(300, (await ScrapeAsync(server)).Value("""anchorage_calls_total{error="none",operation="ListCACertificates",status="2xx"}"""));
    }

    [Fact]
    public async Task No_label_grows_with_accounts_regions_ids_or_paths()
    {
        await using var server = await AnchorageServer.StartInProcessAsync(("auth", "none"), ("regions", "*"));
        using var client = new AccountClient(server.Endpoint);
        var ca = new TestCA("CN=Metrics");
        await CallAsync(0);
        var before = await CountedAsync(server);
        for (var number = 1; number <= 50; number++)
        {
            await CallAsync(number);
        }

        var after = await ScrapeAsync(server);
        Assert.Equal(before.Samples.Keys.Order(StringComparer.Ordinal), after.Samples.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(51, after.Value("""anchorage_calls_total{error="none",operation="RegisterCACertificate",status="2xx"}"""));

        async Task CallAsync(int number)
        {
            var account = $"{500000000000 + number}";
            Assert.Equal(200, (await client.RegisterAsync(account, ca)).Status);
            Assert.Equal(404, (await client.DescribeAsync(account, $"{number:x64}")).Status);
            Assert.Equal(404, (await client.SendAsync(account, HttpMethod.Get, $"/nowhere/{number}")).Status);
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Endpoint}/cacertificates"));
            request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={account}/20250101/region-{number}/iot/aws4_request, SignedHeaders=host, Signature=0");
            using var response = await http.SendAsync(request, Cancelled);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task What_is_refused_before_it_is_known_who_calls_is_counted_by_its_error()
    {
        await using var server = await AnchorageServer.StartInProcessAsync(PermissionServers.Settings);
        using var http = new HttpClient();
        for (var number = 0; number < 3; number++)
        {
            using var _ = await http.GetAsync(new Uri($"{server.Endpoint}/cacertificates"), Cancelled);
        }

        using (var large = new ByteArrayContent(new byte[BodyReading.MaxBytes + 1]))
        {
            using var _ = await http.PostAsync(new Uri($"{server.Endpoint}/cacertificate"), large, Cancelled);
        }

        var forged = PermissionServers.RootOf(server.Endpoint) with { Credentials = new Credentials("NOBODYHASTHISKEY0", "secret") };
        Assert.Equal(403, (await forged.SendAsync(HttpMethod.Get, "/cacertificates")).Status);
        var page = await ScrapeAsync(server);

        Assert.Equal(3, page.Value("""anchorage_refusals_before_authentication_total{error="MissingAuthenticationTokenException"}"""));
        Assert.Equal(1, page.Value("""anchorage_refusals_before_authentication_total{error="UnrecognizedClientException"}"""));
        Assert.Equal(1, page.Value("""anchorage_refusals_before_authentication_total{error="RequestEntityTooLargeException"}"""));
        Assert.DoesNotContain(page.Samples.Keys, sample => sample.StartsWith("anchorage_calls", StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Certificates_are_counted_by_status_at_most_each_half_minute(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        await using var server = await store.ServeAsync(executable: "", ("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        Assert.Equal(0, (await CountedAsync(server)).Value("""anchorage_ca_certificates{status="ACTIVE"}"""));
        Assert.Equal(200, (await client.RegisterAsync(Account, new TestCA("CN=Metrics"))).Status);

        var page = await ScrapeAsync(server);
        Assert.Equal(0, page.Value("""anchorage_ca_certificates{status="ACTIVE"}"""));
        Assert.InRange(page.Value("anchorage_registry_count_age_seconds"), 0, 29);
        Assert.DoesNotContain("anchorage_ca_expiry_soonest_days", page.Samples.Keys);
        Assert.Equal(6, page.Samples.Keys.Count(sample => sample.StartsWith("anchorage_certificates{", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_who_asks_from_this_machine_needs_no_signature()
    {
        await using var server = await AnchorageServer.StartInProcessAsync(PermissionServers.Settings);
        using var http = new HttpClient();
        Assert.Equal(200, await StatusAsync());
        Assert.Equal(200, await StatusAsync(("Host", "localhost:80")));
        Assert.Equal(200, await StatusAsync(("Host", "[::1]")));

        // What a proxy passes on, a web page, another name, and what wants to be taken as signed.
        Assert.Equal(403, await StatusAsync(("X-Forwarded-For", "192.0.2.1")));
        Assert.Equal(403, await StatusAsync(("Forwarded", "for=192.0.2.1")));
        Assert.Equal(403, await StatusAsync(("X-Real-IP", "192.0.2.1")));
        Assert.Equal(403, await StatusAsync(("Via", "1.1 proxy")));
        Assert.Equal(403, await StatusAsync(("Origin", "https://example.com")));
        Assert.Equal(403, await StatusAsync(("Sec-Fetch-Site", "none")));
        Assert.Equal(403, await StatusAsync(("Host", "iot.example.com")));
        Assert.Equal(403, await StatusAsync(("Authorization", "Bearer x")));

        async Task<int> StatusAsync(params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{server.Endpoint}{MetricsPage.Path}"));
            foreach (var (name, value) in headers)
            {
                Assert.True(request.Headers.TryAddWithoutValidation(name, value));
            }

            using var response = await http.SendAsync(request, Cancelled);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Signed_it_is_for_administrators_of_the_installations_own_account()
    {
        await using var server = await AnchorageServer.StartInProcessAsync(PermissionServers.Settings);
        var root = PermissionServers.RootOf(server.Endpoint);
        Assert.Equal(200, (await root.SendAsync(HttpMethod.Post, "/-/accounts", new JsonObject { ["accountId"] = Account })).Status);
        var other = await root.IssueAsync(Account, new JsonObject { ["principalName"] = "boss", ["administrator"] = true });
        var least = await root.IssueAsync(root.Account, new JsonObject { ["principalName"] = "least" });
        var own = await root.IssueAsync(root.Account, new JsonObject { ["principalName"] = "operator", ["administrator"] = true });
        await root.PutPolicyAsync("least", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""");

        Assert.Equal((200, null), await AskAsync(root));
        Assert.Equal((200, null), await AskAsync(own));
        Assert.Equal((403, "AccessDeniedException"), await AskAsync(other));
        Assert.Equal((403, "AccessDeniedException"), await AskAsync(least));
        Assert.Equal(404, (await root.SendAsync(HttpMethod.Post, MetricsPage.Path)).Status);

        static async Task<(int, string?)> AskAsync(KeyHolder holder)
        {
            var uri = new Uri(holder.Endpoint + MetricsPage.Path);
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            foreach (var (name, value) in RequestSigner.Sign(
                new SignedRequest("GET", uri.AbsolutePath, "", [new("Host", uri.Authority)]), System.Security.Cryptography.SHA256.HashData([]), holder.Credentials, "us-east-1", "iot", TimeProvider.System.GetUtcNow()))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await http.SendAsync(request, Cancelled);
            return ((int)response.StatusCode, response.Headers.TryGetValues("x-amzn-ErrorType", out var error) ? error.Single() : null);
        }
    }

    internal static async Task<Exposition> ScrapeAsync(AnchorageServer server)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri($"{server.Endpoint}{MetricsPage.Path}"), Cancelled);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return Exposition.Read(await response.Content.ReadAsStringAsync(Cancelled));
    }

    /// <summary>The page once the registry has been counted, which a busy machine may take longer for than the page waits.</summary>
    private static async Task<Exposition> CountedAsync(AnchorageServer server)
    {
        for (var tries = 0; ; tries++)
        {
            var page = await ScrapeAsync(server);
            if (tries == 100 || page.Samples.ContainsKey("anchorage_registry_count_age_seconds"))
            {
                return page;
            }

            await Task.Delay(50, Cancelled);
        }
    }

    /// <summary>What was added to the samples whose names begin so, without sums and buckets.</summary>
    private static SortedDictionary<string, double> Moved(Exposition before, Exposition after, string prefix) => new(
        after.Samples.Where(sample => sample.Key.StartsWith(prefix, StringComparison.Ordinal) && !sample.Key.Contains("_sum", StringComparison.Ordinal) && !sample.Key.Contains("_bucket", StringComparison.Ordinal))
            .Select(sample => KeyValuePair.Create(sample.Key, sample.Value - before.Samples.GetValueOrDefault(sample.Key)))
            .Where(sample => sample.Value != 0).ToDictionary(),
        StringComparer.Ordinal);
}
