using System.Text.Json.Serialization;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Model;

namespace ProbeFleet.Core.Packets;

/// <summary>The SDK that made the call.</summary>
/// <param name="Name">The name, such as <c>OpenAI</c>.</param>
/// <param name="Version">The version; null when the runtime stated none.</param>
public sealed record PacketSdk(string Name, string? Version);

/// <summary>One rung of the stage ladder.</summary>
public sealed record PacketStage
{
    /// <summary>The stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>How it ended.</summary>
    public required StageOutcome Outcome { get; init; }

    /// <summary>How long it took; absent for a skipped stage.</summary>
    [JsonPropertyName("durationMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? Duration { get; init; }

    /// <summary>Why it was skipped or what went wrong; absent for a passed stage.</summary>
    public string? Note { get; init; }
}

/// <summary>What came back, or that nothing did: the first question of every support case.</summary>
public sealed record PacketAnswer
{
    /// <summary>Whether an HTTP status came.</summary>
    public required bool HadStatus { get; init; }

    /// <summary>Whether a body came.</summary>
    public required bool HadBody { get; init; }

    /// <summary>Whether a request id came.</summary>
    public required bool HadRequestId { get; init; }

    /// <summary>The status.</summary>
    public int? Status { get; init; }

    /// <summary>Who answered, judged from the response; absent when nothing came.</summary>
    public Responder? Responder { get; init; }

    /// <summary>The provider's error code.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The provider's error type.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The provider's error message, sanitized.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Every id that a server gave the request, by the name of its header.</summary>
    public IReadOnlyList<PacketRequestId> RequestIds { get; init; } = [];
}

/// <summary>An id that a server gave the request.</summary>
/// <param name="Header">The header's lower-case name.</param>
/// <param name="Value">The id.</param>
public sealed record PacketRequestId(string Header, string Value);

/// <summary>The judgement.</summary>
/// <param name="Cause">The cause code.</param>
/// <param name="Owner">Who has to act.</param>
/// <param name="Confidence">How sure, 0 to 1.</param>
/// <param name="Summary">What happened.</param>
public sealed record PacketDiagnosis(Cause Cause, Owner Owner, double Confidence, string Summary);

/// <summary>One thing that was already proved from the same path.</summary>
/// <param name="Statement">What.</param>
/// <param name="Evidence">What it rests on.</param>
public sealed record ProvedFact(string Statement, string Evidence);

/// <summary>The incident that a packet hands over.</summary>
public sealed record PacketIncident
{
    /// <summary>The incident's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whether it goes on.</summary>
    public required IncidentState State { get; init; }

    /// <summary>Whether it comes and goes.</summary>
    public bool IsFlapping { get; init; }

    /// <summary>When it was opened.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was closed; absent while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who has to act, by all probes together.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The component that is suspected most; absent when none is.</summary>
    public string? Component { get; init; }

    /// <summary>How probable it is, 0 to 0.99.</summary>
    public required double Confidence { get; init; }

    /// <summary>The verdict in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>Why: the suspects of this incident, most probable first, at most five.</summary>
    public required IReadOnlyList<PacketSuspect> Suspects { get; init; }

    /// <summary>Components that the evidence cannot tell from each other.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> CannotTellApart { get; init; }

    /// <summary>What status pages claimed and when. They prove nothing.</summary>
    public required IReadOnlyList<string> StatusPages { get; init; }
}

/// <summary>A suspect with the weight of its evidence.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Probability">How probable it is that it is at fault, 0 to 0.99.</param>
/// <param name="For">How many failed probes it would explain; 20 means 20 or more.</param>
/// <param name="Against">How many passed probes crossed it; 20 means 20 or more.</param>
public sealed record PacketSuspect(string Component, double Probability, int For, int Against);

/// <summary>The same at another vantage or over another route.</summary>
public sealed record PacketComparison
{
    /// <summary>The vantage.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary>The route.</summary>
    public required RouteName Route { get; init; }

    /// <summary>Whether the route answered there.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The cause there.</summary>
    public required Cause Cause { get; init; }

    /// <summary>When.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required DateTimeOffset At { get; init; }

    /// <summary>What the row tells; absent when it tells nothing by itself.</summary>
    public string? Note { get; init; }
}

/// <summary>Who should receive the packet.</summary>
/// <param name="Who">The team or provider.</param>
/// <param name="Why">Why them.</param>
public sealed record PacketRecipient(string Who, string Why);

/// <summary>What proves the fix.</summary>
/// <param name="Command">The command that repeats the requests and judges them.</param>
/// <param name="Requests">The requests; each must pass. At least one.</param>
public sealed record PacketProof(string Command, IReadOnlyList<PacketRequest> Requests);

/// <summary>One minimal same-route request that must pass.</summary>
/// <param name="Vantage">From where.</param>
/// <param name="Route">The route's name.</param>
/// <param name="Depth">How far at least.</param>
/// <param name="RouteFingerprint">What the repeated probe's route fingerprint must be.</param>
public sealed record PacketRequest(VantageName Vantage, RouteName Route, ProbeDepth Depth, string RouteFingerprint);
