namespace Anchorage.Auditing;

/// <summary>What the log says of the trail itself.</summary>
internal static partial class AuditLog
{
    [LoggerMessage(EventId = 50, Level = LogLevel.Error, Message = "{count} refusals could not be recorded in the audit trail")]
    public static partial void RecordsNotStored(this ILogger logger, Exception exception, int count);

    [LoggerMessage(EventId = 51, Level = LogLevel.Warning, Message = "{count} refusals are missing in the audit trail: they came faster than they can be recorded, or the store could not take them")]
    public static partial void RecordsDropped(this ILogger logger, long count);

    [LoggerMessage(EventId = 52, Level = LogLevel.Error, Message = "Old audit records could not be deleted; the next round tries again")]
    public static partial void RecordsNotTrimmed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 53, Level = LogLevel.Information, Message = "{count} requests were refused with {error} before it was known who called, since the last such line; the newest from {sourceAddress}, request {requestId}: {detail}")]
    public static partial void UnauthenticatedRefused(this ILogger logger, long count, string error, string? sourceAddress, string requestId, string detail);
}
