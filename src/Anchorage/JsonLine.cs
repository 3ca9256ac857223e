using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Anchorage;

/// <summary>Writes the log as one JSON object a line: time, level, event, the event's own values, an exception if there was one.</summary>
internal sealed class JsonLine() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "anchorage";

    private static readonly JsonWriterOptions Form = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, Form))
        {
            json.WriteStartObject();
            json.WriteString("time", Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteString("level", entry.LogLevel.ToString().ToLowerInvariant());
            json.WriteString("event", entry.EventId.Name ?? entry.Category);
            if (entry.State is IReadOnlyList<KeyValuePair<string, object?>> values && entry.Category.StartsWith("Anchorage.", StringComparison.Ordinal))
            {
                WriteValues(json, values);
            }
            else
            {
                json.WriteString("message", entry.Formatter(entry.State, entry.Exception));
            }

            if (entry.Exception is { } exception)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
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
