using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Anchorage.X509;

/// <summary>What an algorithm's RFC allows as parameters.</summary>
internal enum ParameterForm
{
    Any,
    Absent,
    NullOrAbsent,
}

/// <summary>A signature algorithm that is known by name.</summary>
/// <param name="Objection">Why it is not taken, as the end of a sentence; null when it is.</param>
internal sealed record KnownSignatureAlgorithm(
    string Name, SignatureScheme Scheme, HashAlgorithmName Hash, ParameterForm Parameters, string? Objection = null);

/// <summary>The signature algorithms that are known, those that are taken and those that are refused by name.</summary>
internal static class SignatureAlgorithmTable
{
    public const string Broken = "can be forged";
    public const string NotTaken = "is not one that AWS IoT takes";

    private static readonly FrozenDictionary<ObjectIdentifier, KnownSignatureAlgorithm> Rows =
        new Dictionary<string, KnownSignatureAlgorithm>
        {
            ["1.2.840.113549.1.1.11"] = Rsa("sha256WithRSAEncryption", HashAlgorithmName.SHA256),
            ["1.2.840.113549.1.1.12"] = Rsa("sha384WithRSAEncryption", HashAlgorithmName.SHA384),
            ["1.2.840.113549.1.1.13"] = Rsa("sha512WithRSAEncryption", HashAlgorithmName.SHA512),
            ["1.2.840.113549.1.1.10"] = new("RSASSA-PSS", SignatureScheme.RsaPss, default, ParameterForm.Any),
            ["1.2.840.10045.4.3.2"] = Ecdsa("ecdsa-with-SHA256", HashAlgorithmName.SHA256),
            ["1.2.840.10045.4.3.3"] = Ecdsa("ecdsa-with-SHA384", HashAlgorithmName.SHA384),
            ["1.2.840.10045.4.3.4"] = Ecdsa("ecdsa-with-SHA512", HashAlgorithmName.SHA512),

            ["1.2.840.113549.1.1.5"] = Rsa("sha1WithRSAEncryption", HashAlgorithmName.SHA1),
            ["1.3.14.3.2.29"] = Rsa("sha1WithRSASignature", HashAlgorithmName.SHA1),
            ["1.2.840.10045.4.1"] = Ecdsa("ecdsa-with-SHA1", HashAlgorithmName.SHA1),

            ["1.2.840.113549.1.1.2"] = Refused("md2WithRSAEncryption", Broken, ParameterForm.NullOrAbsent),
            ["1.2.840.113549.1.1.3"] = Refused("md4WithRSAEncryption", Broken, ParameterForm.NullOrAbsent),
            ["1.2.840.113549.1.1.4"] = Refused("md5WithRSAEncryption", Broken, ParameterForm.NullOrAbsent),
            ["1.2.840.113549.1.1.14"] = Refused("sha224WithRSAEncryption", NotTaken, ParameterForm.NullOrAbsent),
            ["1.2.840.113549.1.1.15"] = Refused("sha512-224WithRSAEncryption", NotTaken, ParameterForm.NullOrAbsent),
            ["1.2.840.113549.1.1.16"] = Refused("sha512-256WithRSAEncryption", NotTaken, ParameterForm.NullOrAbsent),
            ["1.2.840.10045.4.3.1"] = Refused("ecdsa-with-SHA224", NotTaken, ParameterForm.Absent),
            ["1.2.840.10040.4.3"] = Refused("DSA with SHA-1", NotTaken),
            ["2.16.840.1.101.3.4.3.1"] = Refused("DSA with SHA-224", NotTaken),
            ["2.16.840.1.101.3.4.3.2"] = Refused("DSA with SHA-256", NotTaken),
            ["2.16.840.1.101.3.4.3.3"] = Refused("DSA with SHA-384", NotTaken),
            ["2.16.840.1.101.3.4.3.4"] = Refused("DSA with SHA-512", NotTaken),
            ["2.16.840.1.101.3.4.3.9"] = Refused("ECDSA with SHA3-224", NotTaken),
            ["2.16.840.1.101.3.4.3.10"] = Refused("ECDSA with SHA3-256", NotTaken),
            ["2.16.840.1.101.3.4.3.11"] = Refused("ECDSA with SHA3-384", NotTaken),
            ["2.16.840.1.101.3.4.3.12"] = Refused("ECDSA with SHA3-512", NotTaken),
            ["2.16.840.1.101.3.4.3.13"] = Refused("RSA with SHA3-224", NotTaken),
            ["2.16.840.1.101.3.4.3.14"] = Refused("RSA with SHA3-256", NotTaken),
            ["2.16.840.1.101.3.4.3.15"] = Refused("RSA with SHA3-384", NotTaken),
            ["2.16.840.1.101.3.4.3.16"] = Refused("RSA with SHA3-512", NotTaken),
            ["2.16.840.1.101.3.4.3.17"] = Refused("ML-DSA-44", NotTaken),
            ["2.16.840.1.101.3.4.3.18"] = Refused("ML-DSA-65", NotTaken),
            ["2.16.840.1.101.3.4.3.19"] = Refused("ML-DSA-87", NotTaken),
            ["1.3.101.112"] = Refused("Ed25519", NotTaken, ParameterForm.Absent),
            ["1.3.101.113"] = Refused("Ed448", NotTaken, ParameterForm.Absent),
            ["1.2.156.10197.1.501"] = Refused("SM2 with SM3", NotTaken),
        }.ToFrozenDictionary(row => ObjectIdentifier.Of(row.Key), row => row.Value);

    public static KnownSignatureAlgorithm? Find(ObjectIdentifier oid) => Rows.GetValueOrDefault(oid);

    // RFC 4055 5: parameters NULL, and an absent field is to be taken just so.
    private static KnownSignatureAlgorithm Rsa(string name, HashAlgorithmName hash) =>
        new(name, SignatureScheme.RsaPkcs1, hash, ParameterForm.NullOrAbsent);

    // RFC 5758 3.2: the parameters field is absent.
    private static KnownSignatureAlgorithm Ecdsa(string name, HashAlgorithmName hash) =>
        new(name, SignatureScheme.Ecdsa, hash, ParameterForm.Absent);

    private static KnownSignatureAlgorithm Refused(string name, string objection, ParameterForm parameters = ParameterForm.Any) =>
        new(name, SignatureScheme.Other, default, parameters, objection);
}
