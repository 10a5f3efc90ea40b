using System.Text.Json.Serialization;
using ProbeFleet.Storage.Requests;

namespace ProbeFleet.Fleet.OnDemand;

/// <summary>The progress of a fleet-wide request.</summary>
public sealed record RequestStatus
{
    /// <summary>The request's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the request was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a vantage that has not answered counts as absent.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Why the request was made; absent when no reason was given.</summary>
    public string? Reason { get; init; }

    /// <summary>The requested routes.</summary>
    public required IReadOnlyList<RouteName> Routes { get; init; }

    /// <summary>Whether no more results will come.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Each vantage's part.</summary>
    public required IReadOnlyList<VantagePart> Vantages { get; init; }

    /// <summary>The results so far.</summary>
    public required IReadOnlyList<ProbeResult> Results { get; init; }

    /// <summary>Judges the progress.</summary>
    public static RequestStatus From(RequestProgress progress, DateTimeOffset now)
    {
        var isOver = now >= progress.Request.Deadline;
        VantagePart[] parts =
        [
            .. progress.Request.Vantages.Select(vantage => new VantagePart(
                vantage,
                AnswerOf(progress.Claims.FirstOrDefault(claim => claim.Vantage == vantage), isOver),
                progress.Results.Count(result => result.Vantage.Name == vantage))),
        ];
        return new()
        {
            Id = progress.Request.Id,
            CreatedAt = progress.Request.CreatedAt,
            Deadline = progress.Request.Deadline,
            Reason = progress.Request.Reason,
            Routes = progress.Request.Routes,
            IsFinished = parts.All(part => part.Answer is not (VantageAnswer.Waiting or VantageAnswer.Working)),
            Vantages = parts,
            Results = progress.Results,
        };
    }

    private static VantageAnswer AnswerOf(RequestClaim? claim, bool isOver) => (claim, isOver) switch
    {
        ({ CompletedAt: not null }, _) => VantageAnswer.Answered,
        ({ }, false) => VantageAnswer.Working,
        ({ }, true) => VantageAnswer.Incomplete,
        (null, false) => VantageAnswer.Waiting,
        (null, true) => VantageAnswer.Absent,
    };
}

/// <summary>One vantage's part in a request.</summary>
public sealed record VantagePart(VantageName Vantage, VantageAnswer Answer, int Results);

/// <summary>How far a vantage has come with its part.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VantageAnswer>))]
public enum VantageAnswer
{
    /// <summary>The vantage has not read its mailbox yet.</summary>
    [JsonStringEnumMemberName("waiting")] Waiting,

    /// <summary>The vantage took its part and is probing.</summary>
    [JsonStringEnumMemberName("working")] Working,

    /// <summary>The vantage has stored all its results.</summary>
    [JsonStringEnumMemberName("answered")] Answered,

    /// <summary>The vantage took its part and did not finish before the deadline.</summary>
    [JsonStringEnumMemberName("incomplete")] Incomplete,

    /// <summary>The vantage never took its part: it is silent or cut off from storage.</summary>
    [JsonStringEnumMemberName("absent")] Absent,
}
