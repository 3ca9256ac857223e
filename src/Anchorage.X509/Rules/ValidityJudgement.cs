using System.Globalization;

namespace Anchorage.X509;

/// <summary>Whether a time is within a certificate's validity period, both ends included (RFC 5280 4.1.2.5).</summary>
internal static class ValidityJudgement
{
    public static Breach? FindBreach(Certificate certificate, string role, DateTimeOffset now)
    {
        // A difference rather than a sum: the end may be the last second that a DateTimeOffset can hold. Valid through all of its last
        // second.
        var wrong = certificate.NotAfter < certificate.NotBefore ? "is never valid, because it ends before it begins"
            : now < certificate.NotBefore ? "is not yet valid"
            : now - certificate.NotAfter >= TimeSpan.FromSeconds(1) ? "has expired"
            : null;
        return wrong is null
            ? null
            : $"The {role} {wrong}: it is valid from {Show(certificate.NotBefore)} to {Show(certificate.NotAfter)}, "
                + $"and now it is {Show(now)}.";
    }

    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
