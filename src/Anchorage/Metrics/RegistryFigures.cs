using System.Collections.Immutable;
using Anchorage.CACertificates;
using Anchorage.Certificates;
using Anchorage.Storage;

namespace Anchorage.Metrics;

/// <summary>How many certificates the registry has, of all accounts and regions.</summary>
/// <param name="At">When the counting ended.</param>
/// <param name="CACertificates">By status; every status there is.</param>
/// <param name="Certificates">Those of devices, likewise.</param>
/// <param name="ExpiredCACertificates">CAs that are ACTIVE and had expired.</param>
/// <param name="SoonestExpiry">Of the ACTIVE CAs that had not; null when there is none.</param>
internal sealed record RegistryCount(
    DateTimeOffset At,
    IReadOnlyDictionary<string, long> CACertificates,
    IReadOnlyDictionary<string, long> Certificates,
    long ExpiredCACertificates,
    DateTimeOffset? SoonestExpiry);

/// <summary>Counts the registry's certificates beside the requests: a page after the other, and no more at a time than is hardly noticed.</summary>
/// <remarks>
/// A registry of more than <see cref="MostAtOnce"/> is counted over several rounds, and the figures then are of no single moment. Exact
/// counters would cost each registration a row that all others write too.
/// </remarks>
internal sealed class RegistryFigures(Database database, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Most certificates that are read in one round.</summary>
    public const int MostAtOnce = 50_000;

    private const int PageSize = 1000;

    /// <summary>Between the begins of two rounds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private DateTimeOffset _due;
    private Task _round = Task.CompletedTask;
    private RegistryWalk _walk = new();
    private volatile RegistryCount? _latest;

    /// <summary>The last count that was brought to its end; null before the first.</summary>
    public RegistryCount? Latest => _latest;

    /// <summary>Counts on if the last round is long enough ago. The task ends with the round and never fails.</summary>
    public Task RefreshAsync()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_round.IsCompleted && now >= _due && !_stopping.IsCancellationRequested)
            {
                _due = now + Interval;
                _round = Task.Run(CountAsync, CancellationToken.None);
            }

            return _round;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task round;
        lock (_gate)
        {
            round = _round;
        }

        await round;
        _stopping.Dispose();
    }

    private async Task CountAsync()
    {
        try
        {
            for (var read = 0; read < MostAtOnce && !_stopping.IsCancellationRequested; read += PageSize)
            {
                if (await database.ReadAsync(session => _walk.StepAsync(session, PageSize, clock.GetUtcNow(), _stopping.Token), _stopping.Token))
                {
                    _latest = _walk.Counted(clock.GetUtcNow());
                    _walk = new RegistryWalk();
                    return;
                }
            }
        }
#pragma warning disable CA1031 // An outage, which every request tells of; what was counted before stands, and its age grows.
        catch (Exception)
#pragma warning restore CA1031
        {
            _walk = new RegistryWalk();
        }
    }
}

/// <summary>One way through the registry, from its first certificate to its last.</summary>
internal sealed class RegistryWalk
{
    private readonly Dictionary<string, long> _authorities = new() { [CACertificate.Active] = 0, [CACertificate.Inactive] = 0 };
    private readonly Dictionary<string, long> _devices = CertificateStatus.All.ToDictionary(status => status, _ => 0L);
    private RegistryPlace? _authority = RegistryPlace.Start;
    private RegistryPlace? _device = RegistryPlace.Start;
    private long _expired;
    private DateTimeOffset? _soonest;

    /// <summary>Counts the next page; true when it was the last.</summary>
    public async Task<bool> StepAsync(Session session, int size, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_authority is { } authority)
        {
            _authority = await CACertificateListing.WalkAsync(session, authority, size, (status, notAfter) => Count(status, notAfter, now), cancellationToken);
            return false;
        }

        _device = await DeviceCertificateListing.WalkAsync(session, _device!, size, status => _devices[status] = _devices.GetValueOrDefault(status) + 1, cancellationToken);
        return _device is null;
    }

    public RegistryCount Counted(DateTimeOffset now) => new(now, _authorities.ToImmutableDictionary(), _devices.ToImmutableDictionary(), _expired, _soonest);

    private void Count(string status, DateTimeOffset notAfter, DateTimeOffset now)
    {
        _authorities[status] = _authorities.GetValueOrDefault(status) + 1;
        if (status != CACertificate.Active)
        {
            return;
        }

        if (notAfter < now)
        {
            _expired++;
        }
        else if (_soonest is null || notAfter < _soonest)
        {
            _soonest = notAfter;
        }
    }
}
