using System.Buffers;
using System.IO.Pipelines;

namespace Anchorage.Gateway.Sessions;

/// <summary>What waits to be written to one connection: bounded, and written by whoever has time, so that a slow reader holds up nobody.</summary>
internal sealed class Outbox(PipeWriter output, TimeProvider clock) : IThreadPoolWorkItem
{
    /// <summary>Above this many bytes, QoS 0 messages are dropped and QoS 1 messages wait in their session.</summary>
    public const int Room = 512 * 1024;

    /// <summary>Above this many, not even an acknowledgement fits, and the connection ends.</summary>
    public const int Most = 2 * 1024 * 1024;

    private const int BytesTogether = 128 * 1024;

    private readonly Lock _gate = new();
    private Queue<byte[]>? _waiting;
    private int _bytes;
    private bool _isWriting;
    private bool _isComplete;
    private long _flushingSince;
    private TaskCompletionSource? _written;

    public bool HasRoom => Volatile.Read(ref _bytes) < Room;

    /// <summary>Since when the other side has taken nothing of what was offered; null while nothing hangs.</summary>
    public DateTimeOffset? StuckSince => Volatile.Read(ref _flushingSince) is > 0 and var ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>Takes a packet. False when it does not fit, or when nothing is sent any more.</summary>
    /// <param name="most"><see cref="Room"/> for what may be dropped, <see cref="Most"/> for what may not.</param>
    public bool TrySend(byte[] packet, int most)
    {
        lock (_gate)
        {
            if (_isComplete || _bytes > most - packet.Length)
            {
                return false;
            }

            (_waiting ??= new Queue<byte[]>(2)).Enqueue(packet);
            _bytes += packet.Length;
            if (_isWriting)
            {
                return true;
            }

            _isWriting = true;
        }

        // Elsewhere, so that what this thread still has to say goes out with it in one write.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Takes nothing more, and tells when what it took is written.</summary>
    public Task CompleteAsync()
    {
        lock (_gate)
        {
            _isComplete = true;
            return _isWriting ? (_written ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    public void Execute() => _ = WriteAllAsync();

    private async Task WriteAllAsync()
    {
        var isBroken = false;
        try
        {
            while (Put() is > 0 and var bytes)
            {
                Volatile.Write(ref _flushingSince, clock.GetUtcNow().ToUnixTimeMilliseconds());
                var flushed = await output.FlushAsync(CancellationToken.None);
                Volatile.Write(ref _flushingSince, 0);
                lock (_gate)
                {
                    _bytes -= bytes;
                }

                if (flushed.IsCompleted)
                {
                    isBroken = true;
                    break;
                }
            }
        }
#pragma warning disable CA1031 // Writing to a connection that is gone fails in as many ways as there are transports; its reader sees the end.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The reading side ends the connection.
            isBroken = true;
        }

        End(isBroken);
    }

    /// <summary>Hands what waits to the connection, up to a bound, and tells how many bytes that were; 0 ends the writing.</summary>
    private int Put()
    {
        lock (_gate)
        {
            var bytes = 0;
            while (bytes < BytesTogether && _waiting?.TryDequeue(out var packet) == true)
            {
                output.Write(packet);
                bytes += packet.Length;
            }

            if (bytes == 0)
            {
                _isWriting = false;
                // An idle connection is one of very many.
                _waiting = null;
            }

            return bytes;
        }
    }

    private void End(bool isBroken)
    {
        TaskCompletionSource? written;
        lock (_gate)
        {
            if (isBroken)
            {
                // Nothing is sent any more.
                (_isWriting, _isComplete, _waiting) = (false, true, null);
            }
            else if (_isWriting)
            {
                // Something came after the last was written, and another thread is at it: the end is its to tell.
                return;
            }

            Volatile.Write(ref _flushingSince, 0);
            written = _written;
        }

        written?.TrySetResult();
    }
}
