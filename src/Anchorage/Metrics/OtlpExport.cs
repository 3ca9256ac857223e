using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Anchorage.Metrics;

/// <summary>Sends the metrics of the table to an OTLP collector. Nothing of OpenTelemetry is touched unless it is asked for.</summary>
internal static class OtlpExport
{
    /// <summary>How long the end of the server waits for the last ones to be sent, in milliseconds.</summary>
    private const int MostAtEnd = 2000;

    /// <param name="endpoint">Where they are posted, with its path. What OpenTelemetry's own environment variables say beside it, such as headers and the interval, holds.</param>
    public static IDisposable Start(Uri endpoint) => new Export(Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService("anchorage", serviceVersion: Instruments.Version))
        .AddMeter(Metric.Own, Metric.Runtime)
        .AddView(instrument => Metric.Find(instrument.Meter.Name, instrument.Name) is null ? MetricStreamConfiguration.Drop : null)
        .AddOtlpExporter(otlp => (otlp.Endpoint, otlp.Protocol) = (endpoint, OtlpExportProtocol.HttpProtobuf))
        .Build());

    private sealed class Export(MeterProvider provider) : IDisposable
    {
        public void Dispose()
        {
            provider.Shutdown(MostAtEnd);
            provider.Dispose();
        }
    }
}
