using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Anchorage.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Anchorage.Gateway.Tls;

/// <summary>The listener of <c>--https</c>: the API for callers on other machines, under the certificate that devices are shown.</summary>
internal sealed class SecureListener(ServeOptions options, CertificateSource certificates)
{
    private ListenOptions? _listen;

    /// <summary>Where it answers, with the port that was really bound; null when it was not asked for.</summary>
    public string? Endpoint => _listen is { } listen ? $"https://{listen.IPEndPoint}" : null;

    /// <summary>Adds it to the server, if it is wanted.</summary>
    public void Listen(KestrelServerOptions kestrel)
    {
        if (options.Https is { } address)
        {
            kestrel.Listen(address, listen =>
            {
                _listen = listen;
                listen.Protocols = HttpProtocols.Http1;
                listen.UseHttps(new TlsHandshakeCallbackOptions { HandshakeTimeout = ServerTls.HandshakeTimeout, OnConnection = OnConnectionAsync });
            });
        }
    }

    private async ValueTask<SslServerAuthenticationOptions> OnConnectionAsync(TlsHandshakeCallbackContext context) => new()
    {
        ServerCertificateContext = (await certificates.GetAsync()).For(options.Region),
#pragma warning disable CA5398 // The two versions are what AWS's endpoints offer; an operator's OpenSSL may have others on.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
        AllowRenegotiation = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
    };
}
