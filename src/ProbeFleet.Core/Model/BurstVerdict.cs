using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>What a burst decides after its latest attempt.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BurstVerdict>))]
public enum BurstVerdict
{
    /// <summary>Make one more attempt.</summary>
    [JsonStringEnumMemberName("continue")] Continue,

    /// <summary>The cell is failing.</summary>
    [JsonStringEnumMemberName("failing")] Failing,

    /// <summary>The first failure was chance.</summary>
    [JsonStringEnumMemberName("fine")] Fine,

    /// <summary>The attempts are used up and the evidence does not decide.</summary>
    [JsonStringEnumMemberName("undecided")] Undecided,

    /// <summary>A rate or quota limit answered, so more attempts would do harm.</summary>
    [JsonStringEnumMemberName("forbidden")] Forbidden,
}
