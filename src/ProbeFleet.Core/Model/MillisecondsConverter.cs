using System.Text.Json;

namespace ProbeFleet.Core.Model;

/// <summary>Writes a duration as a JSON number of milliseconds with at most 3 decimals (whole microseconds).</summary>
public sealed class MillisecondsConverter : JsonConverter<TimeSpan>
{
    private static readonly decimal Most = (decimal)TimeSpan.MaxValue.Ticks / TimeSpan.TicksPerMillisecond;

    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.Number && reader.TryGetDecimal(out var milliseconds) && Math.Abs(milliseconds) <= Most
            ? TimeSpan.FromTicks((long)decimal.Round(milliseconds * TimeSpan.TicksPerMillisecond))
            : throw new JsonException("A duration must be a JSON number of milliseconds.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(decimal.Round((decimal)value.Ticks / TimeSpan.TicksPerMillisecond, 3));
}
