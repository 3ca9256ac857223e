using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Anchorage.Metrics;

/// <summary>The values of one metric, one for each combination of labels.</summary>
internal sealed class MetricFamily(Metric metric)
{
    /// <summary>Most combinations. The tables that labels are taken from have fewer; it is there for when one has been forgotten.</summary>
    public const int Most = 4000;

    private readonly ConcurrentDictionary<Labels, Series> _series = new();

    public Metric Metric => metric;

    /// <summary>Whether its values are asked for and not told.</summary>
    public bool IsObservable { get; set; }

    /// <summary>Takes a measurement; its tags come in the order of the metric's labels.</summary>
    public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new Labels(TextOf(tags, 0), TextOf(tags, 1), TextOf(tags, 2));
        if (!_series.TryGetValue(labels, out var series))
        {
            if (_series.Count >= Most)
            {
                return;
            }

            series = _series.GetOrAdd(labels, static (_, kind) => new Series(kind), metric.Kind);
        }

        series.Take(value, isTotal: IsObservable);
    }

    public void Clear() => _series.Clear();

    public void WriteTo(PrometheusText text)
    {
        text.Head(metric);
        foreach (var (labels, series) in _series.OrderBy(one => one.Key.ToString(), StringComparer.Ordinal))
        {
            var pairs = metric.LabelNames.Select((name, place) => (name, labels.At(place))).ToImmutableArray();
            series.WriteTo(text, metric.Name, pairs);
        }
    }

    private static string TextOf(ReadOnlySpan<KeyValuePair<string, object?>> tags, int place) =>
        place < tags.Length ? tags[place].Value?.ToString() ?? "" : "";

    private readonly record struct Labels(string First, string Second, string Third)
    {
        public string At(int place) => place switch
        {
            0 => First,
            1 => Second,
            _ => Third,
        };

        public override string ToString() => $"{First}\n{Second}\n{Third}";
    }

    private sealed class Series(MetricKind kind)
    {
        private readonly Lock _gate = new();
        private readonly long[] _buckets = kind is MetricKind.Histogram ? new long[Metric.Bounds.Length + 1] : [];
        private double _value;

        public void Take(double value, bool isTotal)
        {
            lock (_gate)
            {
                _value = isTotal || kind is MetricKind.Gauge ? value : _value + value;
                if (kind is MetricKind.Histogram)
                {
                    var bucket = 0;
                    while (bucket < Metric.Bounds.Length && value > Metric.Bounds[bucket])
                    {
                        bucket++;
                    }

                    _buckets[bucket]++;
                }
            }
        }

        public void WriteTo(PrometheusText text, string name, ImmutableArray<(string, string)> labels)
        {
            lock (_gate)
            {
                if (kind is not MetricKind.Histogram)
                {
                    text.Sample(name, labels, _value);
                    return;
                }

                var count = 0L;
                for (var bucket = 0; bucket < _buckets.Length; bucket++)
                {
                    count += _buckets[bucket];
                    var bound = bucket < Metric.Bounds.Length ? Metric.Bounds[bucket] : double.PositiveInfinity;
                    text.Sample($"{name}_bucket", labels.Add(("le", PrometheusText.Number(bound))), count);
                }

                text.Sample($"{name}_sum", labels, _value);
                text.Sample($"{name}_count", labels, count);
            }
        }
    }
}
