using System.Collections.Immutable;
using System.Globalization;

namespace Anchorage.X509;

/// <summary>A device's issuers up to a CA, with valid signatures all the way, and what RFC 5280 6.1 finds wrong with it.</summary>
internal sealed class CertificationPath
{
    private static readonly ObjectIdentifier ClientAuth = ObjectIdentifier.Of("1.3.6.1.5.5.7.3.2");
    private static readonly ObjectIdentifier AnyPurpose = ObjectIdentifier.Of("2.5.29.37.0");

    /// <param name="issuers">The device's issuer first, the CA last.</param>
    public CertificationPath(Certificate device, ImmutableArray<Certificate> issuers, DateTimeOffset now, Budget budget)
    {
        Issuers = issuers;
        WrongIssuer = FindWrongIssuer(now, budget);
        WrongPurpose = FindWrongPurpose();
        WrongName = NameConstraintJudgement.FindBreach(device, issuers, budget);
    }

    /// <summary>The device's issuer first, the CA last.</summary>
    public ImmutableArray<Certificate> Issuers { get; }

    public Certificate Anchor => Issuers[^1];

    /// <summary>An issuer that may not stand where it does (RFC 5280 6.1.4), in full sentences; null when all may.</summary>
    public string? WrongIssuer { get; }

    /// <summary>An issuer whose extKeyUsage excludes clients.</summary>
    public string? WrongPurpose { get; }

    /// <summary>A name that an issuer's name constraints exclude.</summary>
    public string? WrongName { get; }

    public bool IsClean => WrongIssuer is null && WrongPurpose is null && WrongName is null;

    public static bool AllowsClients(ExtendedKeyUsage usage) => usage.Purposes.Contains(ClientAuth) || usage.Purposes.Contains(AnyPurpose);

    private string? FindWrongIssuer(DateTimeOffset now, Budget budget)
    {
        // Issuers that stand below the one looked at, without those that only renew a key under the same name (RFC 5280 4.2.1.9).
        var below = 0;
        foreach (var issuer in Issuers)
        {
            // The CA was judged where it was registered, or is by whoever asks. What names itself as its issuer is verified once more.
            if (issuer != Anchor && (!issuer.IsSelfSigned || budget.TrySpendSignature()) && CACertificateRules.Judge(issuer, now) is [var fault, ..])
            {
                return $"The intermediate {Show(issuer)} is no CA that may stand here: {fault.Found}";
            }

            if (issuer.BasicConstraints?.PathLength < below)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Show(issuer)} allows {issuer.BasicConstraints.PathLength} intermediates below it (pathLenConstraint), and there are {below}.");
            }

            below += issuer.IsSelfIssued ? 0 : 1;
        }

        return null;
    }

    private string? FindWrongPurpose()
    {
        foreach (var issuer in Issuers)
        {
            if (issuer.ExtendedKeyUsage is { } usage && !AllowsClients(usage))
            {
                return $"The issuer {Show(issuer)} has an extKeyUsage extension with {string.Join(", ", usage.Purposes.Take(4))}; clientAuth ({ClientAuth}) is "
                    + "wanted among them, or no extKeyUsage extension.";
            }
        }

        return null;
    }

    private static string Show(Certificate certificate) => Quoted.Show(certificate.Subject.ToString());
}
