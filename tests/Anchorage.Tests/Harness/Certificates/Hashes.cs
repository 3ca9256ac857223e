using System.Security.Cryptography;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>Hash functions by the names that standards give them.</summary>
internal static class Hashes
{
    public static HashAlgorithmName Named(string name) => name switch
    {
        "MD5" => HashAlgorithmName.MD5,
        "SHA-1" => HashAlgorithmName.SHA1,
        "SHA-256" => HashAlgorithmName.SHA256,
        "SHA-384" => HashAlgorithmName.SHA384,
        "SHA-512" => HashAlgorithmName.SHA512,
        _ => throw new InvalidDataException($"No hash is called '{name}'."),
    };

    public static string RsaSignatureOid(string name) => name switch
    {
        "MD5" => "1.2.840.113549.1.1.4",
        "SHA-1" => "1.2.840.113549.1.1.5",
        "SHA-256" => "1.2.840.113549.1.1.11",
        "SHA-384" => "1.2.840.113549.1.1.12",
        _ => "1.2.840.113549.1.1.13",
    };
}
