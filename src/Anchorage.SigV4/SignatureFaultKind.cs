namespace Anchorage.SigV4;

/// <summary>Why a signature was refused, one word per thing a caller would do differently.</summary>
/// <remarks>Each member names the error that AWS answers with in the same case; all of them are answered with 403.</remarks>
public enum SignatureFaultKind
{
    /// <summary>The request says nothing of a signature. AWS: <c>MissingAuthenticationTokenException</c>.</summary>
    MissingAuthenticationToken,

    /// <summary>What the request says of its signature cannot be read. AWS: <c>IncompleteSignatureException</c>.</summary>
    IncompleteSignature,

    /// <summary>The signature is another one than ours. AWS: <c>InvalidSignatureException</c>.</summary>
    InvalidSignature,

    /// <summary>A header that must be signed is not. AWS: <c>InvalidSignatureException</c>.</summary>
    UnsignedHeader,

    /// <summary>The credential's date, region, service or terminator is not one we take. AWS: <c>InvalidSignatureException</c>.</summary>
    WrongScope,

    /// <summary>The request was signed too long ago, or a presigned one has run out. AWS: <c>InvalidSignatureException</c>.</summary>
    SignatureExpired,

    /// <summary>The request was signed in the future. AWS: <c>InvalidSignatureException</c>.</summary>
    SignatureNotYetCurrent,

    /// <summary>The body is not the one whose hash the request states. AWS: <c>InvalidSignatureException</c>.</summary>
    PayloadHashMismatch,

    /// <summary>The body is left out: <c>UNSIGNED-PAYLOAD</c>, <c>STREAMING-*</c>. AWS: <c>InvalidSignatureException</c>.</summary>
    UnsignedPayload,

    /// <summary>A presigned request where only signed headers are taken. AWS: <c>InvalidSignatureException</c>.</summary>
    PresignedNotAllowed,

    /// <summary>Nobody has this access key; said by whoever knows the keys. AWS: <c>UnrecognizedClientException</c>.</summary>
    UnrecognizedClient,

    /// <summary>The session token has run out; said by whoever knows the keys. AWS: <c>ExpiredTokenException</c>.</summary>
    ExpiredToken,
}
