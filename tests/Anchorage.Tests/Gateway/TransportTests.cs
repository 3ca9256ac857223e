using System.Formats.Asn1;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Anchorage.Gateway;
using Anchorage.Tests.Harness;

// The two versions that are served are both tried, by name.
#pragma warning disable CA5398

namespace Anchorage.Tests.Gateway;

/// <summary>The handshake, and the connections that never get past it.</summary>
[Trait("Against", "executable")]
public sealed class TransportTests
{
    [Theory]
    [InlineData(SslProtocols.Tls12, false)]
    [InlineData(SslProtocols.Tls12, true)]
    [InlineData(SslProtocols.Tls13, false)]
    [InlineData(SslProtocols.Tls13, true)]
    public async Task Both_versions_of_TLS_take_both_kinds_of_key(SslProtocols protocols, bool isRsa)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        var device = await TestDevice.Make(isRsa: isRsa).RegisterAsync(server);
        using var client = await DeviceClient.OpenAsync(server, device, protocols: protocols);
        await client.SendAsync(Packet.Connect(4, "c"));
        Assert.Equal("20 0000", (await client.ReadAsync())!.ToString());
    }

    [Fact]
    public async Task Nothing_is_fetched_that_a_certificate_names()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var method in new[] { "1.3.6.1.5.5.7.48.2", "1.3.6.1.5.5.7.48.1" })
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(method);
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, $"http://{listener.LocalEndpoint}/ca.cer", new Asn1Tag(TagClass.ContextSpecific, 6));
                }
            }
        }

        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));

        // Its issuer is not sent along, so that a chain engine would look for it.
        var device = TestDevice.Make(extension: new X509Extension("1.3.6.1.5.5.7.1.1", writer.Encode(), critical: false), issuer: "CN=elsewhere");
        foreach (var protocols in new[] { SslProtocols.Tls12, SslProtocols.Tls13 })
        {
            using var client = await DeviceClient.OpenAsync(server, device, protocols: protocols);
            await client.SendAsync(Packet.Connect(4, "c"));
            Assert.Null(await client.ReadAsync());
        }

        Assert.False(listener.Pending());
    }

    [Theory]
    [InlineData("tls1_2", Peer.MostSent, true)]
    [InlineData("tls1_2", Peer.MostSent + 1, false)]
    [InlineData("tls1_3", Peer.MostSent, true)]
    [InlineData("tls1_3", Peer.MostSent + 1, false)]
    public async Task More_certificates_than_a_chain_has_end_the_connection(string version, int count, bool isTaken)
    {
        await using var server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("connack-reasons", "true")]);
        using var folder = new TemporaryFolder();
        var (certificate, key) = TestDevice.Make().WriteTo(folder.Path);
        var chain = Path.Combine(folder.Path, "chain.pem");
        await File.WriteAllLinesAsync(
            chain, Enumerable.Range(0, count).Select(number => TestDevice.Make($"CN={number}").Certificate.ExportCertificatePem()), TestContext.Current.CancellationToken);

        // CONNECT of a certificate that is not registered: whoever gets that far is told so.
        var octal = string.Concat(Packet.Connect(4, "c").Select(value => $"\\{Convert.ToString(value, 8).PadLeft(3, '0')}"));
        var said = await Shell.RunAsync(
            $"(printf '{octal}'; sleep 1) | openssl s_client -quiet -connect {server.DeviceAddress} -{version} -servername localhost -cert {certificate} -key {key} -cert_chain {chain} | od -An -tx1");

        Assert.Equal(isTaken, said.Contains("20 02 00 05", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tls1_2")]
    [InlineData("tls1_3")]
    public async Task No_session_can_be_resumed(string version)
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var folder = new TemporaryFolder();
        var (certificate, key) = TestDevice.Make().WriteTo(folder.Path);
        var line = $"sleep 1 | openssl s_client -connect {server.DeviceAddress} -{version} -servername localhost -cert {certificate} -key {key}";

        var first = await Shell.RunAsync($"{line} -sess_out {folder.Path}/session");
        var second = await Shell.RunAsync($"{line} $([ -e {folder.Path}/session ] && echo -sess_in {folder.Path}/session)");

        Assert.Contains("New, TLS", first, StringComparison.Ordinal);
        Assert.Contains("New, TLS", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Reused", second, StringComparison.Ordinal);
        if (AnchorageServer.Executable is not null)
        {
            // In this process OpenSSL was there before the server and could not be told; its tickets are then good for nothing.
            Assert.DoesNotContain("TLS session ticket:", first, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_root_that_devices_trust_is_shown_and_stays_over_a_restart()
    {
        using var folder = new TemporaryFolder();
        string pem;
        await using (var server = await AnchorageServer.StartAsync(dataFolder: folder.Path))
        {
            pem = await RootAsync(server);
            using var root = X509Certificate2.CreateFromPem(pem);
            using var client = await DeviceClient.OpenAsync(server, null);
            Assert.Equal(root.SubjectName.RawData, client.Shown!.IssuerName.RawData);
            Assert.Equal(256, client.Shown.GetECDsaPublicKey()!.KeySize);
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "root.pem"), pem, TestContext.Current.CancellationToken);
            var verified = await Shell.RunAsync(
                $"sleep 1 | openssl s_client -connect {server.DeviceAddress} -servername 123456789012-ats.iot.us-east-1.localhost -verify_hostname 123456789012-ats.iot.us-east-1.localhost -CAfile {folder.Path}/root.pem");
            Assert.Contains("Verification: OK", verified, StringComparison.Ordinal);
        }

        await using var again = await AnchorageServer.StartAsync(dataFolder: folder.Path);
        Assert.Equal(pem, await RootAsync(again));

        static async Task<string> RootAsync(AnchorageServer server)
        {
            using var http = new HttpClient();
            return await http.GetStringAsync(new Uri($"{server.Endpoint}/-/server-ca.pem"), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_certificate_of_the_operators_is_shown_and_read_again_when_it_changes()
    {
        using var folder = new TemporaryFolder();
        var (certificate, key) = (Path.Combine(folder.Path, "server.pem"), Path.Combine(folder.Path, "server.key"));
        var first = Write();
        await using var server = await AnchorageServer.StartAsync(settings: [("auth", "none"), ("tls-certificate", certificate), ("tls-key", key)]);
        Assert.Equal(first, await ShownAsync());

        await File.WriteAllTextAsync(certificate, "half", TestContext.Current.CancellationToken);
        await Task.Delay(2500, TestContext.Current.CancellationToken);
        Assert.Equal(first, await ShownAsync());
        var second = Write();

        for (var tries = 0; await ShownAsync() != second; tries++)
        {
            Assert.True(tries < 100, "The new certificate is not shown.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        string Write()
        {
            var made = TestDevice.Make("CN=server");
            var (from, fromKey) = made.WriteTo(folder.Path);
            File.Move(fromKey, key, overwrite: true);
            File.Move(from, certificate, overwrite: true);
            return made.Id;
        }

        async Task<string> ShownAsync()
        {
            using var client = await DeviceClient.OpenAsync(server, null);
            return Convert.ToHexStringLower(SHA256.HashData(client.Shown!.RawData));
        }
    }

    [Fact]
    public async Task Whoever_says_nothing_is_sent_away_after_ten_seconds()
    {
        await using var server = await AnchorageServer.StartAsync(settings: ("auth", "none"));
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var half = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(server.DeviceAddress, TestContext.Current.CancellationToken);
        await half.ConnectAsync(server.DeviceAddress, TestContext.Current.CancellationToken);
        await half.SendAsync(new byte[] { 0x16, 3, 1 }, TestContext.Current.CancellationToken);
        using var mute = await DeviceClient.OpenAsync(server, null);

        await EndsAsync(silent);
        await EndsAsync(half);
        Assert.Null(await mute.ReadAsync());

        static async Task EndsAsync(Socket socket)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                Assert.Equal(0, await socket.ReceiveAsync(new byte[1], patience.Token));
            }
            catch (SocketException exception)
            {
                Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
            }
        }
    }
}
