using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Anchorage.Bench;

/// <summary>One connection of a device over MQTT 3.1.1: the same for Anchorage and for the floor.</summary>
internal sealed class DeviceClient : IAsyncDisposable
{
    private const int KeepAliveSeconds = 1200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private SslStream? _tls;

    private DeviceClient()
    {
    }

    public SslStream Tls => _tls!;

    /// <summary>Connects, and waits for its CONNACK.</summary>
    /// <exception cref="InvalidRunException">It was not let in.</exception>
    public static async Task<DeviceClient> ConnectAsync(IPEndPoint address, MadeDevice device, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var client = new DeviceClient();
        try
        {
            await client.OpenAsync(address, device, patience.Token);
            return client;
        }
        catch (Exception exception)
        {
            await client.DisposeAsync();
            if (exception is IOException or SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new InvalidRunException($"{device.Name} was not let in: {exception.Message}");
            }

            throw;
        }
    }

    /// <summary>Subscribes with QoS 0.</summary>
    public async Task SubscribeAsync(string filter, CancellationToken cancellationToken)
    {
        await Tls.WriteAsync(Packet(0x82, [0, 1, .. Text(filter), 0]), cancellationToken);
        var answer = new byte[5];
        await Tls.ReadExactlyAsync(answer, cancellationToken);
        if (answer is not [0x90, 3, 0, 1, 0])
        {
            throw new InvalidRunException($"A subscription to {filter} was answered {Convert.ToHexString(answer)}.");
        }
    }

    /// <summary>A message of QoS 0, encoded.</summary>
    public static byte[] Publish(string topic, byte[] payload) => Packet(0x30, [.. Text(topic), .. payload]);

    public async ValueTask DisposeAsync()
    {
        if (_tls is not null)
        {
            await _tls.DisposeAsync();
        }

        _socket.Dispose();
    }

    private async Task OpenAsync(IPEndPoint address, MadeDevice device, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(address, cancellationToken);
        _tls = new SslStream(new NetworkStream(_socket, ownsSocket: true));
        await _tls.AuthenticateAsClientAsync(Options(device), cancellationToken);
        await _tls.WriteAsync(Connect(device.Name), cancellationToken);
        var answer = new byte[4];
        await _tls.ReadExactlyAsync(answer, cancellationToken);
        if (answer is not [0x20, 2, 0, 0])
        {
            throw new InvalidRunException($"{device.Name} was answered {Convert.ToHexString(answer)}.");
        }
    }

    private static SslClientAuthenticationOptions Options(MadeDevice device) => new()
    {
        TargetHost = DeviceServer.Name,
        ClientCertificateContext = device.Shown,
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationFlags = X509VerificationFlags.AllFlags,
        },
        // Both servers are ours; judging their certificates would only take processors from them.
#pragma warning disable CA5359
        RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
    };

    private static byte[] Connect(string clientId)
    {
        var keepAlive = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(keepAlive, KeepAliveSeconds);
        return Packet(0x10, [.. Text("MQTT"), 4, 2, .. keepAlive, .. Text(clientId)]);
    }

    private static byte[] Packet(byte header, byte[] body) => body.Length < 128
        ? [header, (byte)body.Length, .. body]
        : [header, (byte)(0x80 | (body.Length & 0x7F)), (byte)(body.Length >> 7), .. body];

    private static byte[] Text(string text) => [(byte)(text.Length >> 8), (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
