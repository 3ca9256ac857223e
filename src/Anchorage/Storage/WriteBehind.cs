using System.Threading.Channels;

namespace Anchorage.Storage;

/// <summary>What is to be stored later and many together: taken at once, in a bounded number, and written in the order it came.</summary>
/// <param name="store">Writes some; throws when the store is away.</param>
/// <param name="notStored">Tells of as many that were given up for this reason.</param>
internal sealed class WriteBehind<T>(Func<IReadOnlyList<T>, Task> store, Action<Exception, int> notStored) : IAsyncDisposable
    where T : class
{
    /// <summary>Most that wait to be stored.</summary>
    public const int MostWaiting = 4096;

    /// <summary>Most in one unit of work: other writers wait for that long.</summary>
    private const int MostTogether = 256;

    /// <summary>How often some are tried to be stored before they are given up: an outage is what they often tell of.</summary>
    private const int MostTries = 5;

    /// <summary>Between two units of work, so that they are few and large when much comes.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>After the store could not be reached.</summary>
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Channel<Item> _waiting = Channel.CreateBounded<Item>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _dropped;
    private volatile bool _isStopping;
    private Task? _writing;

    /// <summary>How many were dropped since the start: there was no room for them, or the store could not take them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Begins to store what comes.</summary>
    public void Start() => _writing = Task.Run(WriteAllAsync);

    /// <summary>Takes one if there is room. One that is not taken is counted.</summary>
    public bool TryAdd(T one)
    {
        if (_waiting.Writer.TryWrite(new Item(one, null)))
        {
            return true;
        }

        Drop(1);
        return false;
    }

    /// <summary>Takes one, and waits for room as long as may be. One that is not taken is counted.</summary>
    public async ValueTask AddAsync(T one, TimeSpan patience, TimeProvider clock)
    {
        if (_waiting.Writer.TryWrite(new Item(one, null)))
        {
            return;
        }

        using var limit = new CancellationTokenSource(patience, clock);
        try
        {
            await _waiting.Writer.WriteAsync(new Item(one, null), limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            Drop(1);
        }
    }

    /// <summary>Counts some that were not even offered.</summary>
    public void Drop(int count) => Interlocked.Add(ref _dropped, count);

    /// <summary>Has the store called also when nothing new comes. Returns at once.</summary>
    public void Wake() => _waiting.Writer.TryWrite(new Item(null, null));

    /// <summary>Waits until what came before is stored, at most two seconds. When much waits it is not waited for.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_writing is not null && _waiting.Writer.TryWrite(new Item(null, settled)))
        {
            await Task.WhenAny(settled.Task, Task.Delay(Patience, cancellationToken));
        }
    }

    /// <summary>Stores what came, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _waiting.Writer.TryComplete();
        if (_writing is not null)
        {
            await _writing;
        }
    }

    private async Task WriteAllAsync()
    {
        var some = new List<T>(MostTogether);
        var waiters = new List<TaskCompletionSource>();
        var tries = 0;
        while (some.Count > 0 || await _waiting.Reader.WaitToReadAsync())
        {
            while (some.Count < MostTogether && _waiting.Reader.TryRead(out var item))
            {
                if (item.One is { } one)
                {
                    some.Add(one);
                }
                else if (item.Settled is { } settled)
                {
                    waiters.Add(settled);
                }
            }

            try
            {
                await store(some);
                some.Clear();
                tries = 0;
            }
#pragma warning disable CA1031 // An outage, told to the log; nobody waits for these.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (++tries == MostTries || _isStopping)
                {
                    Drop(some.Count);
                    notStored(exception, some.Count);
                    some.Clear();
                    tries = 0;
                    if (_isStopping)
                    {
                        return;
                    }
                }
            }

            var isWaitedFor = waiters.Count > 0;
            waiters.ForEach(waiter => waiter.TrySetResult());
            waiters.Clear();
            if (tries > 0 || !isWaitedFor)
            {
                await Task.Delay(tries > 0 ? LongPause : Pause);
            }
        }
    }

    /// <summary>What stands in the queue: something to store, somebody who waits until all before is stored, or neither, only to wake.</summary>
    private readonly record struct Item(T? One, TaskCompletionSource? Settled);
}
