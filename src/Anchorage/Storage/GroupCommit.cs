using System.Diagnostics;
using System.Threading.Channels;

namespace Anchorage.Storage;

/// <summary>Runs waiting units of work one after the other in one transaction, so that one sync of the disk serves them all.</summary>
/// <remarks>Each has a savepoint of its own: one that fails or is undone takes nothing of its neighbours with it.</remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <summary>More than this many together would make the first wait for the last.</summary>
    private const int MostTogether = 256;

    private readonly Channel<Unit> _waiting = Channel.CreateBounded<Unit>(
        new BoundedChannelOptions(4096) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    // What the thread sleeps on. Waiting for the channel itself would turn the processor round for a while before each sleep.
    private readonly object _arrival = new();

    private readonly Session _session;
    private readonly Action<TimeSpan> _committed;
    private readonly Action _afterCommit;
    private readonly Thread _thread;

    /// <param name="session">The one session that writes.</param>
    /// <param name="committed">Told how long each COMMIT took; it must not throw.</param>
    /// <param name="afterCommit">Run between two transactions, when those of the first have been told; it must not throw.</param>
    public GroupCommit(Session session, Action<TimeSpan> committed, Action afterCommit)
    {
        (_session, _committed, _afterCommit) = (session, committed, afterCommit);
        // A thread of its own: the work is synchronous, and a pool thread short at the wrong time would stall every writer.
        _thread = new Thread(Run) { IsBackground = true, Name = "group-commit" };
        _thread.Start();
    }

    /// <summary>How many units of work wait for their turn.</summary>
    public int Waiting => _waiting.Reader.Count;

    public async Task<T> RunAsync<T>(Func<Session, Task<Write<T>>> work, CancellationToken cancellationToken)
    {
        var unit = new Unit<T>(work, cancellationToken);
        await _waiting.Writer.WriteAsync(unit, cancellationToken);
        Wake();
        return await unit.Done;
    }

    public ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        Wake();
        _thread.Join();
        return ValueTask.CompletedTask;
    }

    private void Wake()
    {
        lock (_arrival)
        {
            Monitor.Pulse(_arrival);
        }
    }

    /// <summary>False when there is none and none will come.</summary>
    private bool WaitForWork()
    {
        lock (_arrival)
        {
            while (!_waiting.Reader.TryPeek(out _))
            {
                if (_waiting.Reader.Completion.IsCompleted)
                {
                    return false;
                }

                Monitor.Wait(_arrival);
            }

            return true;
        }
    }

    private void Run()
    {
        var together = new List<Unit>(MostTogether);
        while (WaitForWork())
        {
            together.Clear();
            try
            {
                Commit(together);
            }
#pragma warning disable CA1031 // An exception that left this thread would leave every later writer waiting for ever.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                // The commit did not happen, so none of these may be acknowledged. When not even BEGIN went through, all
                // that wait are told: else each would wait for its own turn to fail, one timeout after the other.
                TryRollback();
                var began = together.Count > 0;
                while (!began && together.Count < MostTogether && _waiting.Reader.TryRead(out var unit))
                {
                    together.Add(unit);
                }

                foreach (var unit in together)
                {
                    unit.Fail(exception);
                }

                continue;
            }

            foreach (var unit in together)
            {
                unit.Acknowledge();
            }

            _afterCommit();
        }
    }

    private void Commit(List<Unit> together)
    {
        Execute("BEGIN IMMEDIATE");
        while (together.Count < MostTogether && _waiting.Reader.TryRead(out var unit))
        {
            together.Add(unit);
            if (!unit.MayBegin())
            {
                continue;
            }

            Execute("SAVEPOINT unit");
            if (!unit.Run(_session))
            {
                Execute("ROLLBACK TO unit");
            }

            Execute("RELEASE unit");
        }

        var began = Stopwatch.GetTimestamp();
        Execute("COMMIT");
        _committed(Stopwatch.GetElapsedTime(began));
    }

    private void Execute(string sql) => _session.Sql(sql).Command.ExecuteNonQuery();

    private void TryRollback()
    {
        try
        {
            Execute("ROLLBACK");
        }
#pragma warning disable CA1031 // An exception that left this thread would take the process with it.
        catch (Exception)
#pragma warning restore CA1031
        {
            // There is no transaction to roll back: BEGIN itself failed, SQLite has rolled back already, or the connection is closed.
        }
    }

    private abstract class Unit
    {
        /// <summary>False when its caller gave up before its turn came.</summary>
        public abstract bool MayBegin();

        /// <summary>Runs the work; false when what it wrote is to be taken back.</summary>
        public abstract bool Run(Session session);

        public abstract void Acknowledge();

        public abstract void Fail(Exception exception);
    }

    private sealed class Unit<T>(Func<Session, Task<Write<T>>> work, CancellationToken cancellationToken) : Unit
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Write<T> _outcome;
        private Exception? _failure;

        public Task<T> Done => _done.Task;

        public override bool MayBegin()
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _failure = new OperationCanceledException(cancellationToken);
            }

            return _failure is null;
        }

        public override bool Run(Session session)
        {
            try
            {
                // Microsoft.Data.Sqlite completes every call synchronously; there is nothing to wait for here.
                _outcome = work(session).GetAwaiter().GetResult();
                return _outcome.Kept;
            }
#pragma warning disable CA1031 // Whatever went wrong belongs to the caller of this unit; its neighbours go on.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                _failure = exception;
                return false;
            }
        }

        public override void Acknowledge()
        {
            if (_failure is null)
            {
                _done.SetResult(_outcome.Value);
            }
            else
            {
                _done.SetException(_failure);
            }
        }

        public override void Fail(Exception exception) => _done.TrySetException(_failure ?? exception);
    }
}
