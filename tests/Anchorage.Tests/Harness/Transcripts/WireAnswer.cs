using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Anchorage.Tests.Harness.Transcripts;

/// <summary>An answer as it stood on the wire.</summary>
internal sealed record WireAnswer(int Status, string Reason, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    public string Text { get; } = Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON; null when it is empty or no JSON.</summary>
    public JsonElement? Json { get; } = Parse(Body);

    /// <summary>The value of a header that stands once; null when it is absent.</summary>
    public string? Header(string name)
    {
        var values = Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).ToList();
        return values.Count > 1 ? throw new InvalidDataException($"The answer has {values.Count} headers {name}.") : values.SingleOrDefault();
    }

    public static async Task<WireAnswer> ReadAsync(Stream stream, string method, CancellationToken cancellationToken)
    {
        var received = new List<byte>();
        var buffer = new byte[64 * 1024];
        var end = await ReadHeadAsync();
        if (System.Runtime.InteropServices.CollectionsMarshal.AsSpan(received).StartsWith("HTTP/1.1 100 "u8))
        {
            // Only leave to go on; the answer is still to come.
            received.RemoveRange(0, end + 4);
            end = await ReadHeadAsync();
        }

        var head = Encoding.UTF8.GetString([.. received.Take(end)]).Split("\r\n");
        var status = head[0].Split(' ', 3);
        List<KeyValuePair<string, string>> headers =
            [.. head.Skip(1).Select(line => line.Split(':', 2)).Select(parts => new KeyValuePair<string, string>(parts[0], parts[1].Trim()))];
        var length = method == "HEAD" ? 0
            : headers.FirstOrDefault(header => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Value is { } text
                ? int.Parse(text, CultureInfo.InvariantCulture)
                : int.MaxValue;
        while (received.Count < end + 4 + (long)length && await FillAsync())
        {
        }

        return new WireAnswer(int.Parse(status[1], CultureInfo.InvariantCulture), status[2], headers, [.. received.Skip(end + 4)]);

        async Task<int> ReadHeadAsync()
        {
            int found;
            while ((found = FindHeadEnd(received)) < 0)
            {
                if (!await FillAsync())
                {
                    throw new InvalidDataException(
                        $"The connection was closed after {received.Count} bytes, before an answer's head was whole: {Encoding.UTF8.GetString([.. received])}");
                }
            }

            return found;
        }

        async Task<bool> FillAsync()
        {
            int count;
            try
            {
                count = await stream.ReadAsync(buffer, cancellationToken);
            }
            catch (IOException) when (received.Count > 0)
            {
                // What came before the connection was reset is judged for what it is.
                return false;
            }

            received.AddRange(buffer.AsSpan(0, count));
            return count > 0;
        }
    }

    private static int FindHeadEnd(List<byte> received) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(received).IndexOf("\r\n\r\n"u8);

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false }).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() =>
        $"{Status} {Reason}\n{string.Join('\n', Headers.Select(header => $"{header.Key}: {header.Value}"))}\n\n{Text}";
}
