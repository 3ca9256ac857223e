namespace Anchorage.X509;

/// <summary>A certificate signing request (PKCS #10, RFC 2986): a name and a key that a certificate is asked for, signed with that key.</summary>
public sealed class CertificationRequest
{
    /// <summary>Longest text that is read, in UTF-16 characters: AWS IoT's limit.</summary>
    public const int MaxCharacters = 4096;

    internal const string Role = "certificate signing request";

    internal CertificationRequest()
    {
    }

    /// <summary>May be empty.</summary>
    public required DistinguishedName Subject { get; init; }

    public required SubjectPublicKey PublicKey { get; init; }

    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    /// <summary>The signed part (CertificationRequestInfo), from its SEQUENCE tag on.</summary>
    public required ReadOnlyMemory<byte> SignedDer { get; init; }

    /// <summary>The signature's octets.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Reads the one request in a text. Whether its key is taken and its signature holds is for <see cref="CertificationRequestRules"/>.</summary>
    public static Reading<CertificationRequest> Read(string pem) => CertificationRequestReading.Read(pem);
}
