using System.Collections.Concurrent;
using Anchorage.Gateway;
using Anchorage.Storage;

namespace Anchorage.Onboarding;

/// <summary>Records attempts of devices to connect: noted at once and without waiting, stored later and many together.</summary>
/// <remarks>What comes faster than it can be stored is dropped and counted, so that strangers can fill neither memory nor the store.</remarks>
internal sealed class OnboardingAttempts : IAsyncDisposable
{
    private const int MostTrimmed = 1000;

    /// <summary>Most in a second that belong to no account: whoever sends one has to do no more than name a wrong name.</summary>
    private const int MostUnattributed = 10;

    /// <summary>Most certificates whose first admission is waited for.</summary>
    private const int MostFresh = 10_000;

    private static readonly TimeSpan TrimInterval = TimeSpan.FromMinutes(1);

    private readonly WriteBehind<NotedAttempt> _noted;
    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<(string AccountId, string CertificateId), byte> _fresh = new();
    private readonly Lock _gate = new();
    private DateTimeOffset _second;
    private int _unattributed;
    private DateTimeOffset _trimDue;
    private DateTimeOffset _reportDue;
    private long _reported;
    private ILogger? _logger;

    public OnboardingAttempts(Database database, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _noted = new WriteBehind<NotedAttempt>(StoreAsync, (exception, count) => _logger?.AttemptsNotStored(exception, count));
    }

    /// <summary>How many were dropped since the start: there was no room for them, or the store could not take them.</summary>
    public long Dropped => _noted.Dropped;

    /// <summary>Begins to store what was noted.</summary>
    public void Start(ILogger logger)
    {
        _logger = logger;
        _noted.Start();
    }

    /// <summary>Notes one. Returns at once, whatever happens to it.</summary>
    public void Note(NotedAttempt attempt)
    {
        if (attempt.AccountId.Length == 0 && !IsOneOfFew(attempt.At))
        {
            _noted.Drop(1);
            return;
        }

        _noted.TryAdd(attempt.Bounded());
    }

    private bool IsOneOfFew(DateTimeOffset now)
    {
        lock (_gate)
        {
            _unattributed = now - _second < TimeSpan.FromSeconds(1) ? _unattributed + 1 : 1;
            _second = _unattributed == 1 ? now : _second;
            return _unattributed <= MostUnattributed;
        }
    }

    /// <summary>A certificate has come into the registry by itself: its first admission is worth a record.</summary>
    public void Expect(string accountId, string certificateId)
    {
        if (_fresh.Count >= MostFresh)
        {
            _fresh.Clear();
        }

        _fresh[(accountId, certificateId)] = 0;
    }

    /// <summary>Whether this admission is the first since the certificate came in by itself, as far as this node knows.</summary>
    public bool IsFirst(string accountId, string certificateId) => _fresh.TryRemove((accountId, certificateId), out _);

    /// <summary>Waits until what was noted before is stored, at most two seconds. When much waits it is not waited for.</summary>
    public Task SettleAsync(CancellationToken cancellationToken) => _noted.SettleAsync(cancellationToken);

    /// <summary>Has old ones deleted also when no new ones come. To be called every second or so; returns at once.</summary>
    public void Sweep()
    {
        if (_clock.GetUtcNow() >= _trimDue)
        {
            _noted.Wake();
        }
    }

    /// <summary>Stores what was noted, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await _noted.DisposeAsync();
        Report();
    }

    private async Task StoreAsync(IReadOnlyList<NotedAttempt> noted)
    {
        Report();

        // Always in the same order, so that nodes do not wait for each other in a ring.
        var accounts = noted.GroupBy(attempt => (attempt.AccountId, attempt.Region), attempt => attempt.Ready())
            .OrderBy(group => group.Key.AccountId, StringComparer.Ordinal).ThenBy(group => group.Key.Region, StringComparer.Ordinal).Select(group => (group.Key, group.ToList())).ToList();
        var now = _clock.GetUtcNow();
        var trims = now >= _trimDue;
        if (accounts.Count == 0 && !trims)
        {
            return;
        }

        _trimDue = trims ? now + TrimInterval : _trimDue;
        await _database.WriteAsync(
            async session =>
            {
                foreach (var (space, attempts) in accounts)
                {
                    await OnboardingAttemptTable.AddAsync(session, space.AccountId, space.Region, attempts, OnboardingAttempt.MostKept, CancellationToken.None);
                }

                return Write.Keep(trims ? await OnboardingAttemptTable.DeleteOlderAsync(session, now - OnboardingAttempt.MostAge, MostTrimmed, CancellationToken.None) : 0);
            },
            CancellationToken.None);
    }

    private void Report()
    {
        var now = _clock.GetUtcNow();
        if (Dropped is var dropped && dropped > _reported && now >= _reportDue)
        {
            _logger?.AttemptsDropped(dropped - _reported);
            (_reported, _reportDue) = (dropped, now + TrimInterval);
        }
    }
}
