using System.Collections.Immutable;

namespace Anchorage.X509;

/// <summary>What a certificate must be to be read at all. The first breach ends the reading: what follows it cannot be trusted.</summary>
public static class ReadingRules
{
    private const string Reissue = "Issue the certificate anew with a tool that writes DER as RFC 5280 asks, such as openssl.";
    private const string SendAsPem =
        "Send the certificate alone, from its -----BEGIN CERTIFICATE----- line to its -----END CERTIFICATE----- line.";

    internal static readonly Rule TextSize = new(
        "pem_text_size", "AWS IoT CertificatePem", "The text has at most 65,536 characters.", SendAsPem);

    internal static readonly Rule NoPrivateKey = new(
        "pem_no_private_key", "RFC 7468 10", "The text holds no private key.",
        "Treat that key as exposed: replace it, and issue anew what it signed. " + SendAsPem);

    internal static readonly Rule CertificateBlock = new(
        "pem_certificate_block", "RFC 7468 5.1", "The text holds a PEM block labelled CERTIFICATE.", SendAsPem);

    internal static readonly Rule OneBlock = new(
        "pem_one_block", "RFC 7468 5.1", "The text holds one PEM block and no other.",
        "Leave only the one certificate that is meant; of a chain, that is the CA which signs the devices' certificates.");

    internal static readonly Rule Base64 = new(
        "pem_base64", "RFC 4648 4", "Between the BEGIN and END lines stands base64 and white space only.",
        "Copy the file again without changing it, or write it anew: openssl x509 -in FILE -out ca.pem");

    internal static readonly Rule DerSize = new(
        "der_size", "Anchorage limit", "The certificate has at most 49,152 bytes of DER, what the longest PEM text can carry.", Reissue);

    internal static readonly Rule DerEncoding = new(
        "der_encoding", "X.690 10 and 11", "Every value is in the one form that DER gives it; BER is refused.", Reissue);

    internal static readonly Rule NoTrailingBytes = new(
        "der_no_trailing_bytes", "X.690 8.9", "Nothing follows the last value, at any level.", Reissue);

    internal static readonly Rule NestingDepth = new(
        "der_nesting_depth", "Anchorage limit", "Values nest at most 16 deep.", Reissue);

    internal static readonly Rule Structure = new(
        "certificate_structure", "RFC 5280 4.1", "The certificate has the fields of RFC 5280's Certificate, in that order.", Reissue);

    internal static readonly Rule Version = new(
        "certificate_version", "RFC 5280 4.1.2.1", "The version is 1, 2 or 3, and is left out when it is 1.", Reissue);

    internal static readonly Rule SerialNumber = new(
        "certificate_serial_number", "RFC 5280 4.1.2.2", "The serial number has at most 20 octets, without a sign octet.",
        "Issue the certificate anew with a shorter serial number, as openssl does unless told otherwise.");

    internal static readonly Rule SignatureAlgorithmsMatch = new(
        "certificate_signature_algorithms_match", "RFC 5280 4.1.1.2",
        "The signature algorithm inside the signed part is the same, octet for octet, as the one outside it.", Reissue);

    internal static readonly Rule AlgorithmParameters = new(
        "certificate_algorithm_parameters", "RFC 4055, RFC 5480, RFC 5758, RFC 8410",
        "An algorithm's parameters are those its RFC gives: NULL or none for RSA signatures, none for ECDSA and EdDSA, "
        + "RSASSA-PSS-params for RSASSA-PSS.", Reissue);

    internal static readonly Rule IssuerNotEmpty = new(
        "certificate_issuer_not_empty", "RFC 5280 4.1.2.4", "The issuer has at least one attribute.",
        "Give the CA a subject, for example -subj \"/CN=Example CA\", and issue the certificate anew.");

    internal static readonly Rule NameForm = new(
        "certificate_name_form", "RFC 5280 4.1.2.4",
        "A name is a sequence of at most 64 sets, each of at least one attribute and in DER order, and has at most 64 attributes.",
        Reissue);

    internal static readonly Rule NameString = new(
        "certificate_name_string", "RFC 5280 4.1.2.4, X.680 41", "A string in a name keeps to the characters of its type.",
        "Issue the certificate anew with its names as UTF-8 (openssl: -utf8, string_mask = utf8only).");

    internal static readonly Rule TimeForm = new(
        "certificate_time_form", "RFC 5280 4.1.2.5",
        "Times are written to the second and in Zulu, as UTCTime through 2049 and as GeneralizedTime from 2050 on.", Reissue);

    internal static readonly Rule PublicKeyForm = new(
        "certificate_public_key_form", "RFC 3279 2.3, RFC 5480 2", "The public key is written as the RFC of its algorithm says.", Reissue);

    internal static readonly Rule UniqueIdentifiers = new(
        "certificate_unique_identifiers", "RFC 5280 4.1.2.8", "Issuer and subject unique identifiers stand only in versions 2 and 3.",
        Reissue);

    internal static readonly Rule ExtensionsVersion = new(
        "certificate_extensions_version", "RFC 5280 4.1.2.9", "Extensions stand only in version 3, and there is at least one when there "
            + "are any.",
        Reissue);

    internal static readonly Rule ExtensionCount = new(
        "certificate_extension_count", "Anchorage limit", "There are at most 64 extensions.", "Issue the certificate anew with fewer "
            + "extensions.");

    internal static readonly Rule ExtensionOnce = new(
        "certificate_extension_once", "RFC 5280 4.2", "No extension stands twice.",
        "Issue the certificate anew and give each extension once: either in openssl's configuration file or with -addext.");

    internal static readonly Rule CriticalExtensionKnown = new(
        "certificate_critical_extension_known", "RFC 5280 4.2", "Every critical extension is one that RFC 5280 defines.",
        "Issue the certificate anew without this extension, or with it not critical.");

    internal static readonly Rule ExtensionForm = new(
        "certificate_extension_form", "RFC 5280 4.2.1", "The content of an extension is what RFC 5280 defines for it.", Reissue);

    /// <summary>All rows, for documents that are printed from them.</summary>
    public static ImmutableArray<Rule> All { get; } =
    [
        TextSize, NoPrivateKey, CertificateBlock, OneBlock, Base64,
        DerSize, DerEncoding, NoTrailingBytes, NestingDepth,
        Structure, Version, SerialNumber, SignatureAlgorithmsMatch, AlgorithmParameters, IssuerNotEmpty, NameForm, NameString,
        TimeForm, PublicKeyForm, UniqueIdentifiers, ExtensionsVersion, ExtensionCount, ExtensionOnce, CriticalExtensionKnown, ExtensionForm,
    ];
}
