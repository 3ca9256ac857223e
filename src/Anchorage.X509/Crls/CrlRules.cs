using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>A CRL, with the CA that is to have signed it.</summary>
internal readonly record struct SignedCrl(CertificateRevocationList Crl, Certificate CA);

/// <summary>What a CRL must be to say which of a CA's certificates are revoked.</summary>
public static class CrlRules
{
    private const string Issue = "Issue the CRL anew with the CA's key: openssl ca -gencrl -keyfile ca.key -cert ca.pem -crldays 7 -out ca.crl";

    private static readonly ImmutableArray<Rule<SignedCrl>> Rows =
    [
        new("crl_is_base", "RFC 5280 5.2.4",
            "The CRL is a complete one and no delta CRL.", "Give the complete CRL; delta CRLs are not taken.",
            (subject, _) => subject.Crl.IsDelta ? "The CRL is a delta CRL (deltaCRLIndicator), which says only what changed; a complete one is wanted." : null),

        new("crl_is_direct", "RFC 5280 5.2.5, 5.3.3",
            "The CRL is about certificates of its own issuer and no indirect CRL.", "Give each CA's own CRL; indirect CRLs are not taken.",
            (subject, _) => subject.Crl.IsIndirect ? "The CRL is an indirect one, which lists other CAs' certificates; a CA's own is wanted." : null),

        new("crl_scope", "RFC 5280 5.2.5",
            "The CRL is about devices' certificates, and lists revocations for every reason.", "Give the CRL that covers the CA's devices for all reasons.",
            (subject, _) => FindWrongScope(subject.Crl.Scope)),

        new("crl_issuer_is_ca", "RFC 5280 6.3.3",
            "The CRL's issuer is the CA certificate's subject, octet for octet.", Issue,
            (subject, _) => subject.Crl.Issuer.Equals(subject.CA.Subject)
                ? null
                : $"The CRL's issuer is {Quoted.Show(subject.Crl.Issuer.ToString())}; the CA's subject {Quoted.Show(subject.CA.Subject.ToString())} is wanted there."),

        new("crl_ca_key_usage", "RFC 5280 6.3.3",
            "The CA certificate has no keyUsage extension, or one with cRLSign.",
            "Issue the CA certificate anew with keyUsage=critical,keyCertSign,cRLSign.",
            (subject, _) => subject.CA.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.CrlSign)
                ? $"The CA certificate's keyUsage extension has {KeyUsageReading.Describe(usage)}; cRLSign is wanted among them."
                : null),

        new("crl_signature_algorithm", "AWS IoT X.509 client certificates",
            "The CRL is signed with RSA PKCS #1 v1.5, RSASSA-PSS or ECDSA, over SHA-256, SHA-384 or SHA-512.", Issue,
            (subject, _) => FindWrongAlgorithm(subject.Crl.SignatureAlgorithm)),

        new("crl_signature", "RFC 5280 6.3.3",
            "The CRL's signature verifies with the CA certificate's key.", Issue,
            (subject, _) => subject.CA.VerifySignatureOf(subject.Crl) is SignatureVerdict.Valid or SignatureVerdict.AlgorithmRefused
                ? null
                : "The CRL's signature does not verify with the CA certificate's key: another key signed it, or it was changed afterwards."),

        new("crl_is_current", "RFC 5280 5.1.2.4, 5.1.2.5",
            "The CRL says when the next one comes (nextUpdate), that time has not come, and it is not issued in the future.",
            "Fetch or issue the CRL of today, and check the clock of the machine that does so.",
            (subject, now) => FindStale(subject.Crl, now)),
    ];

    /// <summary>All rules, in the order they are checked.</summary>
    public static ImmutableArray<Rule> All { get; } = [.. Rows];

    /// <summary>Every rule that the CRL breaks, in the order of <see cref="All"/>; empty when it may be used.</summary>
    /// <param name="ca">Judged already, by <see cref="CACertificateRules"/>.</param>
    /// <param name="now">The time at which it is to be current.</param>
    public static ImmutableArray<Fault> Judge(CertificateRevocationList crl, Certificate ca, DateTimeOffset now) =>
        Judgement.Of(Rows, new SignedCrl(crl, ca), now);

    private static Breach? FindWrongScope(IssuingDistributionPoint? scope) => scope switch
    {
        { IsForCAsOnly: true } => "The CRL is about CAs' certificates only (onlyContainsCACerts); devices' are wanted.",
        { IsForAttributesOnly: true } => "The CRL is about attribute certificates only (onlyContainsAttributeCerts); devices' certificates are wanted.",
        { IsForSomeReasonsOnly: true } => "The CRL lists revocations for some reasons only (onlySomeReasons); all are wanted.",
        _ => null,
    };

    private static Breach? FindWrongAlgorithm(SignatureAlgorithm algorithm) => algorithm.Objection is { } objection
        ? $"The CRL is signed with {algorithm.Name}, which {objection}; SHA-256, SHA-384 or SHA-512 with RSA or ECDSA is wanted."
        : algorithm.IsSha1 ? $"The CRL is signed with {algorithm.Name}; SHA-1 can be forged, so SHA-256, SHA-384 or SHA-512 is wanted."
        : null;

    private static Breach? FindStale(CertificateRevocationList crl, DateTimeOffset now) =>
        crl.ThisUpdate > now ? $"The CRL is issued in the future, at {ValidityJudgement.Show(crl.ThisUpdate)}, and now it is {ValidityJudgement.Show(now)}."
        : crl.NextUpdate is not { } next ? "The CRL does not say when the next one comes; nextUpdate is wanted."
        : next <= now ? $"The CRL is stale: the next one was to come by {ValidityJudgement.Show(next)}, and now it is {ValidityJudgement.Show(now)}."
        : null;
}
