using Anchorage.Configuration;

namespace Anchorage.Gateway.Tls;

/// <summary>Where the device endpoint's certificates come from, at the latest when the first device asks for one.</summary>
/// <remarks>The local ones need the store, may have to be made, and .NET reads every root of the machine before it serves one: the API's first answer does not wait for that.</remarks>
internal sealed class CertificateSource(ServeOptions options, Task<Installation> opening, TimeProvider clock) : IDisposable
{
    /// <summary>By then the start is over, and a device that came earlier has had them made already.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ServerCertificates> _given = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CertificateFiles? _files;
    private ITimer? _warmUp;
    private volatile bool _isEnding;
    private Task<ServerCertificates>? _certificates;

    /// <summary>Reads the operator's files now, or has the local certificates looked for soon.</summary>
    /// <exception cref="InvalidDataException">The operator's files cannot be used.</exception>
    public void Open(ILogger logger)
    {
        if (options.TlsCertificate is { } certificate)
        {
#pragma warning disable CA2000 // Disposed with this.
            _files = CertificateFiles.Open(certificate, options.TlsKey!, clock, logger);
            _given.SetResult(ServerCertificates.Given(_files));
#pragma warning restore CA2000
            return;
        }

        _warmUp = clock.CreateTimer(_ => _ = WarmUpAsync(logger), null, WarmUp, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The certificates; looked for again when that failed the last time.</summary>
    public Task<ServerCertificates> GetAsync()
    {
        if (options.TlsCertificate is not null)
        {
            return _given.Task;
        }

        lock (_gate)
        {
            return _certificates is null or { IsFaulted: true } or { IsCanceled: true } ? _certificates = FindAsync() : _certificates;
        }
    }

    /// <summary>Reads the operator's files again now, whether or not they seem to have changed; local certificates stay as they are.</summary>
    public void Reload() => _files?.Reload();

    public void Dispose()
    {
        _isEnding = true;
        _warmUp?.Dispose();
        _files?.Dispose();
        if (_certificates is { IsCompletedSuccessfully: true } made)
        {
            made.Result.Dispose();
        }
    }

    private async Task WarmUpAsync(ILogger logger)
    {
        try
        {
            (await GetAsync()).For(options.Region);
        }
#pragma warning disable CA1031 // Told to the log; the first device tries again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // At the end of the server, what it works with has been disposed of meanwhile.
            if (!_isEnding)
            {
                logger.NoCertificate(exception);
            }
        }
    }

    private async Task<ServerCertificates> FindAsync() => await ServerCertificates.LocalAsync(await opening, CancellationToken.None);
}
