using System.Net.Sockets;
using System.Text;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>A request of which every byte is the writer's own choice.</summary>
internal sealed record WireRequest(string Method, string Target, string Version, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string Path => Target.Split('?', 2)[0];

    public string Query => Target.Split('?', 2) is [_, var query] ? query : string.Empty;

    /// <summary>Sends it over a connection of its own; no client library gets to re-encode anything.</summary>
    public async Task<WireAnswer> SendAsync(string endpoint, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var address = new Uri(endpoint);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, patience.Token);
        await using var stream = new NetworkStream(socket);
        try
        {
            await stream.WriteAsync((byte[])[.. Head(), .. Body], patience.Token);
        }
        catch (IOException)
        {
            // A server may answer and hang up before it has taken a body that it refuses; its answer is read all the same.
        }

        return await WireAnswer.ReadAsync(stream, Method, patience.Token);
    }

    public byte[] Head()
    {
        var head = new StringBuilder($"{Method} {Target} {Version}\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
    }

    /// <summary>The body as chunks of at most 8 KiB.</summary>
    public static byte[] Chunked(byte[] body) =>
    [
        .. body.Chunk(8192).SelectMany(chunk => (byte[])[.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]),
        .. "0\r\n\r\n"u8,
    ];

    public override string ToString()
    {
        var body = Encoding.UTF8.GetString(Body);
        return Encoding.UTF8.GetString(Head()).ReplaceLineEndings("\n") + (body.Length > 4000 ? $"{body[..4000]}… ({Body.Length} bytes)" : body);
    }
}
