using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The first stage of a passed probe that a latency detector found lastingly slower than usual.</summary>
public sealed record SlowStage
{
    /// <summary>The stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Whether both times are of the longest gap between two events of a stream, and not of the whole stage; absent otherwise.</summary>
    public bool? IsGap { get; init; }

    /// <summary>How long it took.</summary>
    [JsonPropertyName("tookMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Took { get; init; }

    /// <summary>How long it usually takes at this hour.</summary>
    [JsonPropertyName("usualMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Usual { get; init; }
}
