using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>What a certificate signing request must be for a certificate to be issued.</summary>
public static class CertificationRequestRules
{
    private const string MakeKey =
        "Make a key that is taken, with openssl ecparam -name prime256v1 -genkey -noout -out device.key, and the request anew for it.";

    private const string Make = "Make it anew: openssl req -new -key device.key -subj \"/CN=device-1\" -sha256 -out device.csr";

    private static readonly ImmutableArray<Rule<CertificationRequest>> Rows =
    [
        new("request_key_kind", "AWS IoT CreateCertificateFromCsr",
            "The request's key is RSA, or EC on the named curve P-256, P-384 or P-521 with an uncompressed point.", MakeKey,
            (request, _) => Key(PublicKeyJudgement.FindWrongKind(request.PublicKey))),

        new("request_rsa_modulus_size", "AWS IoT CreateCertificateFromCsr",
            "An RSA key of a request has a modulus of 2048 to 8192 bits.", MakeKey,
            (request, _) => Key(PublicKeyJudgement.FindWrongSize(request.PublicKey))),

        new("request_rsa_exponent", "NIST SP 800-56B 6.2",
            "An RSA key of a request has an odd modulus and an odd exponent from 65537 to 2^64.", MakeKey,
            (request, _) => Key(PublicKeyJudgement.FindWrongExponent(request.PublicKey))),

        new("request_rsa_not_roca", "CVE-2017-15361",
            "An RSA key of a request is not from the generator whose private keys can be computed (ROCA).", MakeKey,
            (request, _) => Key(FindRoca(request.PublicKey))),

        new("request_rsa_no_small_factor", "NIST SP 800-89 5.3.3",
            "An RSA key of a request has a modulus that no prime below 752 divides.", MakeKey,
            (request, _) => Key(PublicKeyJudgement.FindSmallFactor(request.PublicKey))),

        new("request_rsa_factors_not_close", "CVE-2022-26320",
            "An RSA key of a request has a modulus that a hundred steps of Fermat's method do not factor.", MakeKey,
            (request, _) => Key(PublicKeyJudgement.FindCloseFactors(request.PublicKey))),

        new("request_signature_algorithm", "AWS IoT X.509 client certificates",
            "The request is signed with RSA PKCS #1 v1.5, RSASSA-PSS or ECDSA, over SHA-256, SHA-384 or SHA-512.", Make,
            (request, _) => FindWrongAlgorithm(request.SignatureAlgorithm)),

        new("request_signature", "RFC 2986 3",
            "The request's signature verifies with its own key, by which its sender shows that they have the private one.", Make,
            (request, _) => FindWrongSignature(request)),
    ];

    /// <summary>All rules, in the order they are checked.</summary>
    public static ImmutableArray<Rule> All { get; } = [.. Rows];

    /// <summary>Every rule that the request breaks, in the order of <see cref="All"/>; empty when a certificate may be issued.</summary>
    /// <param name="now">Of no weight yet: a request has no validity.</param>
    public static ImmutableArray<Fault> Judge(CertificationRequest request, DateTimeOffset now) => Judgement.Of(Rows, request, now);

    private static Breach? Key(string? objection) => objection is null ? null : $"The certificate signing request's key {objection}.";

    private static string? FindRoca(SubjectPublicKey key) => PublicKeyJudgement.IsUsable(key)
        && key.Rsa is { } rsa && RocaFingerprint.Matches(rsa.Modulus.Span)
        ? "bears the mark of the flawed generator of CVE-2017-15361 (ROCA), so that its private key can be computed from it; another is wanted"
        : null;

    private static Breach? FindWrongAlgorithm(SignatureAlgorithm algorithm) =>
        algorithm.Objection is { } objection
            ? $"The certificate signing request is signed with {algorithm.Name}, which {objection}; SHA-256, SHA-384 or SHA-512 with RSA or ECDSA is wanted."
        : algorithm.IsSha1
            ? $"The certificate signing request is signed with {algorithm.Name}; SHA-1 can be forged, so SHA-256, SHA-384 or SHA-512 is wanted."
        : null;

    private static Breach? FindWrongSignature(CertificationRequest request)
    {
        if (!PublicKeyJudgement.IsUsable(request.PublicKey) || FindWrongAlgorithm(request.SignatureAlgorithm) is not null)
        {
            return null;
        }

        using var key = VerificationKey.Import(request.PublicKey);
        return key is null
            ? "The certificate signing request's key cannot be imported by the cryptographic library; of an EC key, the point must be on its curve."
            : key.Verify(request.SignedDer.Span, request.Signature.Span, request.SignatureAlgorithm) is true
                ? null
                : "The certificate signing request's signature does not verify with the key in it: another key signed it, or it was changed afterwards.";
    }
}
