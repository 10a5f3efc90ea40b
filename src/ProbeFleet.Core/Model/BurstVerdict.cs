using System.Text.Json.Serialization;

namespace ProbeFleet.Core.Model;

/// <summary>The decision of a burst.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BurstVerdict>))]
public enum BurstVerdict
{
    /// <summary>Make one more attempt.</summary>
    [JsonStringEnumMemberName("continue")] Continue,

    /// <summary>The cell is failing.</summary>
    [JsonStringEnumMemberName("failing")] Failing,

    /// <summary>The failure was chance.</summary>
    [JsonStringEnumMemberName("fine")] Fine,

    /// <summary>No more attempts are allowed and the evidence does not say.</summary>
    [JsonStringEnumMemberName("undecided")] Undecided,

    /// <summary>A rate or quota limit answered: more attempts would add to the harm.</summary>
    [JsonStringEnumMemberName("forbidden")] Forbidden,
}
