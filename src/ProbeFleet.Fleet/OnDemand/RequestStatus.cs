using System.Text.Json.Serialization;
using ProbeFleet.Storage.Requests;

namespace ProbeFleet.Fleet.OnDemand;

/// <summary>The progress of a fleet-wide request.</summary>
/// <param name="CreatedAt">When the request was made.</param>
/// <param name="Deadline">When a vantage that has not answered counts as absent.</param>
/// <param name="Reason">Why the request was made; absent when no reason was given.</param>
/// <param name="Routes">The requested routes.</param>
/// <param name="IsFinished">Whether no more results will come.</param>
/// <param name="Vantages">Each vantage's part.</param>
/// <param name="Results">The results so far.</param>
public sealed record RequestStatus(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset Deadline, string? Reason, IReadOnlyList<RouteName> Routes, bool IsFinished,
    IReadOnlyList<VantagePart> Vantages, IReadOnlyList<ProbeResult> Results)
{
    /// <summary>How many rows of the answers cannot be read, so that what they say is missing here.</summary>
    public int Unreadable { get; init; }

    /// <summary>Judges the progress.</summary>
    public static RequestStatus From(RequestProgress progress, DateTimeOffset now)
    {
        var request = progress.Request;
        var isOver = now >= request.Deadline;
        var claims = progress.Claims.ToDictionary(claim => claim.Vantage, claim => claim.CompletedAt is not null);
        foreach (var unread in progress.UnreadableVantages)
        {
            // A row that cannot be read was left by who took the part.
            claims.TryAdd(unread, false);
        }

        VantagePart[] parts =
        [
            .. request.Vantages.Select(vantage => new VantagePart(
                vantage,
                AnswerOf(claims.TryGetValue(vantage, out var isDone) ? isDone : null, isOver),
                progress.Results.Count(result => result.Vantage.Name == vantage))),
        ];
        var isFinished = parts.All(part => part.Answer is not (VantageAnswer.Waiting or VantageAnswer.Working));
        return new(
            request.Id, request.CreatedAt, request.Deadline, request.Reason, request.Routes, isFinished, parts, progress.Results)
        {
            Unreadable = progress.Unreadable.Count,
        };
    }

    /// <param name="isDone">Whether the vantage has completed its part; null when it never took it.</param>
    private static VantageAnswer AnswerOf(bool? isDone, bool isOver) => (isDone, isOver) switch
    {
        (true, _) => VantageAnswer.Answered,
        (false, false) => VantageAnswer.Working,
        (false, true) => VantageAnswer.Incomplete,
        (null, false) => VantageAnswer.Waiting,
        (null, true) => VantageAnswer.Absent,
    };
}

/// <summary>One vantage's part in a request.</summary>
public sealed record VantagePart(VantageName Vantage, VantageAnswer Answer, int Results);

/// <summary>How far a vantage has come with its part.</summary>
[JsonConverter(typeof(WireWordConverter<VantageAnswer>))]
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
