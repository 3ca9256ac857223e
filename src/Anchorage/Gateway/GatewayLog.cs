namespace Anchorage.Gateway;

/// <summary>The gateway's sentences in the log.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "Device refused: {reason}, address {address}, account {account}, region {region}: {detail} ({unlogged} more were not logged)")]
    public static partial void DeviceRefused(this ILogger logger, string reason, string address, string account, string region, string detail, long unlogged);

    [LoggerMessage(EventId = 21, Level = LogLevel.Error, Message = "An exception that nobody expected, on a device's connection")]
    public static partial void ConnectionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "The server certificate {file} was read")]
    public static partial void CertificateRead(this ILogger logger, string file);

    [LoggerMessage(EventId = 23, Level = LogLevel.Error, Message = "The server certificate has changed and cannot be used; the one before stays: {detail}")]
    public static partial void CertificateKept(this ILogger logger, string detail);

    [LoggerMessage(EventId = 24, Level = LogLevel.Error, Message = "There is no server certificate yet; no device can connect")]
    public static partial void NoCertificate(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 25, Level = LogLevel.Warning, Message = "The address {address} is taken, so no device can connect: give another with --mqtts")]
    public static partial void AddressTaken(this ILogger logger, string address);

    [LoggerMessage(EventId = 26, Level = LogLevel.Error, Message = "Registration events could not be delivered or their delivery not be stored; they are published again")]
    public static partial void EventsNotDelivered(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 27, Level = LogLevel.Error, Message = "Connected devices could not be looked at after a change; they will be again")]
    public static partial void AccessCheckFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 40, Level = LogLevel.Error, Message = "{count} attempts of devices to connect could not be recorded")]
    public static partial void AttemptsNotStored(this ILogger logger, Exception exception, int count);

    [LoggerMessage(EventId = 41, Level = LogLevel.Warning, Message = "{count} attempts of devices to connect were not recorded: they came faster than they can be, or the store could not take them")]
    public static partial void AttemptsDropped(this ILogger logger, long count);
}
