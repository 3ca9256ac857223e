using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>What a CA certificate must be to be registered. Which rules follow AWS and which the RFC is said by the citations.</summary>
public static class CACertificateRules
{
    private const string MakeCA =
        "Make it with: openssl req -x509 -new -key ca.key -sha256 -days 3650 -subj \"/CN=Example CA\" "
        + "-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign -out ca.pem";

    private const string MakeKey =
        "Make a key that is taken, with openssl ecparam -name prime256v1 -genkey -noout -out ca.key (or openssl genrsa -out ca.key 2048), "
        + "and the CA certificate anew for it.";

    private static readonly ImmutableArray<Rule<Certificate>> Rows =
    [
        new("ca_version_is_3", "RFC 5280 4.1.2.1",
            "The CA certificate is an X.509 version 3 certificate.", MakeCA,
            (ca, _) => CACertificateBreaches.Version(ca)),

        new("ca_basic_constraints_ca", "RFC 5280 4.2.1.9, AWS IoT RegisterCACertificate",
            "The CA certificate has the basicConstraints extension, with cA TRUE.", MakeCA,
            (ca, _) => CACertificateBreaches.BasicConstraints(ca)),

        new("ca_path_length_form", "RFC 5280 4.2.1.9",
            "A pathLenConstraint stands only in a certificate whose basicConstraints say cA TRUE.", MakeCA,
            (ca, _) => CACertificateBreaches.PathLength(ca)),

        new("ca_key_usage_cert_sign", "RFC 5280 4.2.1.3",
            "The CA certificate has no keyUsage extension, or one with keyCertSign.", MakeCA,
            (ca, _) => CACertificateBreaches.KeyUsage(ca)),

        new("ca_subject_not_empty", "RFC 5280 4.1.2.6",
            "The CA certificate has a subject.", MakeCA,
            (ca, _) => ca.Subject.IsEmpty ? "The CA certificate has an empty subject; a CA's name is wanted there." : null),

        new("ca_within_validity", "RFC 5280 4.1.2.5",
            "The CA certificate is within its validity period, ends included.",
            "Issue the CA certificate anew for the time it is to be used in, and check the clock of the machine that does so.",
            (ca, now) => ValidityJudgement.FindBreach(ca, "CA certificate", now)),

        new("ca_key_kind", "RFC 3279 2.3.1, RFC 5480 2.1.1",
            "The CA's key is RSA, or EC on the named curve P-256, P-384 or P-521 with an uncompressed point.", MakeKey,
            (ca, _) => CACertificateBreaches.Key(PublicKeyJudgement.FindWrongKind(ca.PublicKey))),

        new("ca_rsa_modulus_size", "AWS IoT audit check on CA key quality",
            "An RSA key of a CA has a modulus of 2048 to 8192 bits.", MakeKey,
            (ca, _) => CACertificateBreaches.Key(PublicKeyJudgement.FindWrongSize(ca.PublicKey))),

        new("ca_rsa_exponent", "NIST SP 800-56B 6.2",
            "An RSA key of a CA has an odd modulus and an odd exponent from 65537 to 2^64.", MakeKey,
            (ca, _) => CACertificateBreaches.Key(PublicKeyJudgement.FindWrongExponent(ca.PublicKey))),

        new("ca_rsa_not_roca", "CVE-2017-15361",
            "An RSA key of a CA is not from the generator whose private keys can be computed (ROCA).", MakeKey,
            (ca, _) => CACertificateBreaches.Roca(ca)),

        new("ca_rsa_no_small_factor", "NIST SP 800-89 5.3.3",
            "An RSA key of a CA has a modulus that no prime below 752 divides.", MakeKey,
            (ca, _) => CACertificateBreaches.Key(PublicKeyJudgement.FindSmallFactor(ca.PublicKey))),

        new("ca_rsa_factors_not_close", "CVE-2022-26320",
            "An RSA key of a CA has a modulus that a hundred steps of Fermat's method do not factor.", MakeKey,
            (ca, _) => CACertificateBreaches.Key(PublicKeyJudgement.FindCloseFactors(ca.PublicKey))),

        new("ca_key_importable", "SEC 1 3.2.2.1",
            "The CA's EC point is on its curve.", MakeKey,
            (ca, _) => CACertificateBreaches.Importable(ca)),

        new("ca_signature_algorithm", "AWS IoT X.509 client certificates",
            "The CA certificate is signed with RSA PKCS #1 v1.5, RSASSA-PSS or ECDSA, over SHA-256, SHA-384 or SHA-512; SHA-1 is taken "
            + "only of a self-signed CA, where nothing rests on the signature.",
            "Issue the CA certificate anew with -sha256.",
            (ca, _) => CACertificateBreaches.SignatureAlgorithm(ca)),

        new("ca_signature_form", "RFC 5480 2.2.3",
            "The CA certificate's signature has the form that its algorithm gives it.",
            "Get the certificate again from where it was issued; if it is the same there, have it issued anew by a key that is taken.",
            (ca, _) => CACertificateBreaches.SignatureForm(ca)),

        new("ca_self_signature", "RFC 5280 6.1.4",
            "A self-signed CA certificate is signed with its own key.",
            "Get the certificate again from where it was issued: it was changed after it was signed, or signed with another key.",
            (ca, _) => CACertificateBreaches.SelfSignature(ca)),
    ];

    private static readonly ImmutableArray<Rule<Certificate>> Validity = Rows.RemoveAll(row => row.Name != "ca_within_validity");

    /// <summary>All rules, in the order they are checked.</summary>
    public static ImmutableArray<Rule> All { get; } = [.. Rows];

    /// <summary>Every rule that the certificate breaks, in the order of <see cref="All"/>; empty when it is acceptable.</summary>
    /// <param name="now">The time at which it is to be valid.</param>
    public static ImmutableArray<Fault> Judge(Certificate ca, DateTimeOffset now) => Judgement.Of(Rows, ca, now);

    /// <summary>The one rule that a CA may break after it was registered.</summary>
    internal static ImmutableArray<Fault> JudgeValidity(Certificate ca, DateTimeOffset now) =>
        Judgement.Of(Validity, ca, now);
}
