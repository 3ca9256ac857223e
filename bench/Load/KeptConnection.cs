using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Anchorage.Bench;

/// <summary>One connection that is kept, so that what is timed is a request and not the making of a connection.</summary>
internal sealed class KeptConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 };
    private readonly byte[] _answer = new byte[512 * 1024];

    public KeptConnection(IPEndPoint address) => _socket.Connect(address);

    /// <summary>The body of a 200; anything else makes the run invalid.</summary>
    public ReadOnlyMemory<byte> Send(ReadOnlySpan<byte> request)
    {
        _socket.Send(request);
        for (var length = 0; ;)
        {
            var received = _socket.Receive(_answer.AsSpan(length));
            length += received;
            var head = _answer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (head > 0)
            {
                var text = Encoding.ASCII.GetString(_answer, 0, head);
                var body = RawCall.LengthIn(text);
                if (length >= head + 4 + body)
                {
                    return text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
                        ? _answer.AsMemory(head + 4, body)
                        : throw new InvalidRunException($"A request was answered {text}");
                }
            }

            if (received == 0)
            {
                throw new InvalidRunException("The connection ended within an answer.");
            }
        }
    }

    public void Dispose() => _socket.Dispose();
}
