using System.Data.Common;
using System.Diagnostics;
using Anchorage.Accounts;
using Anchorage.Auditing;
using Anchorage.Gateway.Tls;
using Anchorage.Metrics;
using Anchorage.SigV4;
using Anchorage.Throttles;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Anchorage.Wire;

/// <summary>One request's way: body, who calls, which operation, its answer, one line in the log.</summary>
internal sealed class Edge(Installation installation, Health health, CertificateSource certificates, ILogger logger)
{
    private static readonly Routes<Operation> Offered =
        new(Operations.All.Concat(Operations.Own).Select(operation => (operation.Method, operation.Path, operation)));

    private static readonly Routes<string> Known =
        new(ServiceModel.Operations.Select(operation => (operation.Method, operation.Path, operation.Name)));

    private readonly Authentication _authentication = new(installation);
    private readonly AddressThrottle _addresses = new(installation.Clock);
    private readonly MetricsPage _metrics = new(installation);

    public async Task HandleAsync(HttpContext context)
    {
        var requestId = Uuid.Next();
        var started = Stopwatch.GetTimestamp();
        var span = CallSpan.Begin(context.Request);
        var target = RequestTarget.Of(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var line = new CallLog(requestId, context.Request.Method, target.RawPath, context.Connection.RemoteIpAddress);
        Answer answer;
        try
        {
            answer = await AnswerAsync(context, target, line);
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException
            || (exception is OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            // A reset is told to the reader of the body first, and to Kestrel's own connection a moment later; in between
            // it would try to drain the body that just failed, and log that it cannot.
            context.Abort();
            logger.CallerWentAway(requestId);
            span?.Dispose();
            return;
        }
        catch (DbException exception)
        {
            logger.StoreFailed(exception, requestId);
            answer = Answer.Failure(WireError.ServiceUnavailable());
        }
#pragma warning disable CA1031 // The outermost place: whatever got here is a bug, told to the log and not to the caller.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.Unexpected(exception, requestId);
            answer = Answer.Failure(WireError.InternalFailure(requestId));
        }

        if (health.IsStopping)
        {
            context.Response.Headers.Connection = "close";
        }

        if (line.Audit is { } entry)
        {
            await installation.Audit.NoteAsync(entry, answer.Error, line.Operation is { Changes: true });
        }

        if (line.Caller is null && answer.Error is { Kind.Status: < 500 })
        {
            _addresses.Note(context.Connection.RemoteIpAddress);
        }

        // Before it is written, so that who has the answer finds it counted.
        installation.Instruments.Called(line, answer, Stopwatch.GetElapsedTime(started));
        CallSpan.End(span, line, answer);
        await answer.WriteAsync(context, requestId);
        line.Write(logger, installation.Audit.Unauthenticated, answer, Stopwatch.GetElapsedTime(started));
    }

    private async Task<Answer> AnswerAsync(HttpContext context, RequestTarget target, CallLog line)
    {
        if (Health.Answers(target.RawPath))
        {
            return await health.AnswerAsync(target.RawPath, context.RequestAborted);
        }

        if (ServerCA.Answers(target.RawPath))
        {
            return await ServerCA.AnswerAsync(certificates);
        }

        if (MetricsPage.IsOpenTo(context, target))
        {
            return await _metrics.AnswerAsync();
        }

        if (_addresses.Refuse(context.Connection.RemoteIpAddress) is { } flooded)
        {
            return Answer.Failure(flooded);
        }

        var (body, tooLarge) = await BodyReading.ReadAsync(context.Request, context.RequestAborted);
        if (tooLarge is not null)
        {
            return Answer.Failure(tooLarge);
        }

        var request = new SignedRequest(context.Request.Method, target.RawPath, target.RawQuery, HeaderList.Of(context.Request.Headers));
        var identified = await _authentication.IdentifyAsync(request, context.Request.Headers, body, context.RequestAborted);
        if (identified.Error is { } refused)
        {
            return Answer.Failure(refused);
        }

        // The path that the signature speaks of: without dot segments and doubled slashes, so that no other reading of it is let in.
        var caller = line.Caller = identified.Value!;
        var audit = line.Audit = installation.Audit.EntryOf(caller, line.RequestId, context);
        var rawPath = NormalizedPath.Of(target.RawPath);
        if (MetricsPage.Answers(request.Method, rawPath))
        {
            audit.Operation = AuditedOperations.GetMetrics;
            return await _metrics.AnswerAsync(caller);
        }

        if (Offered.Find(request.Method, rawPath, out var encoded) is not { } operation)
        {
            var known = Known.Find(request.Method, rawPath, out _);
            audit.Operation = known ?? AuditedOperations.Unknown;
            return Answer.Failure(Unoffered(known, request.Method, rawPath));
        }

        line.Operation = operation;
        audit.Operation = operation.Name;
        if (installation.CallThrottle.Refuse(caller.AccountId, operation.Name) is { } throttled)
        {
            return Answer.Failure(throttled);
        }

        var path = encoded.IsEmpty ? encoded : [.. encoded.Select(value => RawQuery.Decode(value)!)];
        if (path.Contains(null!))
        {
            return Answer.Failure(WireError.InvalidRequest("The path holds a percent sign that begins no UTF-8 escape; write a literal one as %25."));
        }

        if (RawQuery.Read(target.RawQuery) is not { } query)
        {
            return Answer.Failure(WireError.InvalidRequest("The query string holds a percent sign that begins no UTF-8 escape; write a literal one as %25."));
        }

        var call = new Call
        {
            RequestId = line.RequestId,
            Caller = caller,
            Path = path,
            Query = query,
            Headers = context.Request.Headers,
            SourceAddress = context.Connection.RemoteIpAddress,
            IsSecure = context.Request.IsHttps,
            Body = body,
            Cancelled = context.RequestAborted,
            Audit = audit,
        };
        audit.Asks(operation, call);
        if (await installation.Permissions.RefuseAsync(operation, call) is { } denied)
        {
            return Answer.Failure(denied);
        }

        try
        {
            return await operation.RunAsync(call, installation.Audit.Watch(installation, audit));
        }
        finally
        {
            // Also when the caller has gone: what they asked for may have been done.
            if (operation.Changes)
            {
                installation.AccessChanges.Note(caller.AccountId, caller.Region);
            }
        }
    }

    private static WireError Unoffered(string? name, string method, string rawPath) =>
        name is not null
            ? WireError.InvalidRequest($"{name} is an AWS IoT operation that Anchorage does not offer. docs/operations.md lists those it does.")
            : WireError.UnknownOperation($"No AWS IoT operation is called with {method} {Printable.Quoted(rawPath)}. docs/operations.md lists those that Anchorage offers.");
}
