using ProbeFleet.Core.Localization;

namespace ProbeFleet.Core.Incidents;

/// <summary>A probe that the fleet ordered from a vantage to tell an incident's suspects apart.</summary>
public sealed record IncidentQuestion
{
    /// <summary>The question's ID (UUID version 7), which is also that of the order in the mailbox.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the question was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When the fleet stops waiting for the vantage's answer.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Whether a person asked and not the judge.</summary>
    public bool ByPerson { get; init; }

    /// <summary>The vantage that is asked.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary>The route to probe.</summary>
    public required RouteName Route { get; init; }

    /// <summary>The variant to run.</summary>
    public required ProbeVariant Variant { get; init; }

    /// <summary>The depth of the probe.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>The information expected from the answer, in bits.</summary>
    public required double Bits { get; init; }

    /// <summary>A sentence on which suspects the probe can tell apart, and how.</summary>
    public required string Why { get; init; }

    /// <summary>The most suspected component when the question was asked; absent when there was none.</summary>
    public string? Suspected { get; init; }

    /// <summary>The probability of that component at the time, 0 to 0.99.</summary>
    public double Confidence { get; init; }

    /// <summary>The state of the question.</summary>
    public required QuestionState State { get; init; }

    /// <summary>The ID of the probe that answered; absent while the question waits, and when none did.</summary>
    public Guid? ProbeId { get; init; }

    /// <summary>Whether that probe passed; absent when there is none.</summary>
    public bool? Passed { get; init; }

    /// <summary>A sentence on what the answer settled; absent while the question waits.</summary>
    public string? Settled { get; init; }
}

/// <summary>The states of a question.</summary>
[JsonConverter(typeof(WireWordConverter<QuestionState>))]
public enum QuestionState
{
    /// <summary>The vantage has not answered yet.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,

    /// <summary>The vantage has answered.</summary>
    [JsonStringEnumMemberName("answered")] Answered,

    /// <summary>The vantage did not answer in time, or its operator does not allow the probe.</summary>
    [JsonStringEnumMemberName("unanswered")] Unanswered,
}

/// <summary>A vantage's progress with a question.</summary>
/// <param name="IsFinished">Whether nothing more is expected.</param>
public sealed record QuestionProgress(Observation? Answer, bool IsFinished);
