using System.Collections.Immutable;
using Anchorage.Metrics;

namespace Anchorage.Tests.Metrics;

public class ExpositionTests
{
    private static readonly Metric Odd = new("m", "odd.name", MetricKind.Gauge, "s", ["a.b"], "A \\ and\na new line.");

    [Fact]
    public void What_is_written_is_read_again_whatever_stands_in_it()
    {
        var text = new PrometheusText();
        text.Head(Odd);
        var values = new[] { "plain", "", "a\"b", @"a\b", "a\nb", "ä ✓", "{},=" };
        foreach (var value in values)
        {
            text.Sample(Odd.Name, [("a_b", value)], 0.1);
        }

        text.Sample(Odd.Name, ImmutableArray<(string, string)>.Empty, double.NaN);
        var page = Exposition.Read(text.ToString());

        Assert.Equal("gauge", page.Types["odd_name_seconds"]);
        Assert.Equal(@"A \\ and\na new line.", page.Helps["odd_name_seconds"]);
        Assert.All(values, value => Assert.Equal(0.1, page.Value($"odd_name_seconds{{a_b=\"{value}\"}}")));
        Assert.True(double.IsNaN(page.Value("odd_name_seconds")));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1e21, "1E+21")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(9007199254740991, "9007199254740991")]
    public void A_number_is_written_as_Go_reads_it(double value, string text) => Assert.Equal(text, PrometheusText.Number(value));

    // The reader has to be one that refuses, or what it lets pass says nothing.
    [Theory]
    [InlineData("x 1")]
    [InlineData("x 1\r\n")]
    [InlineData("x\n")]
    [InlineData("x  1\n")]
    [InlineData("1x 1\n")]
    [InlineData("x one\n")]
    [InlineData("x 1 2 3\n")]
    [InlineData("x 1\nx 1\n")]
    [InlineData("x{a=\"1\",b=\"2\"} 1\nx{b=\"2\",a=\"1\"} 1\n")]
    [InlineData("x{a=\"1\",a=\"2\"} 1\n")]
    [InlineData("x{a-b=\"1\"} 1\n")]
    [InlineData("x{a=1} 1\n")]
    [InlineData("x{a=\"1} 1\n")]
    [InlineData("x{a=\"\\t\"} 1\n")]
    [InlineData("x{a=\"1\"}1\n")]
    [InlineData("# TYPE x gauge\n# TYPE x gauge\n")]
    [InlineData("# HELP x a\n# HELP x b\n")]
    [InlineData("# HELP x a\\b\n")]
    [InlineData("# TYPE x number\n")]
    [InlineData("x 1\n# TYPE x gauge\n")]
    [InlineData("x 1\ny 1\nx{a=\"1\"} 1\n")]
    [InlineData("# TYPE x counter\nx -1\n")]
    [InlineData("# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\n")]
    [InlineData("# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx_count 1\n")]
    [InlineData("# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\nx_count 2\n")]
    [InlineData("# TYPE x histogram\nx_bucket{le=\"1\"} 1\nx_sum 1\nx_count 1\n")]
    [InlineData("# TYPE x histogram\nx_bucket{le=\"1\"} 2\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\nx_count 1\n")]
    [InlineData("# TYPE x histogram\nx_bucket{le=\"2\"} 1\nx_bucket{le=\"1\"} 1\nx_bucket{le=\"+Inf\"} 1\nx_sum 1\nx_count 1\n")]
    public void A_page_that_breaks_a_rule_is_not_read(string text) => Assert.Throws<FormatException>(() => Exposition.Read(text));

    [Fact]
    public void Names_follow_from_instruments_as_OpenTelemetry_has_it()
    {
        Assert.Equal("anchorage_calls_total", Metric.Calls.Name);
        Assert.Equal("anchorage_call_duration_seconds", Metric.CallDuration.Name);
        Assert.Equal("anchorage_ca_expiry_soonest_days", Metric.SoonestExpiry.Name);
        Assert.Contains(Metric.All, metric => metric.Name == "dotnet_process_cpu_time_seconds_total" && metric.LabelNames is ["cpu_mode"]);
        Assert.Equal(Metric.All.Length, Metric.All.Select(metric => metric.Name).Distinct().Count());
    }
}
