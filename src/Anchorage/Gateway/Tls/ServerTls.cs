using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Anchorage.Accounts;
using Anchorage.Configuration;
using Anchorage.Onboarding;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Anchorage.Gateway.Tls;

/// <summary>The TLS side of a device's connection: which certificate we show, and what of theirs we keep.</summary>
/// <remarks>Any client certificate completes the handshake, as with AWS; the registry decides on the CONNECT packet. Nothing is fetched for it.</remarks>
/// <param name="refused">Told of handshakes that are ended here: by a peer whose endpoint is not known, or one that sent too much.</param>
internal sealed class ServerTls(ServeOptions options, CertificateSource certificates, KnownAccounts accounts, Action<Peer, AttemptOutcome> refused)
{
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>What devices of AWS ask for on this port; one that asks for something else only is told so by TLS.</summary>
    private static readonly List<SslApplicationProtocol> Protocols = [new("x-amzn-mqtt-ca"), new("mqtt")];

    public TlsHandshakeCallbackOptions HandshakeOptions => new() { HandshakeTimeout = HandshakeTimeout, OnConnection = OnConnectionAsync };

    private async ValueTask<SslServerAuthenticationOptions> OnConnectionAsync(TlsHandshakeCallbackContext context)
    {
        var shown = await certificates.GetAsync();
        var name = context.ClientHelloInfo.ServerName;
        var address = (context.Connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        var endpoint = EndpointName.Read(name, options, shown);
        if (endpoint is null || !await accounts.HasAsync(endpoint.AccountId, context.CancellationToken))
        {
            refused(new Peer { Address = address, ServerName = name, Endpoint = EndpointName.OfNobody(options) }, AttemptOutcome.UnknownEndpoint);

            // The handshake can be ended from here in this way only; nobody logs it.
            throw new AuthenticationException("The name asked for is no endpoint of this installation.");
        }

        var peer = new Peer
        {
            Address = address,
            ServerName = string.IsNullOrEmpty(name) ? null : name,
            Endpoint = endpoint,
        };
        context.Connection.Features.Set(peer);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = shown.For(endpoint.Region),
#pragma warning disable CA5398 // The two versions are what AWS's default security policy offers; an operator's OpenSSL may have others on.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = true,
            AllowRenegotiation = false,
            // Under TLS 1.3 there are no tickets, so nothing can be resumed; TLS 1.2 also resumes by session id, so there it is forbidden.
            // Which it will be, .NET does not tell here: what it calls the hello's protocols is the version that TLS 1.3 has in its place.
            AllowTlsResume = OpenSslConfiguration.IsApplied && context.Connection.Features.Get<Visitor>() is { OffersTls13: true },
#pragma warning restore CA5398
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            // Without it .NET fetches the URLs in a stranger's certificate, and builds a store of all the system's roots.
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                VerificationFlags = X509VerificationFlags.AllFlags,
            },
#pragma warning disable RS0030 // The chain is read for what was sent with it; nothing is judged by it.
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => Keep(peer, certificate, chain?.ChainPolicy.ExtraStore),
#pragma warning restore RS0030
            ApplicationProtocols = Protocols,
        };
    }

    /// <summary>Copies what was sent; false ends the handshake.</summary>
    private bool Keep(Peer peer, X509Certificate? certificate, X509Certificate2Collection? sent)
    {
        peer.Certificate = certificate?.GetRawCertData();
        peer.Sent = sent is null ? [] : [.. sent.Select(one => one.RawData)];
        if (peer.IsTooMuch)
        {
            peer.Stage = PeerStage.Judged;
            refused(peer, AttemptOutcome.TooManyCertificates);
        }

        return !peer.IsTooMuch;
    }
}
