using System.Text.Json;
using System.Text.Json.Serialization;

namespace Anchorage.Wire;

/// <summary>A time as AWS IoT writes it: a JSON number of seconds since 1970 with at most three decimals.</summary>
[JsonConverter(typeof(TimestampConverter))]
internal readonly record struct Timestamp(long UnixMilliseconds)
{
    public static Timestamp Of(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());
}

/// <summary>Writes a <see cref="Timestamp"/>; no request carries one yet, so none is read.</summary>
internal sealed class TimestampConverter : JsonConverter<Timestamp>
{
    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("No request member is a timestamp.");

    public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.UnixMilliseconds / 1000m);
}
