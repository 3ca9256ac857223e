using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Anchorage.Tests.Metrics;

/// <summary>A page of metrics, read as strictly as Prometheus's text format 0.0.4 is written ("Exposition formats").</summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _helps = new(StringComparer.Ordinal);
    private readonly List<Sample> _inOrder = [];
    private readonly HashSet<string> _ended = [];
    private string _group = "";

    /// <summary>The type of each metric that has one.</summary>
    public IReadOnlyDictionary<string, string> Types => _types;

    public IReadOnlyDictionary<string, string> Helps => _helps;

    /// <summary>Each sample's name with its labels sorted, such as <c>x_total{a="1",b="2"}</c>, and its value.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    /// <exception cref="FormatException">The text breaks a rule of the format.</exception>
    public static Exposition Read(string text)
    {
        Demand(text.EndsWith('\n'), "The last line must end with a line feed.");
        Demand(!text.Contains('\r', StringComparison.Ordinal), "A line ends with a line feed alone.");
        var page = new Exposition();
        foreach (var line in text[..^1].Split('\n'))
        {
            page.ReadLine(line);
        }

        foreach (var (name, _) in page._types.Where(type => type.Value == "histogram"))
        {
            page.CheckHistogram(name);
        }

        return page;
    }

    public double Value(string sample) => Samples.TryGetValue(sample, out var value) ? value : throw new KeyNotFoundException($"{sample} is not on the page.");

    private void ReadLine(string line)
    {
        if (line.Length == 0)
        {
            return;
        }

        if (line.StartsWith('#'))
        {
            var words = line.Split(' ', 4);
            if (words is ["#", "HELP", var helped, var help])
            {
                Enter(Checked(helped));
                Demand(Regex.IsMatch(help, @"\A(?:[^\\]|\\\\|\\n)*\z"), $"A help text escapes backslashes and nothing else: {help}");
                Demand(_helps.TryAdd(helped, help), $"{helped} has two HELP lines.");
            }
            else if (words is ["#", "TYPE", var typed, var type])
            {
                Enter(Checked(typed));
                Demand(type is "counter" or "gauge" or "histogram" or "summary" or "untyped", $"{type} is no type.");
                Demand(_inOrder.TrueForAll(sample => MetricOf(sample.Name) != typed), $"The TYPE of {typed} comes after a sample of it.");
                Demand(_types.TryAdd(typed, type), $"{typed} has two TYPE lines.");
            }

            return;
        }

        var sample = Sample.Read(line);
        Enter(MetricOf(sample.Name));
        Demand(_samples.TryAdd(sample.Key, sample.Value), $"{sample.Key} is there twice.");
        Demand(_types.GetValueOrDefault(MetricOf(sample.Name)) != "counter" || sample.Value >= 0, $"{sample.Key} is a counter below zero.");
        _inOrder.Add(sample);
    }

    /// <summary>All lines of a metric stand together.</summary>
    private void Enter(string metric)
    {
        if (metric != _group)
        {
            Demand(!_ended.Contains(metric), $"The lines of {metric} do not stand together.");
            _ended.Add(_group);
            _group = metric;
        }
    }

    private string MetricOf(string sample) =>
        HistogramPart().Match(sample) is { Success: true } match && _types.GetValueOrDefault(match.Groups[1].Value) == "histogram" ? match.Groups[1].Value : sample;

    private void CheckHistogram(string name)
    {
        foreach (var series in _inOrder.Where(sample => MetricOf(sample.Name) == name).GroupBy(sample => sample.KeyWithout("le")))
        {
            var buckets = series.Where(sample => sample.Name == $"{name}_bucket").ToList();
            Demand(buckets.Count > 0 && buckets.TrueForAll(bucket => bucket.Labels.ContainsKey("le")), $"{name} has a series without buckets, or a bucket without le.");
            var bounds = buckets.ConvertAll(bucket => Number(bucket.Labels["le"]));
            Demand(bounds.Zip(bounds.Skip(1)).All(pair => pair.First < pair.Second), $"The buckets of {name} are not in the order of their bounds.");
            Demand(double.IsPositiveInfinity(bounds[^1]), $"{name} has no bucket +Inf.");
            Demand(buckets.Zip(buckets.Skip(1)).All(pair => pair.First.Value <= pair.Second.Value), $"The buckets of {name} are not cumulative.");
            Demand(Only("_count").Value == buckets[^1].Value, $"The bucket +Inf of {name} is not its count.");
            Demand(!double.IsNaN(Only("_sum").Value), $"The sum of {name} is no number.");
            Demand(series.All(sample => sample.Name != name), $"{name} has a sample without a suffix.");

            Sample Only(string suffix)
            {
                var found = series.Where(sample => sample.Name == name + suffix).ToList();
                Demand(found.Count == 1, $"{name}{suffix} is there {found.Count} times for one combination of labels.");
                return found[0];
            }
        }
    }

    /// <summary>As Go's ParseFloat reads it, in what of it is used.</summary>
    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ when Decimal().IsMatch(text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => throw new FormatException($"{text} is no number."),
    };

    private static string Checked(string metric)
    {
        Demand(MetricName().IsMatch(metric), $"{metric} is no metric's name.");
        return metric;
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FormatException(otherwise);
        }
    }

    [GeneratedRegex(@"\A[a-zA-Z_:][a-zA-Z0-9_:]*\z")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\A[a-zA-Z_][a-zA-Z0-9_]*\z")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"\A(.+)_(?:bucket|sum|count)\z")]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"\A[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\z")]
    private static partial Regex Decimal();

    private sealed record Sample(string Name, SortedDictionary<string, string> Labels, double Value)
    {
        public string Key => Write(Labels);

        public static Sample Read(string line)
        {
            var brace = line.IndexOf('{', StringComparison.Ordinal);
            var place = brace < 0 ? line.IndexOf(' ', StringComparison.Ordinal) : brace;
            Demand(place > 0, $"There is no value in the line: {line}");
            var (name, labels) = (Checked(line[..place]), new SortedDictionary<string, string>(StringComparer.Ordinal));
            if (brace >= 0)
            {
                place = ReadLabels(line, brace + 1, labels);
            }

            Demand(place < line.Length && line[place] == ' ', $"A blank stands before the value: {line}");
            var rest = line[(place + 1)..].Split(' ');
            Demand(rest.Length == 1 || (rest.Length == 2 && long.TryParse(rest[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)), $"After the value comes a timestamp or nothing: {line}");
            return new Sample(name, labels, Number(rest[0]));
        }

        /// <summary>The labels alone, without one of them.</summary>
        public string KeyWithout(string label) => string.Join(',', Labels.Where(one => one.Key != label).Select(one => $"{one.Key}={one.Value}"));

        private string Write(SortedDictionary<string, string> labels) =>
            labels.Count == 0 ? Name : $"{Name}{{{string.Join(',', labels.Select(label => $"{label.Key}=\"{label.Value}\""))}}}";

        private static int ReadLabels(string line, int place, SortedDictionary<string, string> labels)
        {
            while (line[place] != '}')
            {
                var equals = line.IndexOf('=', place);
                Demand(equals > 0 && LabelName().IsMatch(line[place..equals]), $"A label has no name that may be: {line}");
                var name = line[place..equals];
                Demand(equals + 1 < line.Length && line[equals + 1] == '"', $"A label's value stands in quotes: {line}");
                var value = new StringBuilder();
                for (place = equals + 2; ; place++)
                {
                    Demand(place < line.Length, $"A label's value does not end: {line}");
                    if (line[place] == '"')
                    {
                        break;
                    }

                    if (line[place] == '\\')
                    {
                        place++;
                        Demand(place < line.Length && line[place] is '\\' or '"' or 'n', $"In a label's value a backslash stands before another, a quote or n: {line}");
                        value.Append(line[place] == 'n' ? '\n' : line[place]);
                    }
                    else
                    {
                        value.Append(line[place]);
                    }
                }

                Demand(labels.TryAdd(name, value.ToString()), $"A label is there twice: {line}");
                place++;
                Demand(place < line.Length && line[place] is ',' or '}', $"After a label comes a comma or the end: {line}");
                place += line[place] == ',' ? 1 : 0;
                Demand(place < line.Length, $"The labels do not end: {line}");
            }

            return place + 1;
        }
    }
}
