using System.Buffers;
using Anchorage.Gateway;
using Anchorage.Gateway.Packets;
using CsCheck;

namespace Anchorage.Tests.Gateway;

/// <summary>CONNECT packets that were in order and are damaged at random are taken or refused, without an exception.</summary>
public class ConnectMutationTests
{
    /// <summary>What reading one may allocate: its strings and its body, a few times.</summary>
    private const long MostBytes = 8 * ConnectRequest.MostBytes;

    private static readonly byte[][] Whole =
    [
        Packet.Connect(4, "device-1"),
        Packet.Connect(4, "device-1", clean: false, flags: 0x2C, will: Packet.Will(4, "line/1/lost", "gone")),
        Packet.Connect(5, "device-1", properties: [[0x11, 0, 0, 0, 60], [0x21, 0, 10], [0x26, .. Packet.Text("a"), .. Packet.Text("b")]]),
        Packet.Connect(5, "device-1", flags: 0xEC, will: [.. Packet.Will(5, "line/1/lost", "gone", [0x18, 0, 0, 0, 5], [0x03, .. Packet.Text("text/plain")]), .. Packet.Text("name"), .. Packet.Text("secret")]),
    ];

    [Fact]
    public void What_these_tests_damage_is_in_order() => Assert.All(Whole, packet => Assert.Equal("device-1", Read(new ReadOnlySequence<byte>(packet))));

    [Fact]
    public void A_damaged_CONNECT_is_taken_or_refused_and_however_it_comes_in_pieces_alike()
    {
        var taken = 0;
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Select(Gen.Int[0, 200], Gen.Byte).Array[1, 3], Gen.Int[0, 200], Gen.Int[0, 20]).Sample(
            (which, changes, cut, missing) =>
            {
                var packet = Whole[which].ToArray();
                foreach (var (at, with) in changes)
                {
                    packet[at % packet.Length] = with;
                }

                packet = packet[..^(missing < packet.Length ? missing : 0)];
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                var said = Read(new ReadOnlySequence<byte>(packet));
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - bytes, 0, MostBytes);
                Assert.Equal(said, Read(InTwo(packet, cut % packet.Length)));
                Interlocked.Add(ref taken, said == "device-1" ? 1 : 0);
            },
            iter: 20_000);
        Assert.True(taken > 20, $"Only {taken} were taken, too few for this to say anything.");
    }

    /// <summary>The client id of one that is taken; a word for what else becomes of it.</summary>
    private static string Read(ReadOnlySequence<byte> received)
    {
        var outcome = Frame.Take(ref received, ConnectRequest.MostBytes, out var frame);
        if (outcome is not FrameOutcome.Whole)
        {
            return $"{outcome}";
        }

        var (request, refusal) = ConnectRequest.Read(frame);
        Assert.NotEqual(request is null, refusal is null);
        _ = refusal?.Encode();
        return request is { IsAssigned: true } ? "assigned" : request?.ClientId ?? refusal!.Name;
    }

    private static ReadOnlySequence<byte> InTwo(byte[] packet, int at)
    {
        var first = new Piece(packet.AsMemory(0, at), null);
        var second = new Piece(packet.AsMemory(at), first);
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
