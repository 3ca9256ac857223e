using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Anchorage.Bench;

/// <summary>One CA and the proof that its key is held, as the body of a RegisterCACertificate request.</summary>
internal sealed record MadeCA(string CertificateId, string Pem, byte[] Body);

/// <summary>Makes self-signed P-256 CAs, no two alike, each with a verification certificate over the registration code.</summary>
internal static class CertificateMaking
{
    /// <summary>Making a key for each would cost more than all the rest, and tells the server nothing new: it imports a key per request.</summary>
    private const int KeysPerThread = 4;

    /// <summary>As many as asked for, made on every processor.</summary>
    public static MadeCA[] Make(int count, string registrationCode, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var made = new MadeCA[count];
        var batch = RandomNumberGenerator.GetHexString(8, lowercase: true);
        Parallel.For(
            0,
            count,
            new ParallelOptions { CancellationToken = cancellationToken },
            static () => Enumerable.Range(0, KeysPerThread + 1).Select(_ => ECDsa.Create(ECCurve.NamedCurves.nistP256)).ToArray(),
            (index, _, keys) =>
            {
                made[index] = Make($"CN=CA {batch}-{index},O=Anchorage bench", keys[index % KeysPerThread], keys[KeysPerThread], registrationCode, now);
                return keys;
            },
            static keys => Array.ForEach(keys, key => key.Dispose()));
        return made;
    }

    private static MadeCA Make(string subject, ECDsa key, ECDsa proofKey, string registrationCode, DateTimeOffset now)
    {
        var name = new X500DistinguishedName(subject);
        var generator = X509SignatureGenerator.CreateForECDsa(key);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var ca = request.Create(name, generator, now.AddDays(-1), now.AddYears(10), Serial());

        var proofRequest = new CertificateRequest($"CN={registrationCode}", proofKey, HashAlgorithmName.SHA256);
        using var proof = proofRequest.Create(name, generator, now.AddDays(-1), now.AddYears(1), Serial());
        var pem = ca.ExportCertificatePem() + "\n";
        var proofPem = proof.ExportCertificatePem() + "\n";
        return new MadeCA(
            Convert.ToHexStringLower(SHA256.HashData(ca.RawDataMemory.Span)),
            pem,
            Encoding.UTF8.GetBytes($$"""{"caCertificate":"{{Escape(pem)}}","verificationCertificate":"{{Escape(proofPem)}}"}"""));
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }

    // As SDKs write it: a line feed and nothing else of a PEM wants escaping.
    private static string Escape(string pem) => JsonEncodedText.Encode(pem, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
}
