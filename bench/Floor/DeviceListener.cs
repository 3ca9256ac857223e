using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Anchorage.Bench.Floor;

/// <summary>A Kestrel listener with client certificates and nothing behind: whatever is sent first is answered with a CONNACK, and nothing more is done.</summary>
internal static class DeviceListener
{
    private static readonly byte[] ConnAck = [0x20, 2, 0, 0];

    /// <param name="address">Where it listens.</param>
    /// <param name="certificate">The server's, a PEM file.</param>
    /// <param name="key">Its key, a PEM file.</param>
    /// <param name="isTuned">Whether handshakes are spared what Anchorage spares them; else everything is as Kestrel comes.</param>
    public static async Task<int> RunAsync(IPEndPoint address, string certificate, string key, bool isTuned)
    {
        using var shown = X509Certificate2.CreateFromPemFile(certificate, key);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address, listen =>
        {
            if (isTuned)
            {
                UseTuned(listen, shown);
            }
            else
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = shown,
                    ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                    ClientCertificateValidation = static (_, _, _) => true,
                });
            }

            listen.Run(AnswerAsync);
        }));
        await builder.Build().RunAsync();
        return 0;
    }

    private static void UseTuned(ListenOptions listen, X509Certificate2 shown)
    {
        var context = SslStreamCertificateContext.Create(shown, additionalCertificates: null, offline: true);
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = context,
                ClientCertificateRequired = true,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                    VerificationFlags = X509VerificationFlags.AllFlags,
                },
#pragma warning disable CA5359 // Any certificate of a client will do: nothing is behind.
                RemoteCertificateValidationCallback = static (_, _, _, _) => true,
#pragma warning restore CA5359
            }),
        });
    }

    private static async Task AnswerAsync(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        try
        {
            for (var isFirst = true; ; isFirst = false)
            {
                var read = await input.ReadAsync();
                if (read.IsCompleted)
                {
                    return;
                }

                input.AdvanceTo(read.Buffer.End);
                if (isFirst)
                {
                    await output.WriteAsync(ConnAck);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            // The client is gone.
        }
    }
}
