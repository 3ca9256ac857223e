using System.Buffers;
using Anchorage.Gateway;
using Anchorage.Gateway.Packets;
using MQTTnet.Packets;

namespace Anchorage.Fuzz;

/// <summary>What a device sends before it is anybody's, and what may follow: a CONNECT packet, then any others.</summary>
internal static class Connecting
{
    public static void Run(byte[] input)
    {
        var received = new ReadOnlySequence<byte>(input);
        if (Frame.Take(ref received, ConnectRequest.MostBytes, out var frame) is not FrameOutcome.Whole)
        {
            return;
        }

        var (request, refusal) = ConnectRequest.Read(frame);
        if ((request is null) == (refusal is null))
        {
            throw new InvalidOperationException("A CONNECT packet was both taken and refused, or neither.");
        }

        if (request is null)
        {
            _ = refusal!.Encode();
            return;
        }

        if (request.ClientId.Length == 0)
        {
            throw new InvalidOperationException("A client without an id was taken.");
        }

        _ = request.Attributes.Count();
        while (Frame.Take(ref received, ConnectRequest.MostBytes, out var next) is FrameOutcome.Whole && PacketRules.Find(next, request.IsVersion5) is null)
        {
            // The codec trusts what it reads: the rules have to have found whatever it would throw on.
            Use(Codec.Decode(next, request.IsVersion5));
        }
    }

    private static void Use(MqttPacket packet)
    {
        switch (packet)
        {
            case MqttPublishPacket { Topic: { } topic }:
                _ = Topic.IsName(topic) && Topic.IsWithinLimits(topic);
                break;
            case MqttSubscribePacket subscribe:
                _ = subscribe.TopicFilters.Count(filter => Topic.IsFilter(filter.Topic));
                break;
        }
    }
}
