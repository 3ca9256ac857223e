namespace Anchorage.X509;

/// <summary>The checks of a CA certificate whose answer takes more than a line.</summary>
internal static class CACertificateBreaches
{
    // AWS IoT's own words for this error; users search for them.
    private const string PublicText =
        "CA certificate is not valid. The CA certificate does not have the basicConstraints extension as true.";

    public static Breach? Version(Certificate ca) => ca.Version == 3
        ? null
        : $"The CA certificate is of X.509 version {ca.Version}; version 3 is wanted, since only that can say that it is a CA.";

    public static Breach? BasicConstraints(Certificate ca) => ca.BasicConstraints switch
    {
        { IsCA: true } => null,
        null => PublicText + " The extension is absent; basicConstraints with CA:TRUE is wanted.",
        _ => PublicText + " The extension says CA:FALSE; CA:TRUE is wanted.",
    };

    public static Breach? PathLength(Certificate ca) => ca.BasicConstraints is { IsCA: false, PathLength: { } length }
        ? $"The CA certificate's basicConstraints have a pathLenConstraint of {length} without CA:TRUE; both or neither are wanted."
        : null;

    public static Breach? KeyUsage(Certificate ca) => ca.KeyUsage is { } usage && !usage.HasFlag(KeyUsages.KeyCertSign)
        ? $"The CA certificate's keyUsage extension has {KeyUsageReading.Describe(usage)}; keyCertSign is wanted among them, or no "
            + "keyUsage extension."
        : null;

    /// <param name="objection">The end of a sentence about the key, or null.</param>
    public static Breach? Key(string? objection) => objection is null ? null : $"The CA certificate's key {objection}.";

    public static Breach? Roca(Certificate ca) => PublicKeyJudgement.IsUsable(ca.PublicKey)
        && ca.PublicKey.Rsa is { } rsa && RocaFingerprint.Matches(rsa.Modulus.Span)
        ? "The CA certificate's RSA key bears the mark of the flawed generator of CVE-2017-15361 (ROCA); its private key can be "
            + "computed from it."
        : null;

    // A key that is not taken was already named; it is not worth importing.
    public static Breach? Importable(Certificate ca) => !PublicKeyJudgement.IsUsable(ca.PublicKey) || ca.HasImportableKey
        ? null
        : ca.PublicKey.Kind == PublicKeyKind.EllipticCurve
            ? $"The CA certificate's EC key is no point on the curve {ca.PublicKey.EllipticCurve!.CurveName}; one is wanted."
            : "The CA certificate's RSA key cannot be imported by the cryptographic library.";

    public static Breach? SignatureAlgorithm(Certificate ca)
    {
        var algorithm = ca.SignatureAlgorithm;
        return algorithm.Objection is { } objection
            ? $"The CA certificate is signed with {algorithm.Name}, which {objection}; SHA-256, SHA-384 or SHA-512 with RSA or ECDSA is wanted."
            : algorithm.IsSha1 && !ca.IsSelfSigned
                ? $"The CA certificate is an intermediate CA's and signed with {algorithm.Name}; SHA-1 can be forged, so SHA-256, "
                    + "SHA-384 or SHA-512 is wanted."
                : null;
    }

    // What a CA's own key cannot do right was already said of the key.
    public static Breach? SignatureForm(Certificate ca) => ca.IsSelfSigned && !PublicKeyJudgement.IsUsable(ca.PublicKey)
        ? null
        : X509.SignatureForm.FindDefect(ca) is { } defect ? $"The CA certificate's signature {defect}." : null;

    public static Breach? SelfSignature(Certificate ca)
    {
        if (!ca.IsSelfSigned)
        {
            return null;
        }

        return ca.VerifySignatureOf(ca) switch
        {
            SignatureVerdict.NotValid =>
                "The CA certificate names itself as its issuer, but its signature does not verify with its own key.",
            SignatureVerdict.KeyOfAnotherKind =>
                $"The CA certificate names itself as its issuer, but its signature is by {ca.SignatureAlgorithm.Name} and its own key "
                    + $"is {ca.PublicKey}.",
            SignatureVerdict.NotChecked when !ca.SignatureAlgorithm.IsSha1 && X509.SignatureForm.FindDefect(ca) is null =>
                $"The CA certificate's signature by {ca.SignatureAlgorithm.Name} cannot be checked by the cryptographic library.",

            // Refused keys and algorithms have their own rules; SHA-1 is not checked where the platform forbids it.
            _ => null,
        };
    }
}
