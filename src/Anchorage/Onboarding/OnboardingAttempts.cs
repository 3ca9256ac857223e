using System.Collections.Concurrent;
using System.Threading.Channels;
using Anchorage.Gateway;
using Anchorage.Storage;

namespace Anchorage.Onboarding;

/// <summary>Records attempts of devices to connect: noted at once and without waiting, stored later and many together.</summary>
/// <remarks>What comes faster than it can be stored is dropped and counted, so that strangers can fill neither memory nor the store.</remarks>
internal sealed class OnboardingAttempts(Database database, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Most that wait to be stored.</summary>
    public const int MostWaiting = 4096;

    /// <summary>Most in one unit of work: other writers wait for that long.</summary>
    private const int MostTogether = 256;

    private const int MostTrimmed = 1000;

    /// <summary>Most in a second that belong to no account: whoever sends one has to do no more than name a wrong name.</summary>
    private const int MostUnattributed = 10;

    /// <summary>Most certificates whose first admission is waited for.</summary>
    private const int MostFresh = 10_000;

    /// <summary>Between two units of work, so that they are few and large when much comes.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>How often some are tried to be stored before they are given up: an outage is what they often tell of.</summary>
    private const int MostTries = 5;

    /// <summary>After the store could not be reached.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan TrimInterval = TimeSpan.FromMinutes(1);

    private readonly Channel<Item> _waiting = Channel.CreateBounded<Item>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly ConcurrentDictionary<(string AccountId, string CertificateId), byte> _fresh = new();
    private readonly Lock _gate = new();
    private DateTimeOffset _second;
    private int _unattributed;
    private DateTimeOffset _trimDue;
    private DateTimeOffset _reportDue;
    private long _dropped;
    private long _reported;
    private volatile bool _isStopping;
    private Task? _writing;

    /// <summary>How many were dropped since the start: there was no room for them, or the store could not take them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Begins to store what was noted.</summary>
    public void Start(ILogger logger) => _writing = Task.Run(() => WriteAllAsync(logger));

    /// <summary>Notes one. Returns at once, whatever happens to it.</summary>
    public void Note(NotedAttempt attempt)
    {
        if ((attempt.AccountId.Length == 0 && !IsOneOfFew(attempt.At)) || !_waiting.Writer.TryWrite(new Item(attempt.Bounded(), null)))
        {
            Interlocked.Increment(ref _dropped);
        }
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
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_writing is not null && _waiting.Writer.TryWrite(new Item(null, settled)))
        {
            await Task.WhenAny(settled.Task, Task.Delay(Patience, cancellationToken));
        }
    }

    /// <summary>Has old ones deleted also when no new ones come. To be called every second or so; returns at once.</summary>
    public void Sweep()
    {
        if (clock.GetUtcNow() >= _trimDue)
        {
            _waiting.Writer.TryWrite(new Item(null, null));
        }
    }

    /// <summary>Stores what was noted, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _waiting.Writer.TryComplete();
        if (_writing is not null)
        {
            await _writing;
        }
    }

    private async Task WriteAllAsync(ILogger logger)
    {
        var attempts = new List<NotedAttempt>(MostTogether);
        var waiters = new List<TaskCompletionSource>();
        var tries = 0;
        while (attempts.Count > 0 || await _waiting.Reader.WaitToReadAsync())
        {
            while (attempts.Count < MostTogether && _waiting.Reader.TryRead(out var item))
            {
                if (item.Attempt is { } attempt)
                {
                    attempts.Add(attempt);
                }
                else if (item.Settled is { } settled)
                {
                    waiters.Add(settled);
                }
            }

            try
            {
                await StoreAsync(attempts);
                attempts.Clear();
                tries = 0;
            }
#pragma warning disable CA1031 // An outage, told to the log; nobody waits for these.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (++tries == MostTries || _isStopping)
                {
                    Interlocked.Add(ref _dropped, attempts.Count);
                    logger.AttemptsNotStored(exception, attempts.Count);
                    attempts.Clear();
                    tries = 0;
                    if (_isStopping)
                    {
                        return;
                    }
                }
            }

            Report(logger);
            var isWaitedFor = waiters.Count > 0;
            waiters.ForEach(waiter => waiter.TrySetResult());
            waiters.Clear();
            if (tries > 0 || !isWaitedFor)
            {
                await Task.Delay(tries > 0 ? LongPause : Pause);
            }
        }
    }

    private async Task StoreAsync(List<NotedAttempt> noted)
    {
        // Always in the same order, so that nodes do not wait for each other in a ring.
        var accounts = noted.GroupBy(attempt => (attempt.AccountId, attempt.Region), attempt => attempt.Ready())
            .OrderBy(group => group.Key.AccountId, StringComparer.Ordinal).ThenBy(group => group.Key.Region, StringComparer.Ordinal).Select(group => (group.Key, group.ToList())).ToList();
        var now = clock.GetUtcNow();
        var trims = now >= _trimDue;
        if (accounts.Count == 0 && !trims)
        {
            return;
        }

        _trimDue = trims ? now + TrimInterval : _trimDue;
        await database.WriteAsync(
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

    private void Report(ILogger logger)
    {
        var now = clock.GetUtcNow();
        if (Dropped is var dropped && dropped > _reported && now >= _reportDue)
        {
            logger.AttemptsDropped(dropped - _reported);
            (_reported, _reportDue) = (dropped, now + TrimInterval);
        }
    }

    /// <summary>What stands in the queue: an attempt, somebody who waits until all before is stored, or neither, only to wake.</summary>
    private readonly record struct Item(NotedAttempt? Attempt, TaskCompletionSource? Settled);
}
