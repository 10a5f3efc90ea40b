using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The first stage of a passed probe that a latency detector found persistently slower than usual.</summary>
public sealed record SlowStage
{
    /// <summary>The stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Whether both times are the longest gap between two events of a stream, not the whole stage; else absent.</summary>
    public bool? IsGap { get; init; }

    /// <summary>How long the stage took.</summary>
    [JsonPropertyName("tookMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Took { get; init; }

    /// <summary>How long the stage usually takes at this hour.</summary>
    [JsonPropertyName("usualMs"), JsonConverter(typeof(MillisecondsConverter))]
    public required TimeSpan Usual { get; init; }
}
