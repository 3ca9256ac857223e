using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Anchorage.Tests.Commands;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Certificates;

/// <summary>What the installation's own CA issues, read by others than those who wrote it.</summary>
public class IssuanceTests
{
    private const string Account = "111122223333";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_issued_certificate_is_as_AWS_makes_them()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var client = new AccountClient(server.Endpoint);

        var reply = await client.SendAsync(Account, HttpMethod.Post, "/keys-and-certificate");

        using var certificate = X509Certificate2.CreateFromPem(Text(reply.Body["certificatePem"]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)), Text(reply.Body["certificateId"]));
        Assert.Equal(3, certificate.Version);
        Assert.Equal("CN=AWS IoT Certificate", certificate.Subject);
        Assert.Equal("sha256RSA", certificate.SignatureAlgorithm.FriendlyName);
        Assert.Equal(new DateTime(2049, 12, 31, 23, 59, 59, DateTimeKind.Utc), certificate.NotAfter.ToUniversalTime());
        Assert.InRange(TimeProvider.System.GetUtcNow() - certificate.NotBefore.ToUniversalTime(), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(5));
        Assert.InRange(certificate.SerialNumberBytes.Length, 20, 20);
        Assert.Equal(
            ["2.5.29.35 False", "2.5.29.14 False", "2.5.29.19 True", "2.5.29.15 True"],
            certificate.Extensions.Select(extension => $"{extension.Oid!.Value} {extension.Critical}"));
        Assert.False(certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, certificate.Extensions.OfType<X509KeyUsageExtension>().Single().KeyUsages);

        using var key = RSA.Create();
        key.ImportFromPem(Text(reply.Body["keyPair"]!["PrivateKey"]));
        Assert.Equal(2048, key.KeySize);
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), certificate.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(key.ExportSubjectPublicKeyInfoPem(), Text(reply.Body["keyPair"]!["PublicKey"]).Trim());
    }

    [Fact]
    public async Task Openssl_verifies_what_is_issued_against_the_CA()
    {
        await using var store = new SqliteTestStore();
        await using var server = await store.ServeAsync(("auth", "none"));
        using var client = new AccountClient(server.Endpoint);
        await OpenSsl.MakeEcKeyAsync(store.Folder, "device.key", "P-384");
        await OpenSsl.RunAsync(store.Folder, "req", "-new", "-key", "device.key", "-subj", "/O=Example/CN=device-1", "-out", "device.csr");

        var reply = await client.SendAsync(Account, HttpMethod.Post, "/certificates", new JsonObject
        {
            ["certificateSigningRequest"] = await File.ReadAllTextAsync(Path.Combine(store.Folder, "device.csr"), Cancelled),
        });

        var der = Assert.Single(await store.RowsAsync("SELECT hex(der) FROM service_ca"));
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "ca.pem"), PemEncoding.WriteString("CERTIFICATE", Convert.FromHexString(der)), Cancelled);
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "device.pem"), Text(reply.Body["certificatePem"]), Cancelled);
        await OpenSsl.RunAsync(store.Folder, "verify", "-x509_strict", "-check_ss_sig", "-purpose", "sslclient", "-CAfile", "ca.pem", "device.pem");
        using var certificate = X509Certificate2.CreateFromPem(Text(reply.Body["certificatePem"]));
        Assert.Equal("CN=device-1, O=Example", certificate.Subject);
    }

    [Theory, ClassData(typeof(BothDatabases))]
    public async Task Of_many_that_ask_for_the_first_certificates_at_once_all_get_them_from_one_CA(Dialect dialect)
    {
        await using var store = await TestStore.MakeAsync(dialect);
        var masterKey = ("ANCHORAGE_MASTER_KEY", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        await using var one = await store.ServeAsync(("auth", "none"), masterKey);

        // SQLite is one node's.
        await using var two = dialect is Dialect.Postgres ? await store.ServeAsync(("auth", "none"), masterKey) : null;
        using var clientOfOne = new AccountClient(one.Endpoint);
        using var clientOfTwo = new AccountClient((two ?? one).Endpoint);

        var replies = await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(() =>
            (number % 2 == 0 ? clientOfOne : clientOfTwo).SendAsync(Account, HttpMethod.Post, "/certificates", new JsonObject { ["certificateSigningRequest"] = TestDevice.Request() }))));

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Equal(24, replies.Select(reply => Text(reply.Body["certificateId"])).Distinct().Count());
        Assert.Single(replies.Select(reply => AuthorityOf(Text(reply.Body["certificatePem"]))).Distinct());
        Assert.Equal(1, await store.CountAsync("service_ca"));
    }

    [Fact]
    public async Task The_CA_outlives_the_server_and_its_key_is_sealed()
    {
        await using var store = new SqliteTestStore();
        var issuers = new List<string>();
        for (var start = 0; start < 2; start++)
        {
            await using var server = await store.ServeAsync(("auth", "none"));
            using var client = new AccountClient(server.Endpoint);
            var reply = await client.SendAsync(Account, HttpMethod.Post, "/certificates", new JsonObject { ["certificateSigningRequest"] = TestDevice.Request() });
            issuers.Add(AuthorityOf(Text(reply.Body["certificatePem"])));
        }

        Assert.Single(issuers.Distinct());

        // Neither as DER nor as base64 does the store hold a private key's beginning.
        var box = Convert.FromHexString(Assert.Single(await store.RowsAsync("SELECT hex(sealed_key) FROM service_ca")));
        using var key = RSA.Create();
        Assert.ThrowsAny<CryptographicException>(() => key.ImportPkcs8PrivateKey(box, out _));
        Assert.DoesNotContain("MIIG", System.Text.Encoding.Latin1.GetString(box), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_another_master_key_nothing_is_served_and_nothing_replaced()
    {
        await using var store = new SqliteTestStore();
        var request = new JsonObject { ["certificateSigningRequest"] = TestDevice.Request() };
        await using (var server = await store.ServeAsync(("auth", "none")))
        {
            using var client = new AccountClient(server.Endpoint);
            Assert.Equal(200, (await client.SendAsync(Account, HttpMethod.Post, "/certificates", request)).Status);
        }

        var before = await store.RowsAsync("SELECT hex(der) FROM service_ca");
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(
            () => store.ServeAsync(("auth", "none"), ("ANCHORAGE_MASTER_KEY", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)))));

        Assert.Contains("service_ca", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, await store.RowsAsync("SELECT hex(der) FROM service_ca"));
        Assert.Equal(1, await store.CountAsync("device_certificate"));
    }

    [Fact]
    public async Task A_private_key_that_is_handed_out_is_kept_nowhere()
    {
        await using var store = new SqliteTestStore();
        await using var server = await store.ServeAsync(("auth", "none"), ("log-level", "debug"));
        using var client = new AccountClient(server.Endpoint);

        var reply = await client.SendAsync(Account, HttpMethod.Post, "/keys-and-certificate");

        using var key = RSA.Create();
        key.ImportFromPem(Text(reply.Body["keyPair"]!["PrivateKey"]));
        var prime = key.ExportParameters(true).P!;
        await server.StopAsync();
        foreach (var file in Directory.EnumerateFiles(store.Folder))
        {
            var octets = await File.ReadAllBytesAsync(file, Cancelled);
            Assert.True(octets.AsSpan().IndexOf(prime) < 0, file);
            Assert.DoesNotContain("RSA PRIVATE KEY", System.Text.Encoding.Latin1.GetString(octets), StringComparison.Ordinal);
        }
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static string AuthorityOf(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return Convert.ToHexString(certificate.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().Single().KeyIdentifier!.Value.Span);
    }
}
