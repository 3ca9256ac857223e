using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Anchorage.X509;

/// <summary>RSASSA-PSS-params (RFC 4055 3.1), of a signature or of a key that is for such signatures only.</summary>
/// <param name="Hash">Without a name when it is not SHA-1, SHA-256, SHA-384 or SHA-512.</param>
/// <param name="SaltLength">In octets.</param>
internal sealed record PssParameters(
    HashAlgorithmName Hash, ObjectIdentifier HashOid, ObjectIdentifier MaskHashOid, int SaltLength, int TrailerField)
{
    private const int DefaultSaltLength = 20;
    private const int DefaultTrailerField = 1;

    private static readonly ObjectIdentifier MaskGeneration1 = ObjectIdentifier.Of("1.2.840.113549.1.1.8");
    private static readonly ObjectIdentifier Sha1 = ObjectIdentifier.Of("1.3.14.3.2.26");

    private static readonly FrozenDictionary<ObjectIdentifier, HashAlgorithmName> Hashes =
        new Dictionary<ObjectIdentifier, HashAlgorithmName>
        {
            [Sha1] = HashAlgorithmName.SHA1,
            [ObjectIdentifier.Of("2.16.840.1.101.3.4.2.1")] = HashAlgorithmName.SHA256,
            [ObjectIdentifier.Of("2.16.840.1.101.3.4.2.2")] = HashAlgorithmName.SHA384,
            [ObjectIdentifier.Of("2.16.840.1.101.3.4.2.3")] = HashAlgorithmName.SHA512,
        }.ToFrozenDictionary();

    /// <summary>Why a signature with these parameters is not taken, as the end of a sentence; null when it is. Any salt is.</summary>
    public string? Objection =>
        Hash.Name is null ? "has a hash other than SHA-256, SHA-384 and SHA-512"
        : MaskHashOid != HashOid ? "has a mask generation hash that differs from its hash"
        : TrailerField != DefaultTrailerField ? "has a trailer field other than 1"
        : null;

    /// <summary>Why a key that is restricted so is not taken, as the end of a sentence; null when it is.</summary>
    public string? KeyObjection => Objection ?? (Hash == HashAlgorithmName.SHA1 ? "allows SHA-1 only" : null);

    public static PssParameters? Read(DerDocument document, DerValue parameters, string field)
    {
        if (parameters.Tag != Asn1Tag.Sequence)
        {
            document.FailDer(ReadingRules.AlgorithmParameters, parameters.Offset, field, "RSASSA-PSS-params was wanted.");
            return null;
        }

        var reader = new DerReader(document, parameters);
        var hash = ReadHash(ref reader, field);
        var maskHash = ReadMaskHash(ref reader, field);
        var saltLength = ReadNumber(ref reader, 2, DefaultSaltLength, field);
        var trailerField = ReadNumber(ref reader, 3, DefaultTrailerField, field);
        reader.End(field);
        return document.Failed
            ? null
            : new PssParameters(Hashes.GetValueOrDefault(hash), hash, maskHash, saltLength, trailerField);
    }

    /// <summary>Whether a key so restricted may have made a signature with these parameters: its salt is the least (RFC 4055 3.3).</summary>
    public bool Permits(PssParameters signature) =>
        HashOid == signature.HashOid && MaskHashOid == signature.MaskHashOid && TrailerField == signature.TrailerField
        && signature.SaltLength >= SaltLength;

    public override string ToString() => $"RSASSA-PSS with {Hash.Name ?? HashOid.ToString()} and a salt of {SaltLength} octets";

    private static ObjectIdentifier ReadHash(ref DerReader reader, string field)
    {
        if (!reader.NextIs(Context(0)))
        {
            return Sha1;
        }

        var offset = reader.Position;
        var explicitTag = reader.ReadConstructed(Context(0), field);
        var oid = ReadHashIdentifier(ref explicitTag, field);
        if (oid == Sha1)
        {
            DefaultWrittenOut(reader.Document, offset, field);
        }

        return oid;
    }

    private static ObjectIdentifier ReadMaskHash(ref DerReader reader, string field)
    {
        if (!reader.NextIs(Context(1)))
        {
            return Sha1;
        }

        var offset = reader.Position;
        var explicitTag = reader.ReadConstructed(Context(1), field);
        var generation = explicitTag.ReadSequence(field);
        explicitTag.End(field);
        if (generation.ReadObjectIdentifier(field) != MaskGeneration1)
        {
            reader.Document.FailDer(ReadingRules.AlgorithmParameters, offset, field, "the mask generation function is not id-mgf1.");
        }

        var oid = ReadHashIdentifier(ref generation, field);
        if (oid == Sha1)
        {
            DefaultWrittenOut(reader.Document, offset, field);
        }

        return oid;
    }

    /// <summary>A hash's AlgorithmIdentifier, with NULL or no parameters (RFC 4055 2.1), and nothing after it.</summary>
    private static ObjectIdentifier ReadHashIdentifier(ref DerReader reader, string field)
    {
        var offset = reader.Position;
        var identifier = AlgorithmIdentifier.Read(ref reader, field);
        reader.End(field);
        if (identifier is { HasNullOrNoParameters: false })
        {
            reader.Document.FailDer(ReadingRules.AlgorithmParameters, offset, field, "a hash has parameters; NULL or none are wanted.");
        }

        return identifier?.Oid ?? default;
    }

    private static int ReadNumber(ref DerReader reader, int tag, int absent, string field)
    {
        if (!reader.NextIs(Context(tag)))
        {
            return absent;
        }

        var offset = reader.Position;
        var explicitTag = reader.ReadConstructed(Context(tag), field);
        var number = explicitTag.ReadCount(field);
        explicitTag.End(field);
        if (number == absent)
        {
            DefaultWrittenOut(reader.Document, offset, field);
        }

        return number;
    }

    private static void DefaultWrittenOut(DerDocument document, int offset, string field) => document.FailDer(
        ReadingRules.DerEncoding, offset, field, "a default of RSASSA-PSS-params is written out; DER leaves a default out.");

    private static Asn1Tag Context(int number) => new(TagClass.ContextSpecific, number, isConstructed: true);
}
