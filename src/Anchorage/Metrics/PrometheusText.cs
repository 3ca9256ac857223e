using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Anchorage.Metrics;

/// <summary>Writes Prometheus's text format 0.0.4 ("Exposition formats").</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>What stands before the values of a metric.</summary>
    public void Head(Metric metric) => _text
        .Append("# HELP ").Append(metric.Name).Append(' ').Append(metric.Meaning.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal))
        .Append("\n# TYPE ").Append(metric.Name).Append(' ').Append(metric.Kind.ToString().ToLowerInvariant()).Append('\n');

    public void Sample(string name, ImmutableArray<(string Name, string Value)> labels, double value)
    {
        _text.Append(name);
        var before = '{';
        foreach (var label in labels)
        {
            _text.Append(before).Append(label.Name).Append("=\"").Append(Escaped(label.Value)).Append('"');
            before = ',';
        }

        _text.Append(labels.IsEmpty ? " " : "} ").Append(Number(value)).Append('\n');
    }

    /// <summary>A number as Go's ParseFloat reads it.</summary>
    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : double.IsNaN(value) ? "NaN"
        : value.ToString("R", CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();

    private static string Escaped(string value) => value
        .Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
}
