using System.Diagnostics;
using System.IO.Pipelines;
using Anchorage.Gateway.Sessions;

namespace Anchorage.Tests.Gateway;

/// <summary>What waits to be written to a connection.</summary>
public sealed class OutboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Whatever_was_taken_is_written_when_the_next_comes_just_as_the_last_has_gone_out()
    {
        const int rounds = 250_000;
        var pipe = new Pipe(new PipeOptions(useSynchronizationContext: false));
        var outbox = new Outbox(pipe.Writer, TimeProvider.System);
        for (var round = 0; round < rounds; round++)
        {
            Assert.True(outbox.TrySend([1, 2, 3], Outbox.Room), $"Packet {round} was not taken.");
            ReadResult read;
            var (spin, since) = (default(SpinWait), Stopwatch.GetTimestamp());
            while (!pipe.Reader.TryRead(out read))
            {
                Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"Packet {round} was taken and never written.");
                spin.SpinOnce(sleep1Threshold: -1);
            }

            pipe.Reader.AdvanceTo(read.Buffer.End);

            // The writer is about to find that nothing more waits; each time a little further on its way.
            Thread.SpinWait(round % 64);
        }

        await outbox.CompleteAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(outbox.TrySend([1], Outbox.Most));
    }

    [Fact]
    public void A_connection_that_takes_nothing_has_a_bounded_number_of_bytes_waiting()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var outbox = new Outbox(pipe.Writer, TimeProvider.System);
        var packet = new byte[1000];

        var messages = 0;
        while (outbox.TrySend(packet, Outbox.Room))
        {
            messages++;
        }

        var answers = 0;
        while (outbox.TrySend(packet, Outbox.Most))
        {
            answers++;
        }

        Assert.Equal(Outbox.Room / packet.Length, messages);
        Assert.Equal((Outbox.Most / packet.Length) - messages, answers);
        Assert.False(outbox.HasRoom);
    }
}
