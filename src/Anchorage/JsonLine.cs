using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Anchorage;

/// <summary>One event of the log as a JSON object on a line: time, level, event, the event's own values, an exception if there was one.</summary>
internal static class JsonLine
{
    private static readonly JsonWriterOptions Form = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The line, with its line feed.</summary>
    public static string Of<TState>(
        LogLevel level, string category, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Form))
        {
            json.WriteStartObject();
            json.WriteString("time", Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("level", level.ToString().ToLowerInvariant());
            json.WriteString("event", eventId.Name ?? category);
            if (state is IReadOnlyList<KeyValuePair<string, object?>> values && category.StartsWith("Anchorage.", StringComparison.Ordinal))
            {
                WriteValues(json, values);
            }
            else
            {
                json.WriteString("message", formatter(state, exception));
            }

            if (exception is not null)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The log tells the machine's time, whatever clock the service is given in a test.</summary>
    private static TimeProvider Clock => TimeProvider.System;

    private static void WriteValues(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        for (var index = 0; index < values.Count; index++)
        {
            var (name, value) = values[index];
            switch (value)
            {
                case null:
                    break;
                case int number:
                    json.WriteNumber(name, number);
                    break;
                case double number:
                    json.WriteNumber(name, Math.Round(number, 3));
                    break;
                default:
                    if (name != "{OriginalFormat}")
                    {
                        json.WriteString(name, value.ToString());
                    }

                    break;
            }
        }
    }
}
