using System.Globalization;

namespace Anchorage.SigV4;

/// <summary>Where a request may be presigned, and for how long.</summary>
internal static class PresignedLife
{
    /// <summary>Reads X-Amz-Expires.</summary>
    /// <param name="request">The presigned request.</param>
    /// <param name="expires">The parameter, decoded; null when it is absent.</param>
    /// <param name="life">How long the signature holds; null for as long as a signed header would.</param>
    public static SignatureFault? Read(SignedRequest request, string? expires, out TimeSpan? life)
    {
        life = null;
        if (request.Method != "GET")
        {
            return new SignatureFault(
                SignatureFaultKind.PresignedNotAllowed,
                $"A {Excerpt.Of(request.Method)} request cannot be presigned here; only GET can. Sign it with an Authorization header.");
        }

        // AWS's own clients presign MQTT over WebSockets without a life; such a request is held to the clock skew, like a signed header.
        if (expires is null && request.RawPath == RequestSignature.MqttPath)
        {
            return null;
        }

        if (!int.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds < 1
            || seconds > RequestSignature.MaxPresignedLife.TotalSeconds)
        {
            return new SignatureFault(
                SignatureFaultKind.IncompleteSignature,
                $"X-Amz-Expires is {(expires is null ? "absent" : Excerpt.Of(expires))}. "
                + $"Wanted 1 to {RequestSignature.MaxPresignedLife.TotalSeconds:0} seconds; presign again with a shorter life.");
        }

        life = TimeSpan.FromSeconds(seconds);
        return null;
    }
}
