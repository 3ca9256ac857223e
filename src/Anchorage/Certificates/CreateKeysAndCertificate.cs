using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Anchorage.Storage;
using Anchorage.Wire;
using Anchorage.X509;

namespace Anchorage.Certificates;

internal sealed record CreateKeysAndCertificateResponse(string CertificateArn, string CertificateId, string CertificatePem, KeyPair KeyPair);

/// <summary>A device's keys in PEM: told once, and kept nowhere.</summary>
internal sealed record KeyPair(
    [property: JsonPropertyName("PublicKey")] string PublicKey, [property: JsonPropertyName("PrivateKey")] string PrivateKey)
{
    public override string ToString() => "<redacted>";
}

/// <summary>Makes an RSA key pair of 2048 bits and issues a certificate for it.</summary>
internal static class CreateKeysAndCertificate
{
    private const int KeyBits = 2048;

    // Making a key takes a processor for a tenth of a second or more: no more at once than there are, so that others are still answered.
    private static readonly SemaphoreSlim Making = new(Math.Max(1, Environment.ProcessorCount - 1));

    public static readonly Operation Operation = Operation.Of(
        "CreateKeysAndCertificate", "POST", "/keys-and-certificate", changes: true, [],
        static () => CertificateShapes.Wire.CreateKeysAndCertificateResponse,
        (call, on) => RunAsync(call, on.Database, on.ServiceCA, on.Clock));

    private static async Task<Result<CreateKeysAndCertificateResponse>> RunAsync(Call call, Database database, ServiceCA issuer, TimeProvider clock)
    {
        var faults = new Faults();
        var active = new QueryShape(call.Query, faults).Flag("setAsActive") ?? false;
        if (faults.Any)
        {
            return faults.AsError();
        }

        using var key = await MakeKeyAsync(call.Cancelled);
        using var certificate = await issuer.IssueAsync(IssuedCertificate.DefaultSubject, key.ExportSubjectPublicKeyInfo(), call.Cancelled);
        var record = await IssuedCertificate.StoreAsync(call, database, certificate, active, clock);
        return new CreateKeysAndCertificateResponse(
            call.Caller.Arn(record.Resource),
            record.CertificateId,
            CertificatePem.Write(record.Der),
            new KeyPair(key.ExportSubjectPublicKeyInfoPem() + "\n", key.ExportRSAPrivateKeyPem() + "\n"));
    }

    private static async Task<RSA> MakeKeyAsync(CancellationToken cancellationToken)
    {
        await Making.WaitAsync(cancellationToken);
        try
        {
            // An RSA makes its key when that is first asked for.
            var key = RSA.Create(KeyBits);
            _ = key.ExportParameters(includePrivateParameters: false);
            return key;
        }
        finally
        {
            Making.Release();
        }
    }
}
