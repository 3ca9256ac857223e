using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Anchorage.Metrics;

/// <summary>Sends the metrics of the table, and a span for each call, to an OTLP collector. Nothing of OpenTelemetry is touched unless it is asked for.</summary>
internal static class OtlpExport
{
    private const string MetricsPath = "/v1/metrics";
    private const string TracesPath = "/v1/traces";

    /// <summary>How long the end of the server waits for the last ones to be sent, in milliseconds.</summary>
    private const int MostAtEnd = 2000;

    /// <param name="endpoint">Where metrics are posted, with its path; where that is OTLP's own, traces are posted beside it. What OpenTelemetry's environment variables say beside it, such as headers, the interval and the sampler, holds.</param>
    public static IDisposable Start(Uri endpoint)
    {
        var metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Name)
            .AddMeter(Metric.Own, Metric.Runtime)
            .AddView(instrument => Metric.Find(instrument.Meter.Name, instrument.Name) is null ? MetricStreamConfiguration.Drop : null)
            .AddOtlpExporter(otlp => (otlp.Endpoint, otlp.Protocol) = (endpoint, OtlpExportProtocol.HttpProtobuf))
            .Build();
        var traces = endpoint.AbsolutePath.EndsWith(MetricsPath, StringComparison.Ordinal)
            ? Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(Name)
                .AddSource(Metric.Own)
                .AddOtlpExporter(otlp => (otlp.Endpoint, otlp.Protocol) = (
                    new Uri(endpoint, endpoint.AbsolutePath[..^MetricsPath.Length] + TracesPath), OtlpExportProtocol.HttpProtobuf))
                .Build()
            : null;
        return new Export(metrics, traces);
    }

    private static void Name(ResourceBuilder resource) => resource.AddService("anchorage", serviceVersion: Instruments.Version);

    private sealed class Export(MeterProvider metrics, TracerProvider? traces) : IDisposable
    {
        public void Dispose()
        {
            traces?.Shutdown(MostAtEnd);
            traces?.Dispose();
            metrics.Shutdown(MostAtEnd);
            metrics.Dispose();
        }
    }
}
