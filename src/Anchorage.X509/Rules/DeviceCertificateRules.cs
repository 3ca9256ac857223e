using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>What a device's certificate must be to come in under a registered CA. Version 1 is taken, as AWS's own recipe makes it.</summary>
public static class DeviceCertificateRules
{
    private const string Issue =
        "Issue it with the CA's key: openssl x509 -req -in device.csr -CA ca.pem -CAkey ca.key -CAcreateserial -sha256 -days 365 -out device.pem";

    private const string MakeKey =
        "Make a key that is taken, with openssl ecparam -name prime256v1 -genkey -noout -out device.key, and the device certificate anew for it.";

    private static readonly ImmutableArray<Rule<DeviceChain>> Rows =
    [
        new("device_is_not_the_ca", "RFC 5280 3.2",
            "The device certificate is another than the CA's own.", Issue,
            (chain, _) => DeviceCertificateBreaches.IsTheCA(chain)),

        new("device_subject_or_alternative_name", "RFC 5280 4.1.2.6",
            "The device certificate has a subject, or a subjectAltName extension.", Issue,
            (chain, _) => DeviceCertificateBreaches.Subject(chain.Device)),

        new("device_within_validity", "RFC 5280 4.1.2.5",
            "The device certificate is within its validity period, ends included.",
            "Issue the device certificate anew, and check the clock of the machine that does so.",
            (chain, now) => ValidityJudgement.FindBreach(chain.Device, "device certificate", now)),

        new("device_key_kind", "RFC 3279 2.3.1, RFC 5480 2.1.1",
            "The device's key is RSA, or EC on the named curve P-256, P-384 or P-521 with an uncompressed point.", MakeKey,
            (chain, _) => DeviceCertificateBreaches.Key(PublicKeyJudgement.FindWrongKind(chain.Device.PublicKey))),

        new("device_rsa_modulus_size", "AWS IoT audit check on device certificate key quality",
            "An RSA key of a device has a modulus of 2048 to 8192 bits.", MakeKey,
            (chain, _) => DeviceCertificateBreaches.Key(PublicKeyJudgement.FindWrongSize(chain.Device.PublicKey))),

        new("device_rsa_exponent", "NIST SP 800-56B 6.2",
            "An RSA key of a device has an odd modulus and an odd exponent from 65537 to 2^64.", MakeKey,
            (chain, _) => DeviceCertificateBreaches.Key(PublicKeyJudgement.FindWrongExponent(chain.Device.PublicKey))),

        new("device_rsa_not_roca", "CVE-2017-15361",
            "An RSA key of a device is not from the generator whose private keys can be computed (ROCA).", MakeKey,
            (chain, _) => DeviceCertificateBreaches.Roca(chain.Device)),

        new("device_rsa_no_small_factor", "NIST SP 800-89 5.3.3",
            "An RSA key of a device has a modulus that no prime below 752 divides.", MakeKey,
            (chain, _) => DeviceCertificateBreaches.Key(PublicKeyJudgement.FindSmallFactor(chain.Device.PublicKey))),

        new("device_rsa_factors_not_close", "CVE-2022-26320",
            "An RSA key of a device has a modulus that a hundred steps of Fermat's method do not factor.", MakeKey,
            (chain, _) => DeviceCertificateBreaches.Key(PublicKeyJudgement.FindCloseFactors(chain.Device.PublicKey))),

        new("device_key_importable", "SEC 1 3.2.2.1",
            "The device's EC point is on its curve.", MakeKey,
            (chain, _) => DeviceCertificateBreaches.Importable(chain.Device)),

        new("device_signature_algorithm", "AWS IoT X.509 client certificates",
            "The device certificate is signed with RSA PKCS #1 v1.5, RSASSA-PSS or ECDSA, over SHA-256, SHA-384 or SHA-512.", Issue,
            (chain, _) => DeviceCertificateBreaches.SignatureAlgorithm(chain.Device)),

        new("device_key_usage", "RFC 5280 4.2.1.3, RFC 8446 4.4.2.2",
            "The device certificate has no keyUsage extension, or one with digitalSignature, by which a TLS client shows that it has the key.",
            "Issue the device certificate anew with keyUsage=critical,digitalSignature, or without keyUsage.",
            (chain, _) => DeviceCertificateBreaches.KeyUsage(chain.Device)),

        new("device_extended_key_usage", "RFC 5280 4.2.1.12",
            "The device certificate has no extKeyUsage extension, or one with clientAuth.",
            "Issue the device certificate anew with extendedKeyUsage=clientAuth, or without extendedKeyUsage.",
            (chain, _) => DeviceCertificateBreaches.ExtendedKeyUsage(chain.Device)),

        new("device_intermediate_count", "Anchorage limit",
            "At most 4 intermediates are given.",
            "Give only those that stand between the device's certificate and the CA.",
            (chain, _) => DeviceCertificateBreaches.IntermediateCount(chain)),

        new("device_issuer", "RFC 5280 6.1.3",
            "The device certificate's issuer is the CA's subject, octet for octet, or that of an intermediate from which the CA is reached.",
            "Check the device certificate against the CA that issued it, and give the intermediates if there are any. " + Issue,
            (chain, _) => DeviceCertificateBreaches.Issuer(chain)),

        new("device_signature", "RFC 5280 6.1.3",
            "Every signature from the device certificate up to the CA verifies with its issuer's key.", Issue,
            (chain, _) => DeviceCertificateBreaches.Signature(chain)),

        new("device_issuers_are_cas", "RFC 5280 6.1.4",
            "Every intermediate is a CA that could be registered itself, and no pathLenConstraint is exceeded.",
            "Issue the intermediate anew as a CA (basicConstraints=critical,CA:TRUE, keyUsage=critical,keyCertSign), or register it and issue under it directly.",
            (chain, _) => chain.Search.Path?.WrongIssuer),

        new("device_issuers_extended_key_usage", "RFC 5280 4.2.1.12",
            "No issuer up to the CA has an extKeyUsage extension without clientAuth.",
            "Issue the issuer's certificate anew with extendedKeyUsage=clientAuth, or without extendedKeyUsage.",
            (chain, _) => chain.Search.Path?.WrongPurpose),

        new("device_name_constraints", "RFC 5280 4.2.1.10",
            "The names of the device and of every intermediate lie where the name constraints of the issuers above them want them.",
            "Issue the certificate anew with names that its issuers may give, or under a CA without name constraints.",
            (chain, _) => chain.Search.Path?.WrongName),

        new("device_chain_budget", "Anchorage limit",
            "Finding the way from the device certificate to the CA takes at most 32 signatures and 10,000 comparisons of names.",
            "Send only the intermediates that are needed, give CAs of one name subjectKeyIdentifiers and what they issue authorityKeyIdentifiers, and names that are fewer.",
            (chain, _) => DeviceCertificateBreaches.Budget(chain)),
    ];

    // What can be said of a device certificate without looking at who signed it.
    private static readonly ImmutableArray<Rule<DeviceChain>> RowsAlone = [.. Rows.Where(row => row.Name is
        "device_subject_or_alternative_name" or "device_within_validity" or "device_key_kind" or "device_rsa_modulus_size" or "device_rsa_exponent" or "device_rsa_not_roca"
        or "device_rsa_no_small_factor" or "device_rsa_factors_not_close"
        or "device_key_importable" or "device_signature_algorithm" or "device_key_usage" or "device_extended_key_usage")];

    /// <summary>All rules, in the order they are checked.</summary>
    public static ImmutableArray<Rule> All { get; } = [.. Rows];

    /// <summary>Every rule that the certificate breaks, in the order of <see cref="All"/>; empty when it is acceptable.</summary>
    /// <param name="ca">Judged already, by <see cref="CACertificateRules"/>.</param>
    /// <param name="intermediates">In any order; those that are not on the way to the CA do no harm.</param>
    /// <param name="now">The time at which it is to be valid.</param>
    public static ImmutableArray<Fault> Judge(Certificate device, Certificate ca, ImmutableArray<Certificate> intermediates, DateTimeOffset now) =>
        Judgement.Of(Rows, new DeviceChain(device, [ca], intermediates, now), now);

    /// <summary>Finds which of several CAs a device's certificate comes from, with valid signatures all the way, and judges it under that one.</summary>
    /// <param name="sent">What the device sent beside its certificate, in any order; those that are not on the way to a CA do no harm.</param>
    /// <param name="candidates">
    /// Registered CAs, found by <see cref="IssuerNames"/>: all CAs whose subject is one of those names. Judged when they were registered; of
    /// them only the validity is looked at again.
    /// </param>
    /// <param name="now">The time at which all are to be valid.</param>
    public static Anchoring FindAnchor(Certificate device, ImmutableArray<Certificate> sent, ImmutableArray<Certificate> candidates, DateTimeOffset now)
    {
        var chain = new DeviceChain(device, candidates, sent, now);
        var faults = Judgement.Of(Rows, chain, now);
        var path = chain.Search.Path;
        return new Anchoring(
            path?.Anchor,
            path?.Issuers ?? [],
            path is null ? faults : [.. CACertificateRules.JudgeValidity(path.Anchor, now), .. faults]);
    }

    /// <summary>The names under which registered CAs are to be looked up for <see cref="FindAnchor"/>: at most five, each once.</summary>
    /// <param name="sent">What the device sent beside its certificate. Past the first eight it is not looked at.</param>
    public static ImmutableArray<DistinguishedName> IssuerNames(Certificate device, ImmutableArray<Certificate> sent) =>
        [.. sent.Take(2 * DeviceChain.MaxIntermediates).Prepend(device).Select(certificate => certificate.Issuer).Distinct().Take(DeviceChain.MaxIntermediates + 1)];

    /// <summary>
    /// Every rule that the certificate breaks by itself, whoever signed it: those on its validity, key, signature algorithm, keyUsage
    /// and extKeyUsage. Its signature is not checked, and it may be self-signed.
    /// </summary>
    /// <param name="now">The time at which it is to be valid.</param>
    public static ImmutableArray<Fault> JudgeAlone(Certificate device, DateTimeOffset now) =>
        Judgement.Of(RowsAlone, new DeviceChain(device, [], [], now), now);
}
