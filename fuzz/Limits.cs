using System.Diagnostics;

namespace Anchorage.Fuzz;

/// <summary>Runs a target on an input and throws when it takes too long or too much; whatever the target throws comes through.</summary>
internal sealed class Limits(Action<byte[]> target)
{
    private const long MostBytes = 50L * 1024 * 1024;

    // A busy machine stops any program for longer now and then; a slow input is slow each time.
    private const int Attempts = 5;

    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(50);

    /// <summary>Lets the runtime compile what inputs run through, which is no fault of theirs.</summary>
    public void WarmUp(IEnumerable<byte[]> seeds)
    {
        foreach (var seed in seeds)
        {
            for (var round = 0; round < 50; round++)
            {
                target(seed);
            }
        }
    }

    public void Run(byte[] input)
    {
        var least = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < Attempts && least > MostTime; attempt++)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            target(input);
            var took = Stopwatch.GetElapsedTime(start);
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            least = took < least ? took : least;
            if (bytes > MostBytes)
            {
                throw new InvalidOperationException($"{bytes} bytes were allocated; at most {MostBytes} are wanted.");
            }
        }

        if (least > MostTime)
        {
            throw new InvalidOperationException($"It took {least.TotalMilliseconds} ms each time; at most {MostTime.TotalMilliseconds} are wanted.");
        }
    }
}
