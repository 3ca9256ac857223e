using System.Globalization;
using System.Text;
using Anchorage.Metrics;

namespace Anchorage.Tests.Metrics;

/// <summary>docs/metrics.md.</summary>
internal static class MetricsReference
{
    public static string Page()
    {
        var page = new StringBuilder("# Metrics\n\n").Append(Reference.Note).Append(Text)
            .Append("| metric | kind | unit | labels | meaning | instrument |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (var metric in Metric.All)
        {
            var labels = string.Join(", ", metric.LabelNames.Select(label => $"`{label}`"));
            page.Append($"| `{metric.Name}` | {metric.Kind.ToString().ToLowerInvariant()} | {Unit(metric)} | {labels} | {Reference.Cell(metric.Meaning)} | `{metric.Instrument}` |\n");
        }

        var bounds = string.Join(", ", Metric.Bounds.Select(bound => bound.ToString(CultureInfo.InvariantCulture)));
        return page.Append($"\nThe buckets of a histogram end at {bounds} seconds; it also has `_sum` and `_count`.\n").ToString();
    }

    private static string Unit(Metric metric) => metric.Unit switch
    {
        "s" => "seconds",
        "d" => "days",
        "By" => "bytes",
        var counted => counted.Trim('{', '}').Replace('_', ' '),
    };

    private const string Text = """
        `GET /-/metrics` answers in Prometheus's text format 0.0.4, for Prometheus to fetch each 15 seconds or more:

        ```yaml
        scrape_configs:
          - job_name: anchorage
            metrics_path: /-/metrics
            static_configs:
              - targets: ["127.0.0.1:8080"]
        ```

        - Unsigned it is answered to programs on this machine alone: those that come from a loopback address, name a loopback address or `localhost` as the Host, and carry
          no header that a proxy or a web page adds. A proxy that passes requests on without any such header passes this one on, too: have it refuse `/-/metrics`.
        - From elsewhere it has to be signed by an administrator of the installation's own account.
        - No label has values that callers or devices choose, so the number of lines does not grow with them. Counters begin at 0 when the server starts.
        - A line that counts something is there once it has happened. Who alerts on a rate does well to take what is absent as 0.
        - Certificates are counted beside the requests, at most 50,000 each 30 seconds and a page at a time: a registry of a million is counted in ten minutes.
          `anchorage_registry_count_age_seconds` tells how old the figures are; before the first count has ended they are absent. They are the whole installation's, so that of several
          nodes on one PostgreSQL each tells the same. All others are of the node that is asked.


        """;
}
