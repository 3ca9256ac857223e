using System.Collections.Frozen;

namespace Anchorage.X509;

/// <summary>What the other kinds of PEM block are, for those who send one in place of a certificate.</summary>
internal static class PemLabels
{
    private static readonly FrozenDictionary<string, string> Meanings = new Dictionary<string, string>
    {
        ["CERTIFICATE REQUEST"] = "a certificate signing request; the certificate that a CA issues for it is wanted",
        ["NEW CERTIFICATE REQUEST"] = "a certificate signing request; the certificate that a CA issues for it is wanted",
        ["PUBLIC KEY"] = "a bare public key; a certificate is wanted",
        ["RSA PUBLIC KEY"] = "a bare public key; a certificate is wanted",
        ["TRUSTED CERTIFICATE"] = "openssl's own TRUSTED CERTIFICATE; openssl x509 -in FILE writes the plain one that is wanted",
        ["X509 CERTIFICATE"] = "a certificate under an old label; the label CERTIFICATE is wanted",
        ["X509 CRL"] = "a revocation list; a certificate is wanted",
        ["PKCS7"] = "a PKCS #7 bundle; openssl pkcs7 -print_certs -in FILE shows the certificates in it, of which one is wanted",
        ["CMS"] = "a CMS bundle; openssl pkcs7 -print_certs -in FILE shows the certificates in it, of which one is wanted",
        ["EC PARAMETERS"] = "a curve's parameters; a certificate is wanted",
        ["DH PARAMETERS"] = "Diffie-Hellman parameters; a certificate is wanted",
        ["ATTRIBUTE CERTIFICATE"] = "an attribute certificate; a certificate for a public key is wanted",
    }.ToFrozenDictionary();

    /// <param name="label">Null when it could not be read.</param>
    public static string Describe(string? label, PemKind wanted) => label is null
        ? $"has a BEGIN line without five dashes at its end; -----BEGIN {wanted.Label}----- is wanted."
        : wanted != PemKind.Certificate ? $"is a PEM block labelled {Quoted.Show(label)}; the label {wanted.Label} is wanted."
        : Meanings.TryGetValue(label, out var meaning) ? $"is a PEM block labelled {label}, {meaning}."
        : $"is a PEM block labelled {Quoted.Show(label)}; the label CERTIFICATE is wanted.";
}
