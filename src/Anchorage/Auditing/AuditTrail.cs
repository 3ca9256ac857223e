using System.Security.Cryptography;
using Anchorage.Configuration;
using Anchorage.Storage;
using Anchorage.Wire;

namespace Anchorage.Auditing;

/// <summary>Who did what: changes are recorded in their own transaction, refusals soon after and many together; old records go.</summary>
internal sealed class AuditTrail : IAsyncDisposable
{
    /// <summary>Most that one unit of work deletes: other writers wait for that long.</summary>
    private const int MostTrimmed = 1000;

    /// <summary>How long a refused caller waits for room among the records that wait to be stored.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Also a service that never lives for long deletes.</summary>
    private static readonly TimeSpan FirstTrim = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan TrimInterval = TimeSpan.FromHours(1);

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    private readonly Database _database;
    private readonly TimeProvider _clock;
    private readonly ServeOptions _options;
    private readonly WriteBehind<AuditRecord> _refusals;
    private ILogger? _logger;
    private ITimer? _trimming;
    private ITimer? _reporting;
    private Task _round = Task.CompletedTask;
    private long _reported;
    private int _isTrimming;
    private volatile bool _isStopping;

    // In the high bits something of this node's own, so that two nodes do not give the same one in a millisecond.
    private long _sequence = (long)RandomNumberGenerator.GetInt32(int.MaxValue) << 31;

    public AuditTrail(Database database, TimeProvider clock, ServeOptions options)
    {
        (_database, _clock, _options) = (database, clock, options);
        Unauthenticated = new UnauthenticatedRefusals(clock);
        _refusals = new WriteBehind<AuditRecord>(StoreAsync, (exception, count) => _logger?.RecordsNotStored(exception, count));
    }

    /// <summary>Requests that were refused before it was known who called.</summary>
    public UnauthenticatedRefusals Unauthenticated { get; }

    /// <summary>How many records of refusals were dropped since the start: there was no room for them, or the store could not take them.</summary>
    public long Dropped => _refusals.Dropped;

    /// <summary>What is older is deleted, and told to nobody; the beginning of time when all is kept.</summary>
    public DateTimeOffset Oldest => _options.AuditRetention is { } age ? _clock.GetUtcNow() - age : DateTimeOffset.UnixEpoch;

    /// <summary>Begins to store what is noted and to delete what is old.</summary>
    public void Start(ILogger logger)
    {
        _logger = logger;
        _refusals.Start();
        _reporting = _clock.CreateTimer(_ => Report(), null, ReportInterval, ReportInterval);
        if (_options.AuditRetention is not null)
        {
            _trimming = _clock.CreateTimer(_ => _round = _round.IsCompleted ? TrimAsync() : _round, null, FirstTrim, TrimInterval);
        }
    }

    /// <summary>What is known of a caller as soon as it is known who that is.</summary>
    public AuditEntry EntryOf(Caller caller, string requestId, HttpContext context) => new()
    {
        Caller = caller,
        Principal = _options.RequiresSignature && caller.Principal is { } principal ? principal.Arn(caller.AccountId) : AuditRecord.Anonymous,
        Source = context.Connection.RemoteIpAddress,
        UserAgent = context.Request.Headers.UserAgent.ToString(),
        RequestId = requestId,
    };

    /// <summary>The installation as one call sees it: what the call writes is recorded.</summary>
    public Installation Watch(Installation installation, AuditEntry entry) =>
        _options.Audit ? installation with { Database = new AuditedDatabase(_database, this, entry) } : installation;

    /// <summary>Records a change in the unit of work that makes it.</summary>
    public Task RecordAsync(Session session, AuditEntry entry) => _options.Audit
        ? AuditTable.InsertAsync(session, Take(entry, AuditRecord.Success), CancellationToken.None)
        : Task.CompletedTask;

    /// <summary>Records what a call came to unless its change is recorded already: a refusal, or an operation that found nothing to change.</summary>
    public ValueTask NoteAsync(AuditEntry entry, WireError? error, bool changes) =>
        _options.Audit && (error is not null || (changes && !entry.IsRecorded))
            ? _refusals.AddAsync(Take(entry, error?.Kind.Name ?? AuditRecord.Success), Patience, _clock)
            : ValueTask.CompletedTask;

    /// <summary>Waits until what was noted before is stored, at most two seconds.</summary>
    public Task SettleAsync(CancellationToken cancellationToken) => _refusals.SettleAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _trimming?.Dispose();
        _reporting?.Dispose();
        await _round;
        await _refusals.DisposeAsync();
        Report();
    }

    /// <summary>Deletes what is too old, account by account and a bounded number at a time. One round at a time; a second one at once does nothing.</summary>
    public async Task TrimAsync()
    {
        if (Interlocked.Exchange(ref _isTrimming, 1) == 1)
        {
            return;
        }

        try
        {
            var oldest = Oldest;
            var account = string.Empty;
            while (!_isStopping && await _database.ReadAsync(session => AuditTable.OldestOfNextAsync(session, account, CancellationToken.None), CancellationToken.None) is { } next)
            {
                account = next.Id;
                while (!_isStopping && next.UnixMilliseconds < oldest.ToUnixTimeMilliseconds() && await DeleteAsync(account, oldest) == MostTrimmed)
                {
                }
            }
        }
#pragma warning disable CA1031 // Nobody waits for this; the next round tries again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _logger?.RecordsNotTrimmed(exception);
        }
        finally
        {
            Volatile.Write(ref _isTrimming, 0);
        }
    }

    private Task<int> DeleteAsync(string account, DateTimeOffset oldest) => _database.WriteAsync(
        async session => Write.Keep(await AuditTable.DeleteOlderAsync(session, account, oldest, MostTrimmed, CancellationToken.None)), CancellationToken.None);

    private AuditRecord Take(AuditEntry entry, string outcome) => entry.Record(_clock.GetUtcNow(), Interlocked.Increment(ref _sequence), outcome);

    private async Task StoreAsync(IReadOnlyList<AuditRecord> records)
    {
        if (records.Count > 0)
        {
            await _database.WriteAsync(
                async session =>
                {
                    foreach (var record in records)
                    {
                        await AuditTable.InsertAsync(session, record, CancellationToken.None);
                    }

                    return Write.Keep(0);
                },
                CancellationToken.None);
        }
    }

    private void Report()
    {
        if (Dropped is var dropped && dropped > _reported)
        {
            _logger?.RecordsDropped(dropped - _reported);
            _reported = dropped;
        }
    }
}
