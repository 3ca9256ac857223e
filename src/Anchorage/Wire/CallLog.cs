using System.Net;
using Anchorage.Auditing;

namespace Anchorage.Wire;

/// <summary>What the log says of one call. The query string is never in it: a presigned one is a credential.</summary>
internal sealed class CallLog(string requestId, string method, string rawPath, IPAddress? source)
{
    public string RequestId => requestId;

    public Caller? Caller { get; set; }

    /// <summary>What the audit trail will say of it; null as long as it is not known who calls.</summary>
    public AuditEntry? Audit { get; set; }

    public Operation? Operation { get; set; }

    /// <summary>
    /// Changes and refusals at information, faults of ours at error, the rest at debug. Of refusals before it was known who called, which anybody
    /// can cause, one in a minute of each kind is at information and tells for how many it stands.
    /// </summary>
    public void Write(ILogger logger, UnauthenticatedRefusals unauthenticated, Answer answer, TimeSpan elapsed)
    {
        var isNobodys = Caller is null && answer is { Error: not null, Status: < 500 };
        if (isNobodys && unauthenticated.Note(answer.Error!.Kind) is > 0 and var count)
        {
            logger.UnauthenticatedRefused(count, answer.Error!.Kind.Name, source?.ToString(), requestId, answer.Error.Message);
        }

        var level = answer switch
        {
            _ when isNobodys => LogLevel.Debug,
            { Status: >= 500 } => LogLevel.Error,
            { Error: not null } => LogLevel.Information,
            _ => Operation is { Changes: true } ? LogLevel.Information : LogLevel.Debug,
        };
        if (logger.IsEnabled(level))
        {
            logger.Called(
                level, requestId, Operation?.Name ?? $"{method} {Printable.Quoted(rawPath)}", Caller?.AccountId, Caller?.Region, Caller?.AccessKeyId,
                answer.Status, answer.Error?.Kind.Name, elapsed.TotalMilliseconds, answer.Error is { } error ? error.Message : null);
        }
    }
}

/// <summary>The log's own sentences.</summary>
internal static partial class EdgeLog
{
    [LoggerMessage(EventId = 1, Message = "{operation} {status} {error} in {milliseconds:0.0} ms, account {account}, region {region}, key {accessKeyId}, request {requestId}: {detail}")]
    public static partial void Called(
        this ILogger logger, LogLevel level, string requestId, string operation, string? account, string? region, string? accessKeyId,
        int status, string? error, double milliseconds, string? detail);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "The caller went away before its answer, request {requestId}")]
    public static partial void CallerWentAway(this ILogger logger, string requestId);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "The store could not be reached or refused, request {requestId}")]
    public static partial void StoreFailed(this ILogger logger, Exception exception, string requestId);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "An exception that nobody expected, request {requestId}")]
    public static partial void Unexpected(this ILogger logger, Exception exception, string requestId);
}
