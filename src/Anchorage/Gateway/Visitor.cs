using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Anchorage.Gateway;

/// <summary>A connection between accept and admission.</summary>
internal sealed class Visitor(Doorway doorway, ConnectionContext connection, IPAddress address, DateTimeOffset since)
{
    public IPAddress Address => address;

    /// <summary>When its present stage began. Guarded by the doorway.</summary>
    public DateTimeOffset Since { get; set; } = since;

    /// <summary>Where it stands; guarded by the doorway.</summary>
    public LinkedListNode<Visitor>? Place { get; set; }

    /// <summary>Whether its handshake will be one of TLS 1.3, as far as its first bytes tell.</summary>
    public bool OffersTls13 { get; set; }

    /// <summary>The next stage begins: it has sent its first byte, or its handshake is done.</summary>
    public void Advance() => doorway.Advance(this);

    /// <summary>It is a device's now, or gone; either way it counts no more.</summary>
    public void Leave() => doorway.TryLeave(this);

    public void SendAway() => connection.Abort(new ConnectionAbortedException("The connection took too long to become a device's, or was displaced by a newer one."));

    /// <summary>Sends it away unless it is a device's by now.</summary>
    public void SendAwayIfInside()
    {
        if (doorway.TryLeave(this))
        {
            SendAway();
        }
    }
}
