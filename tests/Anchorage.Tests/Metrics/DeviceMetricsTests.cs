using Anchorage.Tests.Gateway;
using Anchorage.Tests.Harness;
using static Anchorage.Tests.Gateway.FirstConnect;
using TestDevice = Anchorage.Tests.Gateway.TestDevice;

namespace Anchorage.Tests.Metrics;

/// <summary>What the page of metrics tells of devices.</summary>
public class DeviceMetricsTests
{
    [Fact]
    public async Task Connects_refusals_and_onboardings_are_counted_by_outcome_and_who_is_connected_is_counted()
    {
        await using var server = await AnchorageServer.StartInProcessAsync(("auth", "none"));
        var ca = await new FleetCA().RegisterAsync(server);
        var known = await TestDevice.Make().RegisterAsync(server);
        Assert.Equal(0, (await MetricsTests.ScrapeAsync(server)).Value("anchorage_device_sessions"));

        using (await DeviceClient.ConnectAsync(server, known, "one"))
        using (await DeviceClient.ConnectAsync(server, known, "two"))
        {
            var fresh = ca.Device();
            Assert.Equal("closed", await TryAsync(server, fresh));
            Assert.Equal("closed", await TryAsync(server, fresh));
            for (var number = 0; number < 3; number++)
            {
                Assert.Equal("closed", await TryAsync(server, new FleetCA("CN=Elsewhere").Device()));
            }

            var page = await MetricsTests.ScrapeAsync(server);
            Assert.Equal(2, page.Value("anchorage_device_sessions"));
            Assert.Equal(
                [
                    """anchorage_device_connects_total{outcome="admitted",verdict="admitted"} 2""",
                    """anchorage_device_connects_total{outcome="pending_activation",verdict="refused"} 1""",
                    """anchorage_device_connects_total{outcome="registered",verdict="onboarded"} 1""",
                    """anchorage_device_connects_total{outcome="unknown",verdict="refused"} 3""",
                ],
                page.Samples.Where(sample => sample.Key.StartsWith("anchorage_device_connects_total", StringComparison.Ordinal)).Select(sample => $"{sample.Key} {sample.Value}").Order(StringComparer.Ordinal));
            Assert.Equal(0, page.Value("anchorage_device_attempts_dropped_total"));
        }
    }
}
