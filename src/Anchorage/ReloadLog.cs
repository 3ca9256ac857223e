namespace Anchorage;

/// <summary>What a SIGHUP led to, in the log.</summary>
internal static partial class ReloadLog
{
    [LoggerMessage(EventId = 60, Level = LogLevel.Information, Message = "The configuration was read again; throttle {throttle} holds, and whatever else has changed does from the next start on")]
    public static partial void ConfigurationRead(this ILogger logger, string throttle);

    [LoggerMessage(EventId = 61, Level = LogLevel.Error, Message = "The configuration has changed and cannot be used; the one before stays: {faults}")]
    public static partial void ConfigurationKept(this ILogger logger, string faults);
}
