using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>A CA of a fleet with its key, the devices it signs, and its way into the registry.</summary>
internal sealed class FleetCA
{
    public const string Role = "arn:aws:iam::123456789012:role/JITPRole";

    private readonly X509Certificate2 _certificate;

    /// <summary>Self-signed, or signed by another: an intermediate.</summary>
    public FleetCA(string subject = "CN=Fleet CA,O=Example", FleetCA? issuer = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = issuer is null
            ? request.CreateSelfSigned(now.AddDays(-2), now.AddDays(365))
            : request.Create(issuer._certificate, now.AddDays(-2), issuer._certificate.NotAfter, RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
        Id = Convert.ToHexStringLower(SHA256.HashData(_certificate.RawData));
    }

    public string Id { get; }

    /// <summary>A device with a certificate of this CA.</summary>
    /// <param name="sent">What it sends beside that.</param>
    public TestDevice Device(string subject = "CN=device", DateTimeOffset? notAfter = null, params FleetCA[] sent) =>
        Device(new X500DistinguishedName(subject), notAfter, sent);

    /// <summary>A device whose subject has this common name, whatever its characters, and a serial number.</summary>
    public TestDevice Named(string commonName, string serialNumber)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(commonName);
        subject.Add("2.5.4.5", serialNumber);
        return Device(subject.Build(), notAfter: null, sent: []);
    }

    private TestDevice Device(X500DistinguishedName subject, DateTimeOffset? notAfter, FleetCA[] sent)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var signed = new CertificateRequest(subject, key, HashAlgorithmName.SHA256)
            .Create(_certificate, now.AddDays(-1.5), notAfter ?? now.AddDays(30), RandomNumberGenerator.GetBytes(8));
        return new TestDevice(signed.CopyWithPrivateKey(key), [.. sent.Select(one => one._certificate)]);
    }

    /// <summary>Registers it in SNI_ONLY mode.</summary>
    public Task<FleetCA> RegisterAsync(
        AnchorageServer server, string? template = null, string account = TestDevice.Account, string query = "?setAsActive=true&allowAutoRegistration=true") =>
        SendAsync(server, account, query, new JsonObject { ["certificateMode"] = "SNI_ONLY" }, template);

    /// <summary>Registers it in DEFAULT mode, with a proof that its key is ours.</summary>
    public async Task<FleetCA> RegisterProvenAsync(AnchorageServer server, string account = TestDevice.Account, string? template = null)
    {
        using var client = new AccountClient(server.Endpoint);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var proof = new CertificateRequest($"CN={await client.RegistrationCodeAsync(account)}", key, HashAlgorithmName.SHA256)
            .Create(_certificate, _certificate.NotBefore, _certificate.NotAfter, RandomNumberGenerator.GetBytes(8));
        return await SendAsync(
            server, account, "?setAsActive=true&allowAutoRegistration=true", new JsonObject { ["verificationCertificate"] = proof.ExportCertificatePem() }, template);
    }

    /// <summary>Changes it by UpdateCACertificate.</summary>
    public async Task UpdateAsync(AnchorageServer server, string query, string? template = null)
    {
        using var client = new AccountClient(server.Endpoint);
        var reply = await client.SendAsync(
            TestDevice.Account, HttpMethod.Put, $"/cacertificate/{Id}{query}", template is null ? [] : new JsonObject { ["registrationConfig"] = ConfigOf(template) });
        Assert.True(reply.Status == 200, reply.ToString());
    }

    private async Task<FleetCA> SendAsync(AnchorageServer server, string account, string query, JsonObject body, string? template)
    {
        using var client = new AccountClient(server.Endpoint);
        body["caCertificate"] = _certificate.ExportCertificatePem();
        if (template is not null)
        {
            body["registrationConfig"] = ConfigOf(template);
        }

        var reply = await client.PostAsync(account, query, body);
        Assert.True(reply.Status == 200, reply.ToString());
        return this;
    }

    private static JsonObject ConfigOf(string template) => new() { ["templateBody"] = template, ["roleArn"] = Role };
}
