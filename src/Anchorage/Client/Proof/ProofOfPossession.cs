using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Anchorage.X509;

namespace Anchorage.Client.Proof;

/// <summary>The verification certificate: signed by the CA, with the registration code as its common name, for a key that nobody keeps.</summary>
internal static partial class ProofOfPossession
{
    private static readonly TimeSpan Before = TimeSpan.FromHours(1);
    private static readonly TimeSpan After = TimeSpan.FromDays(1);

    private static readonly HashAlgorithmName[] Hashes = [HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512];

    /// <summary>The PEM of a verification certificate that proves possession of <paramref name="key"/>.</summary>
    /// <param name="ca">Judged already, and about <paramref name="key"/>.</param>
    public static Outcome<string> Make(Certificate ca, CAKey key, string code, DateTimeOffset now)
    {
        Failure? failure = null;
        foreach (var hash in HashesFor(ca.PublicKey))
        {
            var der = Sign(ca, key, code, hash, now);
            var reading = Certificate.Read(der, "verification certificate");
            var faults = reading.IsRead ? VerificationCertificateRules.Judge(reading.Value, ca, code, now) : [reading.Fault];
            reading.Value?.Dispose();
            if (faults.IsEmpty)
            {
                return CertificatePem.Write(der);
            }

            failure = Failure.Refused($"The proof that was made does not hold: {faults[0].Found}");
        }

        return failure!;
    }

    /// <summary>A request for such a certificate, to be signed where the CA's key is.</summary>
    /// <returns>The request, and the private key it is for, both in PEM.</returns>
    public static (string Request, string Key) Request(string code)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (RequestFor(code, key, HashAlgorithmName.SHA256).CreateSigningRequestPem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>
    /// Whether a text has the form of a registration code. What the CA signs must not be anything else that a service, or what
    /// poses as one, may ask for.
    /// </summary>
    public static bool IsCode(string text) => CodeForm().IsMatch(text);

    private static byte[] Sign(Certificate ca, CAKey key, string code, HashAlgorithmName hash, DateTimeOffset now)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = RequestFor(code, own, hash);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        var serialNumber = RandomNumberGenerator.GetBytes(16);
        serialNumber[0] = (byte)((serialNumber[0] & 0x3f) | 0x40);
        var notBefore = ca.NotBefore > now - Before ? ca.NotBefore : now - Before;
        var notAfter = ca.NotAfter < now + After ? ca.NotAfter : now + After;

        // The issuer is the CA's subject octet for octet, however it is encoded there.
        var issuer = new X500DistinguishedName(ca.Subject.Der.Span);
        using var made = request.Create(issuer, key.SignatureGenerator(ca.PublicKey.Kind), notBefore, notAfter, serialNumber);
        return made.RawData;
    }

    private static CertificateRequest RequestFor(string code, ECDsa key, HashAlgorithmName hash)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(code);
        return new CertificateRequest(subject.Build(), key, hash);
    }

    // A key that is for RSASSA-PSS only may be restricted to one hash, which its certificate says; the one that verifies is it.
    private static HashAlgorithmName[] HashesFor(SubjectPublicKey key) => key switch
    {
        { Kind: PublicKeyKind.RsaPss } => Hashes,
        { Kind: PublicKeyKind.EllipticCurve, SizeInBits: 384 } => [HashAlgorithmName.SHA384],
        { Kind: PublicKeyKind.EllipticCurve, SizeInBits: 521 } => [HashAlgorithmName.SHA512],
        _ => [HashAlgorithmName.SHA256],
    };

    [GeneratedRegex(@"\A(0x)?[0-9a-fA-F]{16,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex CodeForm();
}
