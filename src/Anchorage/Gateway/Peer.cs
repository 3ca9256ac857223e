using System.Collections.Immutable;
using System.Net;

namespace Anchorage.Gateway;

/// <summary>Who is at the other end of a TLS connection, as far as the handshake told.</summary>
internal sealed class Peer
{
    /// <summary>More certificates beside the device's own than any chain has are a load, not a chain.</summary>
    public const int MostSent = 8;

    /// <summary>Most bytes that the certificates beside the device's own may have together.</summary>
    public const int MostSentBytes = 32 * 1024;

    public required IPAddress Address { get; init; }

    /// <summary>The name of the handshake as it was sent; null for none.</summary>
    public required string? ServerName { get; init; }

    /// <summary>The account and region it stands for.</summary>
    public required EndpointName Endpoint { get; init; }

    /// <summary>The device's certificate, DER; null when it sent none.</summary>
    public byte[]? Certificate { get; set; }

    /// <summary>What it sent beside that, DER, in its order; not checked in any way.</summary>
    public ImmutableArray<byte[]> Sent { get; set; } = [];

    /// <summary>How far it has come.</summary>
    public PeerStage Stage { get; set; }

    /// <summary>Whether that is more than is looked at.</summary>
    public bool IsTooMuch => Sent.Length > MostSent || Sent.Sum(one => one.Length) > MostSentBytes;

    /// <summary>Lets go of its certificates once it is admitted: an idle connection is one of very many.</summary>
    public void Forget() => (Certificate, Sent) = (null, []);
}

/// <summary>How far a peer has come.</summary>
internal enum PeerStage
{
    /// <summary>Its handshake has begun.</summary>
    Handshake,

    /// <summary>The handshake is done, and its CONNECT is waited for.</summary>
    Silence,

    /// <summary>Whatever comes of it is told elsewhere.</summary>
    Judged,
}
