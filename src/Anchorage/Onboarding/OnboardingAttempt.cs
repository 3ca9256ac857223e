namespace Anchorage.Onboarding;

/// <summary>An attempt of a device to connect, as it is stored. Its texts are of bounded length, and characters that steer a terminal are escaped in them.</summary>
/// <param name="Number">1 for the first of an account and region; 0 before it is stored.</param>
/// <param name="AttemptedAt">To the millisecond.</param>
/// <param name="ServerName">The name of the handshake (SNI); empty for none.</param>
/// <param name="SourceAddress">The device's IP address as the service sees it.</param>
/// <param name="CertificateId">64 lower-case hexadecimal digits; empty when no certificate was sent.</param>
/// <param name="CommonName">The first common name of its subject; empty for none.</param>
/// <param name="Subject">Its subject as RFC 4514 writes it; empty when it could not be read.</param>
/// <param name="Issuer">Its issuer, the same.</param>
/// <param name="CACertificateIds">The CA that was found, or those whose name fits and that did not sign it; at most <see cref="MostCAs"/>, parted by blanks.</param>
/// <param name="Outcome">The name of an <see cref="AttemptOutcome"/>.</param>
/// <param name="Reason">What was found and what was wanted.</param>
internal sealed record OnboardingAttempt(
    long Number,
    DateTimeOffset AttemptedAt,
    string ServerName,
    string SourceAddress,
    string CertificateId,
    string CommonName,
    string Subject,
    string Issuer,
    string CACertificateIds,
    string Outcome,
    string Reason)
{
    /// <summary>Most CA ids that are kept of one attempt.</summary>
    public const int MostCAs = 10;

    /// <summary>Most characters of a name, of whatever kind.</summary>
    public const int MostName = 515;

    /// <summary>Most characters of a reason; a template can have many faults.</summary>
    public const int MostReason = 2000;

    /// <summary>How many are kept for each account and region: the newest.</summary>
    public const int MostKept = 10_000;

    /// <summary>How long one is kept.</summary>
    public static readonly TimeSpan MostAge = TimeSpan.FromDays(30);
}
