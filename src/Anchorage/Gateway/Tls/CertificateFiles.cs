using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Anchorage.Gateway.Tls;

/// <summary>The server certificate that the operator gave: <c>--tls-certificate</c> and <c>--tls-key</c>, read again when they change.</summary>
internal sealed class CertificateFiles : IDisposable
{
    /// <summary>How soon a change is seen.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly string _certificate;
    private readonly string _key;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private Given _given;
    private (DateTime, long, DateTime, long) _seen;

    private CertificateFiles(string certificate, string key, TimeProvider clock, ILogger logger)
    {
        (_certificate, _key, _logger) = (certificate, key, logger);
        _seen = Stamp();
        _given = Read(certificate, key);
        _timer = clock.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>The certificate and its chain as they now are.</summary>
    public SslStreamCertificateContext Context => _given.Context;

    /// <summary>The last certificate of the file when that is self-issued, in PEM: what devices need to trust. Null otherwise.</summary>
    public string? RootPem => _given.RootPem;

    /// <summary>Reads both files now.</summary>
    /// <exception cref="InvalidDataException">They cannot be read, or do not belong together.</exception>
    public static CertificateFiles Open(string certificate, string key, TimeProvider clock, ILogger logger) => new(certificate, key, clock, logger);

    /// <summary>Whether the certificate is for this name, spelled out: a wildcard would let a device name any account.</summary>
    public bool Names(string name) => _given.Names.Contains(name);

    public void Dispose() => _timer.Dispose();

    private static Given Read(string certificateFile, string keyFile)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificateFile);
            if (chain.Count == 0)
            {
                throw new InvalidDataException($"{certificateFile} holds no certificate in PEM.");
            }

#pragma warning disable CA2000 // The context needs it as long as there are handshakes.
            var certificate = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
#pragma warning restore CA2000
            var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(names => names.EnumerateDnsNames())
                .Where(name => !name.Contains('*', StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var last = chain[^1];
            return new Given(
                SslStreamCertificateContext.Create(certificate, [.. chain.Skip(1)], offline: true),
                names,
                last.SubjectName.RawData.AsSpan().SequenceEqual(last.IssuerName.RawData) ? last.ExportCertificatePem() + "\n" : null);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidDataException(
                $"the server certificate {certificateFile} with its key {keyFile} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>Reads both files again now.</summary>
    public void Reload() => Take(onlyChanged: false);

    private void Look() => Take(onlyChanged: true);

    private void Take(bool onlyChanged)
    {
        lock (_gate)
        {
            try
            {
                var stamp = Stamp();
                if (onlyChanged && stamp == _seen)
                {
                    return;
                }

                // Remembered even when reading fails: the same broken file is told once. A file written in two steps changes again.
                _seen = stamp;
                _given = Read(_certificate, _key);
                _logger.CertificateRead(_certificate);
            }
            catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                // A folder that may not be entered any more is no reason to end. A signal is answered; the timer would say it every two seconds.
                if (!onlyChanged || exception is InvalidDataException)
                {
                    _logger.CertificateKept(exception.Message);
                }
            }
        }
    }

    private (DateTime, long, DateTime, long) Stamp()
    {
        var (certificate, key) = (new FileInfo(_certificate), new FileInfo(_key));
        return (certificate.LastWriteTimeUtc, certificate.Exists ? certificate.Length : -1, key.LastWriteTimeUtc, key.Exists ? key.Length : -1);
    }

    private sealed record Given(SslStreamCertificateContext Context, HashSet<string> Names, string? RootPem);
}
