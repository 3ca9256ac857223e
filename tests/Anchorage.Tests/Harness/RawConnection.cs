using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Anchorage.Tests.Harness;

/// <summary>What came back on a connection.</summary>
/// <param name="Status">Of the status line; 0 when the connection ended before one.</param>
/// <param name="Head">Status line and headers.</param>
/// <param name="Body">As many bytes as Content-Length said, or as came.</param>
/// <param name="IsComplete">Whether all of it came; nothing at all is not.</param>
internal sealed record RawAnswer(int Status, string Head, string Body, bool IsComplete)
{
    public bool IsNothing => Head.Length == 0;

    public bool Closes => Head.Contains("\r\nConnection: close\r\n", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A TCP connection on which bytes are sent as they stand, for what an HTTP client would not send.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private RawConnection()
    {
    }

    public static async Task<RawConnection> OpenAsync(Uri server)
    {
        var connection = new RawConnection();
        try
        {
            await connection._socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port, TestContext.Current.CancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A whole registration request in SNI_ONLY mode.</summary>
    public static string Registration(string account, TestCA ca, string query = "")
    {
        var body = new JsonObject { ["caCertificate"] = ca.Pem, ["certificateMode"] = "SNI_ONLY" }.ToJsonString();
        return $"POST /cacertificate{query} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {AccountClient.Credential(account)}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, TestContext.Current.CancellationToken)..];
        }
    }

    /// <summary>Sends, though the other side may have closed meanwhile. False when it had.</summary>
    public async Task<bool> TrySendAsync(string text)
    {
        try
        {
            await SendAsync(text);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Reads one answer, or whatever comes before the other side closes.</summary>
    public async Task<RawAnswer> ReadAsync(TimeSpan? patience = null)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        enough.CancelAfter(patience ?? TimeSpan.FromSeconds(30));
        var received = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (!Parse(received.ToString()).IsComplete)
        {
            int count;
            try
            {
                count = await _socket.ReceiveAsync(buffer, enough.Token);
            }
            catch (SocketException)
            {
                break;
            }

            if (count == 0)
            {
                break;
            }

            received.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return Parse(received.ToString());
    }

    /// <summary>Ends the connection at once, as a client that crashed does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private static RawAnswer Parse(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return new RawAnswer(0, text, "", false);
        }

        var (head, body) = (text[..(end + 4)], text[(end + 4)..]);
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
        return new RawAnswer(status, head, body, length is not null && body.Length == int.Parse(length[16..], CultureInfo.InvariantCulture));
    }
}
