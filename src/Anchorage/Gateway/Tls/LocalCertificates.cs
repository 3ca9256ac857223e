using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Anchorage.Configuration;

namespace Anchorage.Gateway.Tls;

/// <summary>Server certificates under the installation's own root, one for each region whose name is asked for.</summary>
/// <remarks>Their keys are made by each node when first needed and never stored: only the root has to be the same everywhere.</remarks>
internal sealed class LocalCertificates(ServerRoot root, ServeOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>With <c>--regions *</c> anybody may name a region; more than this many are not remembered.</summary>
    private const int MostRegions = 100;

    private static readonly TimeSpan Life = TimeSpan.FromDays(397);

    private readonly ConcurrentDictionary<string, Made> _made = new(StringComparer.Ordinal);

    public ServerRoot Root => root;

    /// <summary>The certificate whose names cover the device endpoint of this region, and the loopback names.</summary>
    public SslStreamCertificateContext For(string region)
    {
        var now = clock.GetUtcNow();
        if (_made.TryGetValue(region, out var made) && made.RenewAt > now)
        {
            return made.Context;
        }

        if (_made.Count >= MostRegions)
        {
            _made.Clear();
        }

        // Of two handshakes at once each may make one: both are good, and the last stays.
        made = Make(region, now);
        _made[region] = made;
        return made.Context;
    }

    public void Dispose() => root.Dispose();

    private Made Make(string region, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var wildcard = $"*.iot.{region}.{options.EndpointDomain}";
        var request = new CertificateRequest(new X500DistinguishedName("CN=Anchorage device endpoint"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root.Certificate, true, false));
        request.CertificateExtensions.Add(Names(wildcard));
        var end = now + Life;
        using var signed = request.Create(root.Certificate, now.AddDays(-1), end < root.Certificate.NotAfter ? end : root.Certificate.NotAfter, Serial());
#pragma warning disable CA2000 // The context needs it as long as there are handshakes.
        return new Made(SslStreamCertificateContext.Create(signed.CopyWithPrivateKey(key), [], offline: true), end - TimeSpan.FromDays(30));
#pragma warning restore CA2000
    }

    private X509Extension Names(string wildcard)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(wildcard);
        names.AddDnsName("localhost");
        if (options.EndpointDomain != "localhost")
        {
            names.AddDnsName(options.EndpointDomain);
        }

        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        foreach (var address in new[] { options.Mqtts.Address, options.Https?.Address }.Distinct())
        {
            if (address is not null && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            {
                names.AddIpAddress(address);
            }
        }

        return names.Build();
    }

    // 127 random bits with the first one set below the sign: positive, 16 octets, never a zero in front (RFC 5280 4.1.2.2).
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    private sealed record Made(SslStreamCertificateContext Context, DateTimeOffset RenewAt);
}
