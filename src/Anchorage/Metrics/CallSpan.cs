using System.Diagnostics;
using Anchorage.Wire;

namespace Anchorage.Metrics;

/// <summary>One call in a trace (OpenTelemetry), as part of the caller's own trace if it sent one (W3C Trace Context). Made only when somebody listens.</summary>
internal static class CallSpan
{
    /// <summary>A longer tracestate is not passed on (W3C Trace Context, 3.3.1.5, asks for at least this).</summary>
    private const int MostState = 512;

    private static readonly ActivitySource Source = new(Metric.Own, Instruments.Version);

    /// <summary>Begins with the request; null when nobody listens.</summary>
    public static Activity? Begin(HttpRequest request)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var (parent, state) = ($"{request.Headers.TraceParent}", $"{request.Headers.TraceState}");
        ActivityContext.TryParse(parent, state.Length > MostState ? null : state, isRemote: true, out var context);
        return Source.StartActivity(request.Method, ActivityKind.Server, context);
    }

    /// <summary>Says what came of it, and ends it. Paths, query strings and bodies are not in it.</summary>
    public static void End(Activity? span, CallLog line, Answer answer)
    {
        if (span is null)
        {
            return;
        }

        if (line.Operation is { } operation)
        {
            span.DisplayName = operation.Name;
            span.SetTag("rpc.system", "aws-api").SetTag("rpc.method", operation.Name);
        }

        if (line.Caller is { } caller)
        {
            span.SetTag("cloud.account.id", caller.AccountId).SetTag("cloud.region", caller.Region);
        }

        span.SetTag("http.response.status_code", answer.Status).SetTag("aws.request_id", line.RequestId);
        if (answer.Error is { } error)
        {
            span.SetTag("error.type", error.Kind.Name);
        }

        span.SetStatus(answer.Status >= 500 ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
        span.Dispose();
    }
}
