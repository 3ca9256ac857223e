using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Anchorage.Bench;

/// <summary>Sends one request as it stands over a connection of its own: the same for a server of ours and for the floor.</summary>
internal static class RawCall
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Status and body, or null when nothing listens there yet.</summary>
    public static (int Status, string Body)? TrySend(IPEndPoint address, ReadOnlySpan<byte> request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        try
        {
            socket.Connect(address);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return null;
        }

        socket.Send(request);
        var answer = new byte[512 * 1024];
        var length = 0;
        while (true)
        {
            var received = socket.Receive(answer.AsSpan(length));
            length += received;
            var text = Encoding.UTF8.GetString(answer, 0, length);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head > 0 && Encoding.UTF8.GetByteCount(text.AsSpan(head + 4)) >= LengthIn(text[..head]))
            {
                return (int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text[(head + 4)..]);
            }

            if (received == 0)
            {
                throw new InvalidRunException($"The connection ended within an answer: {text}");
            }
        }
    }

    /// <summary>The body of a 200; anything else makes the run invalid.</summary>
    public static string Send(IPEndPoint address, ReadOnlySpan<byte> request) => TrySend(address, request) switch
    {
        (200, var body) => body,
        (var status, var body) => throw new InvalidRunException($"A request was answered {status}: {body}"),
        null => throw new InvalidRunException("The server does not listen any more."),
    };

    /// <summary>The Content-Length in a head; 0 without one.</summary>
    public static int LengthIn(string head)
    {
        const string Name = "\r\nContent-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        var value = at < 0 ? "0" : head[(at + Name.Length)..].Split('\r')[0];
        return int.Parse(value, CultureInfo.InvariantCulture);
    }
}
