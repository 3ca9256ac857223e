namespace Anchorage.Wire;

/// <summary>What a caller is told when an operation did not do what was asked: a row of the table, and a message.</summary>
/// <param name="Kind">The row.</param>
/// <param name="Message">What was found, what was wanted, what to do next. Holds no secret and no control character.</param>
/// <param name="ResourceId">The id of the resource in the way, for ResourceAlreadyExistsException.</param>
/// <param name="ResourceArn">Its ARN.</param>
internal sealed record WireError(WireErrorKind Kind, string Message, string? ResourceId = null, string? ResourceArn = null)
{
    /// <summary>After how many seconds it may be tried again, for the header Retry-After; null when that is not known.</summary>
    public int? RetryAfter { get; private init; }

    public static WireError InvalidRequest(string message) => new(WireErrorKind.InvalidRequest, message);

    public static WireError AccessDenied(string message) => new(WireErrorKind.AccessDenied, message);

    public static WireError ResourceNotFound(string message) => new(WireErrorKind.ResourceNotFound, message);

    public static WireError CertificateState(string message) => new(WireErrorKind.CertificateState, message);

    public static WireError LimitExceeded(string message) => new(WireErrorKind.LimitExceeded, message);

    public static WireError UnknownOperation(string message) => new(WireErrorKind.UnknownOperation, message);

    public static WireError ResourceAlreadyExists(string message, string resourceId, string resourceArn) =>
        new(WireErrorKind.ResourceAlreadyExists, message, resourceId, resourceArn);

    /// <summary>Called too often; in so many seconds it may be tried again.</summary>
    public static WireError Throttling(string message, int retryAfter) => new(WireErrorKind.Throttling, message) { RetryAfter = retryAfter };

    /// <summary>The answer to an outage or a bug. Tells the caller nothing of its cause, which is in the log under the request id.</summary>
    public static WireError InternalFailure(string requestId) =>
        new(WireErrorKind.InternalFailure, $"An unexpected error has occurred. The server's log has it under request id {requestId}.");

    public static WireError ServiceUnavailable() =>
        new(WireErrorKind.ServiceUnavailable, "The service is temporarily unavailable: its store could not be reached. Nothing was changed; try again.");
}
