using System.Collections.Immutable;

namespace Anchorage.Wire;

/// <summary>One row of the table of wire errors: the name an SDK raises, the HTTP status, and the code of the documented envelope.</summary>
/// <param name="Name">AWS's name, sent in <c>x-amzn-ErrorType</c>.</param>
/// <param name="Status">The HTTP status, as the AWS IoT service model gives it for modelled errors.</param>
/// <param name="EnvelopeCode">The <c>error.code</c> of the body: upper snake case, or <c>VALIDATION_ERROR</c> for faults of what was sent.</param>
internal sealed record WireErrorKind(string Name, int Status, string EnvelopeCode)
{
    public static readonly WireErrorKind InvalidRequest = new("InvalidRequestException", 400, "VALIDATION_ERROR");
    public static readonly WireErrorKind CertificateValidation = new("CertificateValidationException", 400, "VALIDATION_ERROR");
    public static readonly WireErrorKind RegistrationCodeValidation = new("RegistrationCodeValidationException", 400, "VALIDATION_ERROR");
    public static readonly WireErrorKind MalformedPolicy = new("MalformedPolicyException", 400, "VALIDATION_ERROR");
    public static readonly WireErrorKind ResourceRegistrationFailure = new("ResourceRegistrationFailureException", 400, "RESOURCE_REGISTRATION_FAILURE");
    public static readonly WireErrorKind Throttling = new("ThrottlingException", 400, "THROTTLING");
    public static readonly WireErrorKind IncompleteSignature = new("IncompleteSignatureException", 403, "INCOMPLETE_SIGNATURE");
    public static readonly WireErrorKind MissingAuthenticationToken = new("MissingAuthenticationTokenException", 403, "MISSING_AUTHENTICATION_TOKEN");
    public static readonly WireErrorKind UnrecognizedClient = new("UnrecognizedClientException", 403, "UNRECOGNIZED_CLIENT");
    public static readonly WireErrorKind InvalidSignature = new("InvalidSignatureException", 403, "INVALID_SIGNATURE");
    public static readonly WireErrorKind ExpiredToken = new("ExpiredTokenException", 403, "EXPIRED_TOKEN");
    public static readonly WireErrorKind AccessDenied = new("AccessDeniedException", 403, "ACCESS_DENIED");
    public static readonly WireErrorKind ResourceNotFound = new("ResourceNotFoundException", 404, "RESOURCE_NOT_FOUND");
    public static readonly WireErrorKind UnknownOperation = new("UnknownOperationException", 404, "UNKNOWN_OPERATION");
    public static readonly WireErrorKind CertificateState = new("CertificateStateException", 406, "CERTIFICATE_STATE");
    public static readonly WireErrorKind ResourceAlreadyExists = new("ResourceAlreadyExistsException", 409, "RESOURCE_ALREADY_EXISTS");
    public static readonly WireErrorKind DeleteConflict = new("DeleteConflictException", 409, "DELETE_CONFLICT");
    public static readonly WireErrorKind CertificateConflict = new("CertificateConflictException", 409, "CERTIFICATE_CONFLICT");
    public static readonly WireErrorKind TransferConflict = new("TransferConflictException", 409, "TRANSFER_CONFLICT");
    public static readonly WireErrorKind VersionConflict = new("VersionConflictException", 409, "VERSION_CONFLICT");
    public static readonly WireErrorKind VersionsLimitExceeded = new("VersionsLimitExceededException", 409, "VERSIONS_LIMIT_EXCEEDED");
    public static readonly WireErrorKind ConflictingResourceUpdate = new("ConflictingResourceUpdateException", 409, "CONFLICTING_RESOURCE_UPDATE");
    public static readonly WireErrorKind LimitExceeded = new("LimitExceededException", 410, "LIMIT_EXCEEDED");
    public static readonly WireErrorKind TransferAlreadyCompleted = new("TransferAlreadyCompletedException", 410, "TRANSFER_ALREADY_COMPLETED");
    public static readonly WireErrorKind RequestEntityTooLarge = new("RequestEntityTooLargeException", 413, "REQUEST_ENTITY_TOO_LARGE");
    public static readonly WireErrorKind InternalFailure = new("InternalFailureException", 500, "INTERNAL_FAILURE");
    public static readonly WireErrorKind ServiceUnavailable = new("ServiceUnavailableException", 503, "SERVICE_UNAVAILABLE");

    /// <summary>Every error that a caller can meet, by status. <c>docs/errors.md</c> is printed from it.</summary>
    public static readonly ImmutableArray<WireErrorKind> All =
    [
        InvalidRequest, CertificateValidation, RegistrationCodeValidation, MalformedPolicy, ResourceRegistrationFailure, Throttling,
        IncompleteSignature, MissingAuthenticationToken, UnrecognizedClient, InvalidSignature, ExpiredToken, AccessDenied,
        ResourceNotFound, UnknownOperation, CertificateState, ResourceAlreadyExists, DeleteConflict, CertificateConflict,
        TransferConflict, VersionConflict, VersionsLimitExceeded, ConflictingResourceUpdate, LimitExceeded, TransferAlreadyCompleted,
        RequestEntityTooLarge, InternalFailure, ServiceUnavailable,
    ];
}
