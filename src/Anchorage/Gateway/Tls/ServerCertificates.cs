using System.Net.Security;

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
    public static async Task<ServerCertificates> LocalAsync(Installation installation, CancellationToken cancellationToken)
    {
#pragma warning disable CA2000 // Each is disposed with what it is given to.
        var root = await ServerRoot.FindOrMakeAsync(installation, cancellationToken);
        return new ServerCertificates(null, new LocalCertificates(root, installation.Options, installation.Clock));
#pragma warning restore CA2000
    }

    public SslStreamCertificateContext For(string region) => _files?.Context ?? _local!.For(region);

    /// <summary>Whether the operator's certificate is for this name, beside the names that stand for an account.</summary>
    public bool Names(string name) => _files?.Names(name) == true;

    public void Dispose()
    {
        _files?.Dispose();
        _local?.Dispose();
    }
}
