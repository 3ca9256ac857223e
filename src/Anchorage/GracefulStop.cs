namespace Anchorage;

/// <summary>The first moments of a stop: readiness is withdrawn and every answer closes its connection, before listeners go.</summary>
/// <remarks>Without them, a caller that reuses an idle connection at the wrong moment would send a request nobody reads.</remarks>
internal sealed class GracefulStop : IHostedLifecycleService
{
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(300);

    private volatile bool _hasBegun;

    public bool HasBegun => _hasBegun;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _hasBegun = true;
        await Task.Delay(Notice, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
