namespace Anchorage.Gateway.Sessions;

/// <summary>A QoS 1 message for one session, until that has acknowledged it.</summary>
/// <param name="Message">What is delivered.</param>
/// <param name="Identifiers">The identifiers of the subscriptions that it matched.</param>
internal sealed record Outgoing(Message Message, List<uint> Identifiers)
{
    /// <summary>1 to 65535 once it has been sent; stays the same when it is sent again.</summary>
    public ushort PacketId { get; set; }
}
