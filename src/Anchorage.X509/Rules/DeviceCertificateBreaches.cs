namespace Anchorage.X509;

/// <summary>The checks of a device certificate.</summary>
internal static class DeviceCertificateBreaches
{
    public static Breach? IsTheCA(DeviceChain chain) => chain.Anchors.Any(anchor => anchor.Der.Span.SequenceEqual(chain.Device.Der.Span))
        ? "The device certificate is the CA certificate itself; one that the CA issued is wanted."
        : null;

    /// <param name="objection">The end of a sentence about the key, or null.</param>
    public static Breach? Key(string? objection) => objection is null ? null : $"The device certificate's key {objection}.";

    public static Breach? Roca(Certificate device) => PublicKeyJudgement.IsUsable(device.PublicKey)
        && device.PublicKey.Rsa is { } rsa && RocaFingerprint.Matches(rsa.Modulus.Span)
        ? "The device certificate's RSA key bears the mark of the flawed generator of CVE-2017-15361 (ROCA); its private key can be computed from it."
        : null;

    public static Breach? Importable(Certificate device) => !PublicKeyJudgement.IsUsable(device.PublicKey) || device.HasImportableKey
        ? null
        : device.PublicKey.EllipticCurve is { } curve
            ? $"The device certificate's EC key is no point on the curve {curve.CurveName}; one is wanted."
            : "The device certificate's RSA key cannot be imported by the cryptographic library.";

    public static Breach? SignatureAlgorithm(Certificate device)
    {
        var algorithm = device.SignatureAlgorithm;
        return algorithm.Objection is { } objection
            ? $"The device certificate is signed with {algorithm.Name}, which {objection}; SHA-256, SHA-384 or SHA-512 with RSA or ECDSA is wanted."
            : algorithm.IsSha1
                ? $"The device certificate is signed with {algorithm.Name}; SHA-1 can be forged, so SHA-256, SHA-384 or SHA-512 is wanted."
                : null;
    }

    public static Breach? KeyUsage(Certificate device) => device.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.DigitalSignature)
        ? $"The device certificate's keyUsage extension has {KeyUsageReading.Describe(usage)}; digitalSignature is wanted among them, or no keyUsage extension."
        : null;

    public static Breach? ExtendedKeyUsage(Certificate device) => device.ExtendedKeyUsage is { } usage
        && !CertificationPath.AllowsClients(usage)
        ? $"The device certificate's extKeyUsage extension has {string.Join(", ", usage.Purposes.Take(4))}; clientAuth (1.3.6.1.5.5.7.3.2) is wanted among them, or no extKeyUsage extension."
        : null;

    public static Breach? Subject(Certificate device) => device.Subject.IsEmpty && device.SubjectAlternativeNames.IsEmpty
        ? "The device certificate has an empty subject and no subjectAltName extension; a name is wanted in one of them."
        : null;

    public static Breach? IntermediateCount(DeviceChain chain) => chain.Intermediates.Length > DeviceChain.MaxIntermediates
        ? $"There are more than {DeviceChain.MaxIntermediates} intermediates, the most that are looked at."
        : null;

    public static Breach? Issuer(DeviceChain chain)
    {
        if (chain.Search.Stuck is not { } stuck || IntermediateCount(chain) is not null)
        {
            return null;
        }

        var of = ReferenceEquals(stuck, chain.Device) ? "The device certificate's issuer" : $"The issuer of the intermediate {Show(stuck.Subject)}";
        return $"{of} is {Show(stuck.Issuer)}; "
            + (chain.Anchors is [var only] ? $"the CA's subject {Show(only.Subject)} is wanted there" : "the subject of a registered CA is wanted there")
            + (chain.Intermediates.IsEmpty ? "." : ", or that of an intermediate which is given.");
    }

    public static Breach? Budget(DeviceChain chain) => chain.Search.Budget.IsExceeded
        ? $"The way from the device certificate to a CA was not found with {X509.Budget.MaxSignatures} signatures verified and {X509.Budget.MaxNameComparisons} names compared, the most that are."
        : null;

    public static Breach? Signature(DeviceChain chain)
    {
        if (chain.Search.Unsigned is not { } certificate || chain.Search.Budget.IsExceeded)
        {
            return null;
        }

        var of = ReferenceEquals(certificate, chain.Device) ? "The device certificate" : $"The intermediate {Show(certificate.Subject)}";
        return chain.Search.Verdict switch
        {
            // The rule on the device's own algorithm has said this already.
            SignatureVerdict.AlgorithmRefused when ReferenceEquals(certificate, chain.Device) => null,
            SignatureVerdict.AlgorithmRefused => $"{of} is signed with {certificate.SignatureAlgorithm.Name}, which is not taken; SHA-256, SHA-384 or SHA-512 with RSA or ECDSA is wanted.",
            SignatureVerdict.KeyRefused => $"{of} cannot be checked, because its issuer's key is not one that is taken.",
            _ => $"{of} names {Show(certificate.Issuer)} as its issuer, but its signature does not verify with that issuer's key: another key signed it.",
        };
    }

    private static string Show(DistinguishedName name) => Quoted.Show(name.ToString());
}
