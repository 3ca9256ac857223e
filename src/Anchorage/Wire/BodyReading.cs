using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Anchorage.Wire;

/// <summary>Reads a request's body whole, as its signature demands, and never more than the limit.</summary>
internal static class BodyReading
{
    /// <summary>1 MiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>The body, or the error for one that is too large or does not arrive as its headers say.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, WireError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && !request.Headers.ContainsKey("Transfer-Encoding")))
        {
            return default;
        }

        if (request.ContentLength > MaxBytes)
        {
            return (default, TooLarge($"{request.ContentLength} bytes"));
        }

        // A length is only a promise: memory is set aside as bytes come, beyond what most requests need.
        var body = new ArrayBufferWriter<byte>((int)Math.Min(request.ContentLength ?? 4096, 16 * 1024));
        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellationToken);
                if (body.WrittenCount + read.Buffer.Length > MaxBytes)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return (default, TooLarge($"more than {MaxBytes} bytes"));
                }

                foreach (var segment in read.Buffer)
                {
                    body.Write(segment.Span);
                }

                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return (body.WrittenMemory, null);
                }
            }
        }
        catch (IOException exception) when (exception is not ConnectionResetException)
        {
            // Kestrel throws BadHttpRequestException for most of it, and a bare IOException for a chunk size out of range.
            return (default, WireError.InvalidRequest(
                $"The request body did not arrive as its headers say: {exception.Message} Send it with its true Content-Length or well-formed chunks, without long pauses."));
        }
    }

    private static WireError TooLarge(string found) => new(
        WireErrorKind.RequestEntityTooLarge, $"The request body has {found}; the most is {MaxBytes} (1 MiB). No operation needs more.");
}
