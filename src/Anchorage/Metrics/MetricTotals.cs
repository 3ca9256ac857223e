using System.Diagnostics.Metrics;

namespace Anchorage.Metrics;

/// <summary>Adds up what the instruments measure, for a page to be printed of it.</summary>
internal sealed class MetricTotals : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly MetricFamily[] _families = [.. Metric.All.Select(metric => new MetricFamily(metric))];
    private readonly Lock _gate = new();

    /// <param name="own">The meter of this installation: others in the same process have their own of the same name.</param>
    public MetricTotals(Meter own)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var isOurs = ReferenceEquals(instrument.Meter, own);
            if ((isOurs || instrument.Meter.Name != Metric.Own)
                && Array.Find(_families, family => family.Metric.Instrument == instrument.Name && family.Metric.Meter == instrument.Meter.Name) is { } family)
            {
                family.IsObservable = instrument.IsObservable;
                listener.EnableMeasurementEvents(instrument, family);
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Add(value, tags));
        _listener.Start();
    }

    /// <summary>The page, in Prometheus's text format 0.0.4.</summary>
    public string Print()
    {
        lock (_gate)
        {
            foreach (var family in _families.Where(family => family.IsObservable))
            {
                // What is not told this time is not there any more.
                family.Clear();
            }

            _listener.RecordObservableInstruments();
            var text = new PrometheusText();
            foreach (var family in _families)
            {
                family.WriteTo(text);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();
}
