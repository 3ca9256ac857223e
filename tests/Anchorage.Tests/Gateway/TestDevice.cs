using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>A device's key and certificate, and its way into the registry.</summary>
internal sealed class TestDevice
{
    public const string Account = "123456789012";

    /// <summary>A policy under which everything is allowed.</summary>
    public const string AllowAll = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}""";

    public TestDevice(X509Certificate2 certificate, params X509Certificate2[] sent)
    {
        Sent = sent;
        Certificate = certificate;
        Id = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>What it sends beside its certificate.</summary>
    public X509Certificate2[] Sent { get; }

    public string Id { get; }

    public static TestDevice Make(
        string subject = "CN=device", bool isRsa = false, DateTimeOffset? notBefore = null, DateTimeOffset? notAfter = null, X509Extension? extension = null, string? issuer = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        using AsymmetricAlgorithm key = isRsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        if (extension is not null)
        {
            request.CertificateExtensions.Add(extension);
        }

        var (from, to) = (notBefore ?? now.AddDays(-1), notAfter ?? now.AddDays(30));
        var certificate = issuer is null ? request.CreateSelfSigned(from, to) : SignedBy(issuer, request, (ECDsa)key, from, to);
        return new TestDevice(certificate);
    }

    private static X509Certificate2 SignedBy(string issuer, CertificateRequest request, ECDsa key, DateTimeOffset from, DateTimeOffset to)
    {
        using var issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = request.Create(
            new X500DistinguishedName(issuer), X509SignatureGenerator.CreateForECDsa(issuerKey), from, to, RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    /// <summary>Registers it, and lets it do what a policy says.</summary>
    public async Task<TestDevice> RegisterAsync(
        AnchorageServer server, string status = "ACTIVE", string? policy = AllowAll, string account = Account)
    {
        using var client = new AccountClient(server.Endpoint);
        var registered = await client.SendAsync(account, HttpMethod.Post, "/certificate/register-no-ca", new JsonObject
        {
            ["certificatePem"] = Certificate.ExportCertificatePem(),
            ["status"] = status,
        });
        Assert.Equal(200, registered.Status);
        if (policy is not null)
        {
            var name = $"policy-{Guid.NewGuid():N}";
            var created = await client.SendAsync(account, HttpMethod.Post, $"/policies/{name}", new JsonObject { ["policyDocument"] = policy });
            Assert.True(created.Status == 200, created.ToString());
            var attached = await client.SendAsync(
                account, HttpMethod.Put, $"/target-policies/{name}", new JsonObject { ["target"] = registered.Body["certificateArn"]!.GetValue<string>() });
            Assert.True(attached.Status == 200, attached.ToString());
        }

        return this;
    }

    /// <summary>Writes certificate and key as PEM files, for clients that want files.</summary>
    public (string Certificate, string Key) WriteTo(string folder)
    {
        var (certificate, key) = (Path.Combine(folder, $"{Id}.pem"), Path.Combine(folder, $"{Id}.key"));
        File.WriteAllText(certificate, string.Join('\n', Sent.Prepend(Certificate).Select(one => one.ExportCertificatePem())));
        File.WriteAllText(key, (Certificate.GetRSAPrivateKey() as AsymmetricAlgorithm ?? Certificate.GetECDsaPrivateKey())!.ExportPkcs8PrivateKeyPem());
        return (certificate, key);
    }
}
