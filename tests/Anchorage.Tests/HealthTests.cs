using System.Net;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests;

public class HealthTests
{
    [Fact]
    public async Task A_server_that_answers_is_live_and_ready()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var client = new HttpClient { BaseAddress = new Uri(server.Endpoint) };
        using var ready = await client.GetAsync(new Uri("/-/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        using var live = await client.GetAsync(new Uri("/-/health/live", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }
}
