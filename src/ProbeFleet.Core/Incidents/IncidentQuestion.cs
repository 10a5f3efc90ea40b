using System.Text.Json.Serialization;
using ProbeFleet.Core.Localization;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Incidents;

/// <summary>One probe that the fleet asked of a vantage to tell an incident's suspects apart.</summary>
public sealed record IncidentQuestion
{
    /// <summary>The question's id (UUID version 7), and that of the order in the mailbox.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When a vantage that has not answered is not waited for any more.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Whether a person asked, not the judge.</summary>
    public bool ByPerson { get; init; }

    /// <summary>Of whom.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary>Over which route.</summary>
    public required RouteName Route { get; init; }

    /// <summary>Which variant.</summary>
    public required ProbeVariant Variant { get; init; }

    /// <summary>How far.</summary>
    public required ProbeDepth Depth { get; init; }

    /// <summary>How much it was expected to tell, in bits.</summary>
    public required double Bits { get; init; }

    /// <summary>Which suspects it was to tell apart, and how.</summary>
    public required string Why { get; init; }

    /// <summary>The component that was suspected most when it was asked; absent when none was.</summary>
    public string? Suspected { get; init; }

    /// <summary>How probable that one was, 0 to 0.99.</summary>
    public double Confidence { get; init; }

    /// <summary>How far it is.</summary>
    public required QuestionState State { get; init; }

    /// <summary>The probe that answered; absent while it waits, and when none did.</summary>
    public Guid? ProbeId { get; init; }

    /// <summary>Whether that probe passed; absent without one.</summary>
    public bool? Passed { get; init; }

    /// <summary>What it settled, in one sentence; absent while it waits.</summary>
    public string? Settled { get; init; }
}

/// <summary>How far a question is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuestionState>))]
public enum QuestionState
{
    /// <summary>The vantage has not answered yet.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,

    /// <summary>It has.</summary>
    [JsonStringEnumMemberName("answered")] Answered,

    /// <summary>It did not in time, or its operator does not let it.</summary>
    [JsonStringEnumMemberName("unanswered")] Unanswered,
}

/// <summary>How far a vantage is with a question.</summary>
/// <param name="Answer">What its probe saw; null without one.</param>
/// <param name="IsFinished">Whether nothing more comes.</param>
public sealed record QuestionProgress(Observation? Answer, bool IsFinished);
