using System.Security.Cryptography;

namespace Anchorage.Tests.Harness.Certificates;

/// <summary>A certificate that a test made, with the key it is for.</summary>
internal sealed record MadeCertificate(CertificateDraft Draft, byte[] Der, CertificateKey Key)
{
    public string Label { get; init; } = "CERTIFICATE";

    public string Pem => PemEncoding.WriteString(Label, Der) + "\n";

    public string Id => Convert.ToHexStringLower(SHA256.HashData(Der));

    public DateTimeOffset NotBefore => Draft.From;

    public DateTimeOffset NotAfter => Draft.Until;

    /// <summary>What must never be sent to anybody.</summary>
    public string PrivateKeyPem => Key.PrivateKeyPem;
}
