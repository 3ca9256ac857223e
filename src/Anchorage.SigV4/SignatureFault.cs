namespace Anchorage.SigV4;

/// <summary>A refused signature: what kind of fault, and a text for the caller.</summary>
/// <param name="Kind">What decides the error on the wire.</param>
/// <param name="Message">
/// AWS's public text where one is known, then what was found and what to do. Holds no secret, no session token, no signature that was
/// calculated here and no string to sign. What it repeats of the request is cut to 80 characters and has its control characters escaped.
/// </param>
public sealed record SignatureFault(SignatureFaultKind Kind, string Message)
{
    /// <summary>For an access key that is not known, or is no longer active.</summary>
    public static SignatureFault UnrecognizedClient(string accessKeyId) => new(
        SignatureFaultKind.UnrecognizedClient,
        $"The security token included in the request is invalid. No active access key {Excerpt.Of(accessKeyId)} is known here; "
        + "check the credentials and the endpoint that the client is configured with.");

    /// <summary>For temporary credentials that have run out.</summary>
    /// <param name="expiredAt">The moment until which they were valid.</param>
    public static SignatureFault ExpiredToken(DateTimeOffset expiredAt) => new(
        SignatureFaultKind.ExpiredToken,
        $"The security token included in the request is expired. It was valid until {SignatureTime.Format(expiredAt)}; "
        + "get new temporary credentials.");
}
