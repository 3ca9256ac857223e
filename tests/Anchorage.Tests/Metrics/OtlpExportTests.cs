using System.Collections.Concurrent;
using System.Text;
using Anchorage.Metrics;
using Anchorage.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Anchorage.Tests.Metrics;

/// <summary>What a collector gets, in processes of their own: OpenTelemetry finds meters by name in the whole of one.</summary>
[Trait("Against", "executable")]
public sealed class OtlpExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("anchorage-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_collector_gets_the_metrics_of_the_table_at_the_interval_and_at_the_end()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            _folder, ["--auth", "none", "--otlp-endpoint", collector.Address], [("OTEL_METRIC_EXPORT_INTERVAL", "300"), ("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=plant")]);
        using var client = new AccountClient(server.Endpoint);
        Assert.Equal(200, (await client.SendAsync("111122223333", HttpMethod.Get, "/cacertificates")).Status);
        Assert.Equal(200, (await client.SendAsync("111122223333", HttpMethod.Get, "/registrationcode")).Status);

        await collector.WaitForAsync("anchorage.ca.certificates");
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.ExitCodeAsync());

        Assert.Contains("/v1/metrics", collector.Paths);
        Assert.Equal(("application/x-protobuf", "plant"), (collector.ContentType, collector.Tenant));
        Assert.Contains("ListCACertificates", collector.Received, StringComparison.Ordinal);
        Assert.Contains("anchorage", collector.Received, StringComparison.Ordinal);

        // But what has not happened yet: among it a garbage collection, as far as one can tell.
        Assert.All(
            Metric.All.Where(metric => metric != Metric.Refusals && metric != Metric.DeviceConnects && metric != Metric.SoonestExpiry && metric.Instrument != "dotnet.gc.last_collection.memory.committed_size"),
            metric => Assert.Contains(metric.Instrument, collector.Received, StringComparison.Ordinal));

        // Of the runtime's own only what the table has.
        Assert.DoesNotContain("dotnet.timer.count", collector.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("kestrel", collector.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_gets_a_span_for_each_call_within_the_callers_trace()
    {
        const string TraceId = "0af7651916cd43dd8448eb211c80319c";
        await using var collector = await Collector.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            _folder, ["--auth", "none", "--otlp-endpoint", collector.Address], [("OTEL_METRIC_EXPORT_INTERVAL", "60000"), ("OTEL_BSP_SCHEDULE_DELAY", "200")]);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Endpoint}/registrationcode?secret=hush");
        request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");
        request.Headers.Add("tracestate", new string('x', 10_000));
        (await client.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        await collector.WaitForAsync("GetRegistrationCode");
        Assert.Contains("/v1/traces", collector.Paths);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString(TraceId)), collector.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", collector.Received, StringComparison.Ordinal);
        Assert.DoesNotContain("xxxx", collector.Received, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_is_not_there_holds_up_neither_calls_nor_the_end()
    {
        await using var server = await ServerProcess.StartAsync(_folder, ["--auth", "none", "--otlp-endpoint", "http://127.0.0.1:1"], [("OTEL_METRIC_EXPORT_INTERVAL", "100")]);
        using var client = new AccountClient(server.Endpoint);
        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(200, (await client.SendAsync("111122223333", HttpMethod.Get, "/cacertificates")).Status);
        }

        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.ExitCodeAsync());
        Assert.DoesNotContain("\"exception\"", server.Errors, StringComparison.Ordinal);
    }

    /// <summary>Takes what is posted to it, and answers as a collector does.</summary>
    private sealed class Collector(WebApplication application) : IAsyncDisposable
    {
        private readonly StringBuilder _received = new();
        private readonly Lock _gate = new();

        public string Address => application.Urls.First();

        /// <summary>Where it was posted to.</summary>
        public ConcurrentBag<string> Paths { get; } = [];

        public string? ContentType { get; private set; }

        public string? Tenant { get; private set; }

        /// <summary>Every byte that came; names stand in it as they are.</summary>
        public string Received
        {
            get
            {
                lock (_gate)
                {
                    return _received.ToString();
                }
            }
        }

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var application = builder.Build();
            var collector = new Collector(application);
            application.Run(collector.TakeAsync);
            await application.StartAsync(TestContext.Current.CancellationToken);
            return collector;
        }

        public async Task WaitForAsync(string name)
        {
            for (var tries = 0; tries < 300 && !Received.Contains(name, StringComparison.Ordinal); tries++)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            Assert.Contains(name, Received, StringComparison.Ordinal);
        }

        public ValueTask DisposeAsync() => application.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            lock (_gate)
            {
                _received.Append(Encoding.Latin1.GetString(body.ToArray()));
                (ContentType, Tenant) = (context.Request.ContentType, context.Request.Headers["x-tenant"]);
                Paths.Add($"{context.Request.Path}");
            }

            context.Response.ContentType = "application/x-protobuf";
        }
    }
}
