namespace Anchorage.X509;

/// <summary>A certificate signing request (PKCS #10, RFC 2986): a name and a key that a certificate is asked for, signed with that key.</summary>
public sealed class CertificationRequest
{
    /// <summary>Longest text that is read, in UTF-16 characters: AWS IoT's limit.</summary>
    public const int MaxCharacters = 4096;

    /// <summary>Longest DER that is read, in bytes: what <see cref="MaxCharacters"/> of base64 stand for.</summary>
    public const int MaxBytes = MaxCharacters / 4 * 3;

    internal const string Role = "certificate signing request";

    internal CertificationRequest()
    {
    }

    /// <summary>May be empty.</summary>
    public required DistinguishedName Subject { get; init; }

    public required SubjectPublicKey PublicKey { get; init; }

    /// <summary>The extensions that are asked for (RFC 2985 5.4.2), read as those of a certificate are. Nothing says that they are granted.</summary>
    public required CertificateExtensions RequestedExtensions { get; init; }

    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    /// <summary>The signed part (CertificationRequestInfo), from its SEQUENCE tag on.</summary>
    public required ReadOnlyMemory<byte> SignedDer { get; init; }

    /// <summary>The signature's octets.</summary>
    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Reads the one request in a text. Whether its key is taken and its signature holds is for <see cref="CertificationRequestRules"/>.</summary>
    public static Reading<CertificationRequest> Read(string pem) => CertificationRequestReading.Read(pem);

    /// <summary>Reads DER. The octets are not copied: they must not change afterwards.</summary>
    public static Reading<CertificationRequest> Read(ReadOnlyMemory<byte> der) => CertificationRequestReading.Read(der);
}
