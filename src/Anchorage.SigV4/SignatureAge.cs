namespace Anchorage.SigV4;

/// <summary>Whether a signature is of now.</summary>
internal static class SignatureAge
{
    /// <param name="signedAt">When the client says it signed.</param>
    /// <param name="presignedLife">How long a presigned request says it holds; null for the clock skew.</param>
    /// <param name="now">The time by which it is judged.</param>
    public static SignatureFault? Check(DateTimeOffset signedAt, TimeSpan? presignedLife, DateTimeOffset now)
    {
        // A difference, not a sum: signedAt may be in the year 9999.
        var age = now - signedAt;
        var life = presignedLife ?? RequestSignature.MaxClockSkew;
        if (age > life)
        {
            return new SignatureFault(
                SignatureFaultKind.SignatureExpired,
                $"Signature expired: {SignatureTime.Format(signedAt)} is now earlier than {SignatureTime.Format(now - life)} "
                + $"({SignatureTime.Format(now)} - {Text(life)}). "
                + (presignedLife is null ? "Set the clock of the machine that signs, and sign again." : "Presign the URL again."));
        }

        return age < -RequestSignature.MaxClockSkew
            ? new SignatureFault(
                SignatureFaultKind.SignatureNotYetCurrent,
                $"Signature not yet current: {SignatureTime.Format(signedAt)} is still later than "
                + $"{SignatureTime.Format(now + RequestSignature.MaxClockSkew)} "
                + $"({SignatureTime.Format(now)} + {Text(RequestSignature.MaxClockSkew)}). "
                + "Set the clock of the machine that signs, and sign again.")
            : null;
    }

    private static string Text(TimeSpan life) => life.Seconds == 0 ? $"{life.TotalMinutes:0} min." : $"{life.TotalSeconds:0} sec.";
}
