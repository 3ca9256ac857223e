using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>A verification certificate, with what it is to prove.</summary>
/// <param name="RegistrationCode">Null when the account has none yet.</param>
internal readonly record struct Proof(Certificate Certificate, Certificate CA, string? RegistrationCode);

/// <summary>What a verification certificate must be to prove that whoever sends it holds the CA's private key.</summary>
public static class VerificationCertificateRules
{
    /// <summary>Name of the rule about the registration code, which AWS answers with an error class of its own.</summary>
    public const string RegistrationCodeRule = "verification_common_name_is_registration_code";

    private const string Sign =
        "Sign it with the CA's key: openssl x509 -req -in verification.csr -CA ca.pem -CAkey ca.key -CAcreateserial -sha256 -days 500 "
        + "-out verification.pem";

    private static readonly ImmutableArray<Rule<Proof>> Rows =
    [
        new("verification_issuer_is_ca", "RFC 5280 6.1.3",
            "The verification certificate's issuer is the CA certificate's subject, octet for octet.", Sign,
            (proof, _) => VerificationCertificateBreaches.Issuer(proof)),

        new("verification_signature_algorithm", "AWS IoT X.509 client certificates",
            "The verification certificate is signed with RSA PKCS #1 v1.5, RSASSA-PSS or ECDSA, over SHA-256, SHA-384 or SHA-512.", Sign,
            (proof, _) => VerificationCertificateBreaches.SignatureAlgorithm(proof)),

        new("verification_signature", "AWS IoT RegisterCACertificate",
            "The verification certificate's signature verifies with the CA certificate's key.", Sign,
            (proof, _) => VerificationCertificateBreaches.Signature(proof)),

        new("verification_key_size", "Anchorage limit",
            "An RSA key in the verification certificate has a modulus of at most 8192 bits; its kind is free, since it is not used.",
            "Make the verification certificate for a shorter key: openssl genrsa -out verification.key 2048",
            (proof, _) => VerificationCertificateBreaches.KeySize(proof)),

        new("verification_within_validity", "RFC 5280 4.1.2.5",
            "The verification certificate is within its validity period, ends included.",
            "Issue the verification certificate anew, and check the clock of the machine that does so.",
            (proof, now) => ValidityJudgement.FindBreach(proof.Certificate, "verification certificate", now)),

        new(RegistrationCodeRule, "AWS IoT RegisterCACertificate",
            "The verification certificate's subject has one common name, and that is the registration code of the account and Region.",
            "Make the certificate request with -subj \"/CN=CODE\", CODE being what aws iot get-registration-code prints, and sign it "
                + "with the CA's key.",
            (proof, _) => VerificationCertificateBreaches.CommonName(proof)),
    ];

    /// <summary>All rules, in the order they are checked: signature, validity, code.</summary>
    public static ImmutableArray<Rule> All { get; } = [.. Rows];

    /// <summary>Every rule that the certificate breaks, in the order of <see cref="All"/>; empty when it proves possession.</summary>
    /// <param name="ca">Judged already. If its key is not one that is taken, no signature verifies with it.</param>
    /// <param name="registrationCode">The code of the account and Region; null when it has none yet.</param>
    /// <param name="now">The time at which the proof is to be valid.</param>
    public static ImmutableArray<Fault> Judge(Certificate proof, Certificate ca, string? registrationCode, DateTimeOffset now) =>
        Judgement.Of(Rows, new Proof(proof, ca, registrationCode), now);
}
