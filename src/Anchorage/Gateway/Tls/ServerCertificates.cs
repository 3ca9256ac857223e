using System.Net.Security;
using Anchorage.Configuration;

namespace Anchorage.Gateway.Tls;

/// <summary>The certificates that the device endpoint shows: the operator's own, or local ones.</summary>
internal sealed class ServerCertificates : IDisposable
{
    private readonly CertificateFiles? _files;
    private readonly LocalCertificates? _local;

    private ServerCertificates(CertificateFiles? files, LocalCertificates? local) => (_files, _local) = (files, local);

    /// <summary>What a device must trust, in PEM; null when the operator's chain does not hold its root.</summary>
    public string? RootPem => _files is null ? _local!.Root.Pem : _files.RootPem;

    public static ServerCertificates Given(CertificateFiles files) => new(files, null);

    /// <summary>Finds or makes the local root.</summary>
    /// <exception cref="InvalidDataException">Its key was sealed with another master key.</exception>
    public static async Task<ServerCertificates> LocalAsync(Installation installation, CancellationToken cancellationToken) =>
        new(null, new LocalCertificates(await ServerRoot.FindOrMakeAsync(installation, cancellationToken), installation.Options, installation.Clock));

    public SslStreamCertificateContext For(string region) => _files?.Context ?? _local!.For(region);

    /// <summary>Whether the operator's certificate is for this name, beside the names that stand for an account.</summary>
    public bool Names(string name) => _files?.Names(name) == true;

    public void Dispose()
    {
        _files?.Dispose();
        _local?.Dispose();
    }
}
