using System.Globalization;
using System.Numerics;
using Anchorage.X509.Tests;
using static Anchorage.Tests.Harness.Certificates.CertificateExtensionParts;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>The catalogue of what can be unusual or wrong with a certificate, by the words that transcripts use.</summary>
internal static class CertificateVariations
{
    private const string EcdsaSha256 = "1.2.840.10045.4.3.2";
    private const string Ec = "1.2.840.10045.2.1";
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string P256 = "1.2.840.10045.3.1.7";

    private static readonly Dictionary<string, Func<CertificateDraft, CertificateDraft>> All = new()
    {
        ["RSASSA-PSS"] = draft => draft with { Pss = true },
        ["empty subject"] = draft => draft with { Subject = Der.Sequence(), Issuer = Der.Sequence(Der.Set(Der.CommonName("Issuer"))) },

        ["no common name"] = draft => draft with { Subject = Der.Sequence(Der.Set(Der.Attribute("2.5.4.10", Der.Utf8("Acme")))) },

        // Version.
        ["version 1"] = draft => draft with { Version = [], Extensions = null },
        ["version 3"] = draft => draft with { Version = Der.Explicit(0, Der.Integer(2)), Extensions = [BasicConstraints(false)] },
        ["version 4"] = draft => draft with { Version = Der.Explicit(0, Der.Integer(3)) },
        ["version 1 written out"] = draft => draft with { Version = Der.Explicit(0, Der.Integer(0)), Extensions = null },
        ["version as text"] = draft => draft with { Version = Der.Explicit(0, Der.Utf8("3")) },

        // Serial number.
        ["serial of 20 octets"] = draft => draft with { SerialNumber = Der.Integer((BigInteger.One << 159) - 1) },
        ["serial of 21 octets"] = draft => draft with { SerialNumber = Der.Integer(BigInteger.One << 165) },
        ["serial with a needless zero"] = draft => draft with { SerialNumber = Der.Value(0x02, [0x00, 0x12]) },
        ["serial without octets"] = draft => draft with { SerialNumber = [0x02, 0x00] },
        ["serial as text"] = draft => draft with { SerialNumber = Der.Utf8("17") },

        // Signature algorithm.
        ["inner algorithm other than the outer"] = draft => draft with { OuterAlgorithm = Der.Algorithm("1.2.840.10045.4.3.3") },
        ["ECDSA with parameters"] = draft => Algorithm(draft, Der.Algorithm(EcdsaSha256, Der.Null)),
        ["unknown signature algorithm"] = draft => Algorithm(draft, Der.Algorithm("1.3.6.1.4.1.99999.1")),
        ["algorithm as text"] = draft => Algorithm(draft, Der.Utf8("ecdsa-with-SHA256")),

        // Names.
        ["empty issuer"] = draft => draft with { Issuer = Der.Sequence() },
        ["issuer as text"] = draft => draft with { Issuer = Der.Utf8("CN=Acme") },
        ["empty set in the subject"] = draft => Named(draft, Der.Sequence(Der.Set())),
        ["star in a PrintableString"] = draft => Named(draft, CommonName(Der.Value(0x13, "a*b"u8.ToArray()))),
        ["broken UTF-8 in the subject"] = draft => Named(draft, CommonName(Der.Value(0x0c, [0x61, 0xff]))),
        ["65 attributes in the subject"] = draft =>
            Named(draft, Der.Name([.. Enumerable.Range(0, 65).Select(n => n.ToString(CultureInfo.InvariantCulture))])),
        ["values nested 40 deep in the subject"] = draft => Named(draft, CommonName(Nested(40))),

        // Validity.
        ["time without seconds"] = draft => Begins(draft, Der.UtcTime("2501010000Z")),
        ["time with an offset"] = draft => Begins(draft, Der.UtcTime("250101000000+0100")),
        ["time in month 13"] = draft => Begins(draft, Der.UtcTime("251301000000Z")),
        ["time on 30 February"] = draft => Begins(draft, Der.UtcTime("250230000000Z")),
        ["GeneralizedTime before 2050"] = draft => Begins(draft, Der.GeneralizedTime("20250101000000Z")),
        ["time with a fraction"] = draft => Begins(draft, Der.GeneralizedTime("20500101000000.5Z")),
        ["time as a number"] = draft => Begins(draft, Der.Integer(20250101)),
        ["validity without an end"] = draft => draft with { Validity = Der.Sequence(Der.UtcTime("250101000000Z")) },

        // Public key.
        ["public key as text"] = draft => draft with { PublicKey = Der.Utf8("key") },
        ["public key with unused bits"] = draft => Keyed(draft, Der.Algorithm(Ec, Der.Oid(P256)), Der.Value(0x03, [0x04, 0x10])),
        ["EC key without a curve"] = draft => Keyed(draft, Der.Algorithm(Ec), Der.BitString(new byte[65])),
        ["EC point cut short"] = draft => draft with { PublicKey = Der.EcKey(P256, [0x04, .. new byte[63]]) },
        ["EC point at infinity"] = draft => draft with { PublicKey = Der.EcKey(P256, [0x00]) },
        ["RSA key of one number"] = draft => Keyed(draft, Der.Algorithm(Rsa, Der.Null), Der.BitString(Der.Sequence(Der.Integer(17)))),
        ["RSA modulus below zero"] = draft => draft with { PublicKey = Der.RsaKey(-(BigInteger.One << 2047) - 1, 65537) },
        ["RSA key without NULL"] = draft => Keyed(
            draft, Der.Algorithm(Rsa), Der.BitString(Der.Sequence(Der.Integer((BigInteger.One << 2047) + 1), Der.Integer(65537)))),

        // Unique identifiers and extensions.
        ["unique identifier in version 1"] = draft => draft with { Version = [], Extensions = null, UniqueIdentifiers = Der.Value(0x81, [0x00, 0x01]) },
        ["extensions in version 1"] = draft => draft with { Version = [] },
        ["extensions in version 2"] = draft => draft with { Version = Der.Explicit(0, Der.Integer(1)) },
        ["empty list of extensions"] = draft => draft with { ExtensionsField = Der.Explicit(3, Der.Sequence()) },
        ["extensions as text"] = draft => draft with { ExtensionsField = Der.Explicit(3, Der.Utf8("none")) },
        ["65 extensions"] = draft =>
            With(draft, [.. Enumerable.Range(1, 64).Select(n => Der.Extension($"1.3.6.1.4.1.99999.{n}", false, Der.Null))]),
        ["basicConstraints twice"] = draft => With(draft, BasicConstraints(true)),
        ["unknown critical extension"] = draft => With(draft, Der.Extension("1.3.6.1.4.1.99999.1", true, Der.Null)),
        ["unknown extension"] = draft => With(draft, Der.Extension("1.3.6.1.4.1.99999.1", false, Der.Null)),
        ["alternative names of every kind"] = draft => With(
            draft,
            Der.Extension("2.5.29.17", false, Der.Sequence(
                Der.Value(0x81, "lamp@acme.example"u8.ToArray()), Der.Value(0x82, "lamp.example"u8.ToArray()), Der.Value(0x82, "second.example"u8.ToArray()),
                Der.Explicit(4, Der.Name("dock")), Der.Value(0x86, "urn:acme:lamp"u8.ToArray()), Der.Value(0x87, [192, 0, 2, 7]))),
            Der.Extension("2.5.29.18", false, Der.Sequence(Der.Value(0x82, "maker.example"u8.ToArray())))),
        ["no basicConstraints"] = draft => draft with { Extensions = [KeyUsage("keyCertSign+cRLSign")] },
        ["no extensions"] = draft => draft with { Extensions = null },
        ["CA:FALSE"] = draft => draft with { Extensions = [BasicConstraints(false)] },
        ["CA:FALSE written out"] = draft => Constrained(draft, Der.Sequence(Der.Value(0x01, [0x00]))),
        ["CA:TRUE written 01"] = draft => Constrained(draft, Der.Sequence(Der.Value(0x01, [0x01]))),
        ["CA:TRUE not critical"] = draft => Constrained(draft, Der.Sequence(Der.True), isCritical: false),
        ["CA:FALSE with a path length"] = draft => draft with { Extensions = [BasicConstraints(false, Der.Integer(1))] },
        ["path length 0"] = draft => draft with { Extensions = [BasicConstraints(true, Der.Integer(0))] },
        ["path length below zero"] = draft => draft with { Extensions = [BasicConstraints(true, Der.Integer(-1))] },
        ["basicConstraints with more behind"] = draft => Constrained(draft, [.. Der.Sequence(Der.True), 0x05, 0x00]),
        ["criticality FALSE written out"] = draft =>
            With(draft, Der.Sequence(Der.Oid(KeyUsageOid), Der.Value(0x01, [0x00]), Der.OctetString([0x03, 0x02, 0x02, 0x04]))),
        ["keyUsage with zeros at its end"] = draft => With(draft, Der.Extension(KeyUsageOid, true, Der.Value(0x03, [0x00, 0x04]))),
        ["keyUsage without a bit"] = draft => With(draft, Der.Extension(KeyUsageOid, true, Der.Value(0x03, [0x00]))),
        ["keyUsage as text"] = draft => With(draft, Der.Extension(KeyUsageOid, true, Der.Utf8("keyCertSign"))),

        // Signature.
        ["signature with unused bits"] = draft => draft with { SignatureField = signature => Der.Value(0x03, [0x04], [.. signature[..^1], 0x00]) },
        ["signature cut short"] = draft => draft with { Spoil = signature => signature[..^1] },
        ["signature changed"] = draft => draft with { Spoil = signature => [.. signature[..^1], (byte)(signature[^1] ^ 1)] },
        ["no signature"] = draft => draft with { Spoil = _ => [] },

        // The whole.
        ["indefinite length"] = draft => draft with { Damage = der => [0x30, 0x80, .. der[4..], 0x00, 0x00] },
        ["length in a needless octet"] = draft => draft with { Damage = der => [0x30, 0x83, 0x00, .. der[2..]] },
        ["octets after its end"] = draft => draft with { Damage = der => [.. der, 0x00] },
        ["cut short"] = draft => draft with { Damage = der => der[..^7] },
        ["an OCTET STRING around it"] = draft => draft with { Damage = Der.OctetString },
    };

    public static CertificateDraft Apply(string name, CertificateDraft draft) =>
        name.StartsWith("keyUsage ", StringComparison.Ordinal) && !All.ContainsKey(name) ? With(draft, KeyUsage(name["keyUsage ".Length..]))
        : All.TryGetValue(name, out var vary) ? vary(draft)
        : throw new InvalidDataException($"'{name}' is nothing that a certificate can be told to be.");

    private static CertificateDraft Keyed(CertificateDraft draft, byte[] algorithm, byte[] key) =>
        draft with { PublicKey = Der.Sequence(algorithm, key) };

    private static CertificateDraft With(CertificateDraft draft, params byte[][] extensions) =>
        draft with { Extensions = [.. draft.Extensions ?? [], .. extensions] };

    private static CertificateDraft Constrained(CertificateDraft draft, byte[] value, bool isCritical = true) =>
        draft with { Extensions = [Der.Extension(BasicConstraintsOid, isCritical, value)] };

    // Under an issuer of another name, so that it is the subject that is found wrong.
    private static CertificateDraft Named(CertificateDraft draft, byte[] name) => draft with { Subject = name, Issuer = Der.Name("Issuing Root") };

    private static CertificateDraft Begins(CertificateDraft draft, byte[] time) =>
        draft with { Validity = Der.Sequence(time, CertificateDraft.Time(draft.Until)) };

    private static CertificateDraft Algorithm(CertificateDraft draft, byte[] algorithm) =>
        draft with { InnerAlgorithm = algorithm, OuterAlgorithm = algorithm };

    private static byte[] CommonName(byte[] value) => Der.Sequence(Der.Set(Der.Attribute("2.5.4.3", value)));

    private static byte[] Nested(int depth) =>
        Enumerable.Range(0, depth).Aggregate(Der.Utf8("x"), (inner, _) => Der.Sequence(inner));
}
