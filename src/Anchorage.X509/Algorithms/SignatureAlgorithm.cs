using System.Security.Cryptography;

namespace Anchorage.X509;

/// <summary>The algorithm of a certificate's signature.</summary>
public sealed class SignatureAlgorithm
{
    private SignatureAlgorithm(ObjectIdentifier oid, string name, SignatureScheme scheme, HashAlgorithmName hash, string? objection)
    {
        Oid = oid;
        Name = name;
        Scheme = scheme;
        Hash = hash;
        Objection = objection;
    }

    public ObjectIdentifier Oid { get; }

    /// <summary>A name for people, such as <c>sha256WithRSAEncryption</c>; the dotted identifier when it has none here.</summary>
    public string Name { get; }

    public SignatureScheme Scheme { get; }

    /// <summary>The hash that is signed; without a name when it is not SHA-1, SHA-256, SHA-384 or SHA-512.</summary>
    public HashAlgorithmName Hash { get; }

    public bool IsSha1 => Hash == HashAlgorithmName.SHA1;

    /// <summary>Why this algorithm is not taken, as the end of a sentence; null when it is. SHA-1 is judged apart.</summary>
    internal string? Objection { get; }

    internal PssParameters? Pss { get; private init; }

    /// <summary>Reads the parameters, too; faults go to the document.</summary>
    internal static SignatureAlgorithm? Read(DerDocument document, AlgorithmIdentifier identifier, string field)
    {
        var known = SignatureAlgorithmTable.Find(identifier.Oid);
        if (known is null)
        {
            return new SignatureAlgorithm(
                identifier.Oid, identifier.Oid.ToString(), SignatureScheme.Other, default, "is not known here");
        }

        if (known.Scheme == SignatureScheme.RsaPss)
        {
            return ReadPss(document, identifier, field);
        }

        var fits = known.Parameters switch
        {
            ParameterForm.NullOrAbsent => identifier.HasNullOrNoParameters,
            ParameterForm.Absent => identifier.Parameters is null,
            _ => true,
        };
        if (!fits)
        {
            document.Fail(
                ReadingRules.AlgorithmParameters,
                $"has parameters in {field} that do not belong to {known.Name}; "
                + (known.Parameters == ParameterForm.Absent ? "none are wanted." : "NULL or none are wanted."));
            return null;
        }

        return new SignatureAlgorithm(identifier.Oid, known.Name, known.Scheme, known.Hash, known.Objection);
    }

    private static SignatureAlgorithm? ReadPss(DerDocument document, AlgorithmIdentifier identifier, string field)
    {
        // RFC 4055 3.1: in a signature the parameters must be present; only a key may leave them out.
        if (identifier.Parameters is not { } parameters)
        {
            document.Fail(ReadingRules.AlgorithmParameters, $"has no RSASSA-PSS-params in {field}; a signature wants them.");
            return null;
        }

        return PssParameters.Read(document, parameters, field) is { } pss
            ? new SignatureAlgorithm(identifier.Oid, pss.ToString(), SignatureScheme.RsaPss, pss.Hash, pss.Objection) { Pss = pss }
            : null;
    }
}
