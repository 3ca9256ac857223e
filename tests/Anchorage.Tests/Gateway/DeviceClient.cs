using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Anchorage.Tests.Harness;

namespace Anchorage.Tests.Gateway;

/// <summary>A TLS connection to the device endpoint, over which a test sends and reads whatever bytes it wants.</summary>
internal sealed class DeviceClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpClient _tcp;
    private readonly SslStream _tls;

    private DeviceClient(TcpClient tcp, SslStream tls) => (_tcp, _tls) = (tcp, tls);

    /// <summary>The certificate that the server showed.</summary>
    public X509Certificate2? Shown { get; private set; }

    public int Version { get; private set; } = 4;

    /// <summary>Makes the handshake, and nothing more.</summary>
    public static async Task<DeviceClient> OpenAsync(
        AnchorageServer server, TestDevice? device, string serverName = "localhost", SslProtocols protocols = SslProtocols.None)
    {
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(server.DeviceAddress, TestContext.Current.CancellationToken);
        var client = new DeviceClient(tcp, new SslStream(tcp.GetStream()));
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await client._tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = serverName,
                    EnabledSslProtocols = protocols,
                    ClientCertificateContext = device is null ? null : SslStreamCertificateContext.Create(device.Certificate, [.. device.Sent], offline: true),
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => client.Keep(certificate),
                },
                patience.Token);
        }
        catch
        {
            client.Dispose();
            throw;
        }

        return client;
    }

    /// <summary>Makes the handshake, connects, and sees to it that it is admitted.</summary>
    public static async Task<DeviceClient> ConnectAsync(
        AnchorageServer server, TestDevice device, string clientId, int version = 4, bool clean = true, int keepAlive = 60, string serverName = "localhost", params byte[][] properties)
    {
        var client = await OpenAsync(server, device, serverName);
        client.Version = version;
        await client.SendAsync(Packet.Connect(version, clientId, clean, keepAlive, properties: properties));
        var acknowledgement = await client.ReadAsync();
        Assert.True(acknowledgement is { Header: 0x20 } && acknowledgement.Body[1] == 0, $"CONNACK was {acknowledgement}");
        client.IsSessionPresent = acknowledgement.Body[0] == 1;
        client.Acknowledgement = acknowledgement;
        return client;
    }

    public bool IsSessionPresent { get; private set; }

    public Received? Acknowledgement { get; private set; }

    public async Task SendAsync(params byte[][] packets) =>
        await _tls.WriteAsync(packets.SelectMany(packet => packet).ToArray(), TestContext.Current.CancellationToken);

    /// <summary>Subscribes and gives the reason codes of SUBACK.</summary>
    public async Task<byte[]> SubscribeAsync(params (string Filter, byte Options)[] filters)
    {
        await SendAsync(Packet.Subscribe(Version, 7, filters));
        var answer = await ReadAsync();
        Assert.Equal((byte?)0x90, answer?.Header);
        return answer!.Body[^filters.Length..];
    }

    /// <summary>The next packet; null when the server closed the connection.</summary>
    public async Task<Received?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (await ByteAsync(patience.Token) is not { } header)
            {
                return null;
            }

            var length = 0;
            for (var shift = 0; ; shift += 7)
            {
                var digit = (await ByteAsync(patience.Token))!.Value;
                length |= (digit & 0x7F) << shift;
                if ((digit & 0x80) == 0)
                {
                    break;
                }
            }

            var body = new byte[length];
            await _tls.ReadExactlyAsync(body, patience.Token);
            return new Received(header, body, Version);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Asks for a PINGRESP: what was sent before it has been handled, and nothing else was answered.</summary>
    public async Task<bool> IsAliveAsync()
    {
        try
        {
            await SendAsync(Packet.Ping);
        }
        catch (IOException)
        {
            return false;
        }

        var answer = await ReadAsync();
        Assert.True(answer is null or { Header: 0xD0 }, $"A PINGRESP was wanted, and {answer} came");
        return answer is not null;
    }

    public void Dispose()
    {
        _tls.Dispose();
        _tcp.Dispose();
    }

    private async Task<byte?> ByteAsync(CancellationToken cancellationToken)
    {
        var one = new byte[1];
        return await _tls.ReadAsync(one, cancellationToken) == 1 ? one[0] : null;
    }

    private bool Keep(X509Certificate? certificate)
    {
        Shown = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return true;
    }
}

/// <summary>A packet as the server sent it.</summary>
internal sealed record Received(byte Header, byte[] Body, int Version)
{
    private int TopicEnd => 2 + ((Body[0] << 8) | Body[1]);

    private bool HasId => (Header & 6) != 0;

    private int PropertiesAt => TopicEnd + (HasId ? 2 : 0);

    public string Topic => Encoding.UTF8.GetString(Body[2..TopicEnd]);

    public int Id => (Body[TopicEnd] << 8) | Body[TopicEnd + 1];

    public bool IsAgain => (Header & 8) != 0;

    public int QoS => (Header >> 1) & 3;

    /// <summary>The properties of a PUBLISH, encoded; they are short enough here for a length of one byte.</summary>
    public byte[] Properties => Version == 5 ? Body[(PropertiesAt + 1)..(PropertiesAt + 1 + Body[PropertiesAt])] : [];

    public string Payload => Encoding.UTF8.GetString(Body[(PropertiesAt + (Version == 5 ? 1 + Body[PropertiesAt] : 0))..]);

    public override string ToString() => $"{Header:x2} {Convert.ToHexStringLower(Body)}";
}
