using System.Security.Cryptography;
using System.Text;

namespace Anchorage.X509;

/// <summary>The checks of a verification certificate.</summary>
internal static class VerificationCertificateBreaches
{
    // Long enough that two names which differ are seen to, in nearly every case.
    private const int MaxNameCharacters = 160;

    private const string GetCode =
        "Call GetRegistrationCode first (aws iot get-registration-code), and make the verification certificate with the code as its "
            + "common name.";

    public static Breach? Issuer(Proof proof)
    {
        var (certificate, ca, _) = proof;
        if (certificate.Issuer.Equals(ca.Subject))
        {
            return null;
        }

        return certificate.IsSelfIssued
            ? $"The verification certificate is self-signed: issuer and subject are both {Show(certificate.Issuer)}; the CA's subject "
                + $"{Show(ca.Subject)} is wanted as its issuer."
            : $"The verification certificate was issued by another CA: its issuer is {Show(certificate.Issuer)}; the CA's subject "
                + $"{Show(ca.Subject)} is wanted there.";
    }

    public static Breach? SignatureAlgorithm(Proof proof)
    {
        var algorithm = proof.Certificate.SignatureAlgorithm;
        return algorithm.Objection is { } objection
            ? $"The verification certificate is signed with {algorithm.Name}, which {objection}; SHA-256, SHA-384 or SHA-512 with RSA or ECDSA is wanted."
            : algorithm.IsSha1
                ? $"The verification certificate is signed with {algorithm.Name}; SHA-1 can be forged, so SHA-256, SHA-384 or SHA-512 "
                    + "is wanted."
                : null;
    }

    public static Breach? Signature(Proof proof)
    {
        var (certificate, ca, _) = proof;

        // With another issuer's name on it the signature is another's, too; the one fault says it.
        if (!certificate.Issuer.Equals(ca.Subject))
        {
            return null;
        }

        return ca.VerifySignatureOf(certificate) switch
        {
            SignatureVerdict.Valid or SignatureVerdict.AlgorithmRefused => null,
            SignatureVerdict.KeyRefused =>
                "The verification certificate's signature cannot be checked, because the CA certificate's key is not one that is taken.",
            SignatureVerdict.KeyOfAnotherKind =>
                $"The verification certificate's issuer is the CA's subject, but it was signed with another key: the signature is by "
                + $"{certificate.SignatureAlgorithm.Name}, which the CA's key ({ca.PublicKey}) does not do.",
            _ =>
                "The verification certificate's issuer is the CA's subject, but the signature does not verify: it was signed with "
                + "another key than the CA's.",
        };
    }

    public static Breach? KeySize(Proof proof) =>
        proof.Certificate.PublicKey.Rsa is { ModulusBits: > PublicKeyJudgement.MaxModulusBits } rsa
        ? $"The verification certificate's key has an RSA modulus of {rsa.ModulusBits} bits; at most "
            + $"{PublicKeyJudgement.MaxModulusBits} are wanted."
        : null;

    public static Breach? CommonName(Proof proof)
    {
        var names = proof.Certificate.Subject.CommonNames;
        if (proof.RegistrationCode is not { } code)
        {
            return new Breach(
                "The verification certificate cannot be checked: this account has no registration code in this Region yet.", GetCode);
        }

        if (names is [var name] && IsSameCode(name, code))
        {
            return null;
        }

        var found = names switch
        {
            [] => "The verification certificate's subject has no common name",
            [var only] => $"The verification certificate's common name is {Quoted.Show(only)}",
            _ => $"The verification certificate's subject has {names.Length} common names",
        };
        var sameAsCA = proof.Certificate.Der.Span.SequenceEqual(proof.CA.Der.Span) ? ", and it is the CA certificate itself" : "";
        return $"{found}{sameAsCA}; the registration code of this account and Region, which get-registration-code prints, is wanted as "
            + $"its only common name: {code}.";
    }

    // Hex digits say the same number in either case, and some tools write them in capitals. The code is not secret, but
    // comparing it in fixed time costs nothing and needs no argument.
    private static bool IsSameCode(string name, string code) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(name.ToLowerInvariant()), Encoding.UTF8.GetBytes(code.ToLowerInvariant()));

    private static string Show(DistinguishedName name)
    {
        var text = name.ToString();
        return text.Length > MaxNameCharacters ? $"\"{text[..MaxNameCharacters]}...\"" : $"\"{text}\"";
    }
}
