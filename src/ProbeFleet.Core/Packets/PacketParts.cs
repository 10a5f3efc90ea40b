using ProbeFleet.Core.Incidents;

namespace ProbeFleet.Core.Packets;

/// <summary>The SDK that made the call.</summary>
/// <param name="Name">The name, such as <c>OpenAI</c>.</param>
/// <param name="Version">The version; null when the runtime stated none.</param>
public sealed record PacketSdk(string Name, string? Version);

/// <summary>A stage as the packet shows it.</summary>
public sealed record PacketStage
{
    /// <summary>The stage.</summary>
    public required Stage Stage { get; init; }

    /// <summary>How the stage ended.</summary>
    public required StageOutcome Outcome { get; init; }

    /// <summary>How long the stage took; absent for a skipped stage.</summary>
    [JsonPropertyName("durationMs"), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan? Duration { get; init; }

    /// <summary>Why the stage was skipped or failed; absent for a passed stage.</summary>
    public string? Note { get; init; }
}

/// <summary>The response, or the fact that none came: the first question of every support case.</summary>
public sealed record PacketAnswer
{
    /// <summary>Whether an HTTP status was received.</summary>
    public required bool HadStatus { get; init; }

    /// <summary>Whether a body was received.</summary>
    public required bool HadBody { get; init; }

    /// <summary>Whether a request ID was received.</summary>
    public required bool HadRequestId { get; init; }

    /// <summary>The HTTP status; absent when no response came.</summary>
    public int? Status { get; init; }

    /// <summary>The party that answered, judged from the response; absent when none came.</summary>
    public Responder? Responder { get; init; }

    /// <summary>The provider's error code.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The provider's error type.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The provider's error message, sanitized.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Every ID that a server assigned to the request, with the name of its header.</summary>
    public IReadOnlyList<PacketRequestId> RequestIds { get; init => field = value ?? []; } = [];
}

/// <summary>An ID that a server assigned to the request.</summary>
/// <param name="Header">The header's lower-case name.</param>
public sealed record PacketRequestId(string Header, string Value);

/// <summary>The diagnosis of the probe.</summary>
/// <param name="Confidence">The confidence in the cause, 0 to 1.</param>
public sealed record PacketDiagnosis(Cause Cause, Owner Owner, double Confidence, string Summary);

/// <summary>A fact proved on the same path.</summary>
/// <param name="Evidence">The observation that proves it.</param>
public sealed record ProvedFact(string Statement, string Evidence);

/// <summary>The incident that the packet hands over.</summary>
public sealed record PacketIncident
{
    /// <summary>The incident's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whether the incident is open, closed or merged.</summary>
    public required IncidentState State { get; init; }

    /// <summary>Whether the fault comes and goes.</summary>
    public bool IsFlapping { get; init; }

    /// <summary>When the incident was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the incident was closed; absent while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The party that has to act, judged from all probes.</summary>
    public required Owner Owner { get; init; }

    /// <summary>The most suspected component; absent when there is none.</summary>
    public string? Component { get; init; }

    /// <summary>The probability of the component, 0 to 0.99.</summary>
    public required double Confidence { get; init; }

    /// <summary>The verdict in one or two sentences.</summary>
    public required string Summary { get; init; }

    /// <summary>
    /// Which vantages' evidence could not be read, for the verdict or for the comparison, in plain words; absent when all could.
    /// </summary>
    public string? Missing { get; init; }

    /// <summary>The suspects of this incident, most probable first, at most five.</summary>
    public required IReadOnlyList<PacketSuspect> Suspects { get; init; }

    /// <summary>Groups of components that the evidence cannot tell apart.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> CannotTellApart { get; init; }

    /// <summary>The claims of status pages with their times. They prove nothing.</summary>
    public required IReadOnlyList<string> StatusPages { get; init; }
}

/// <summary>A suspect with the weight of its evidence.</summary>
/// <param name="Probability">The probability that it is at fault, 0 to 0.99.</param>
/// <param name="For">The number of failed probes that it would explain; 20 means 20 or more.</param>
/// <param name="Against">The number of passed probes that crossed it; 20 means 20 or more.</param>
public sealed record PacketSuspect(string Component, double Probability, int For, int Against);

/// <summary>A result at another vantage or over another route.</summary>
public sealed record PacketComparison
{
    /// <summary>The vantage that probed.</summary>
    public required VantageName Vantage { get; init; }

    /// <summary>The route that was probed.</summary>
    public required RouteName Route { get; init; }

    /// <summary>Whether the route answered.</summary>
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>The cause of the result.</summary>
    public required Cause Cause { get; init; }

    /// <summary>When the probe began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A note on what the result shows; absent when it shows nothing by itself.</summary>
    public string? Note { get; init; }
}

/// <summary>The intended recipient of the packet.</summary>
/// <param name="Who">The team or provider.</param>
/// <param name="Why">The reason for choosing it.</param>
public sealed record PacketRecipient(string Who, string Why);

/// <summary>The proof of the fix.</summary>
/// <param name="Command">The command that repeats the requests and judges them.</param>
/// <param name="Requests">The requests; each must pass. At least one.</param>
public sealed record PacketProof(string Command, IReadOnlyList<PacketRequest> Requests);

/// <summary>A minimal request over the same route that must pass.</summary>
/// <param name="Depth">The least depth.</param>
/// <param name="RouteFingerprint">The route fingerprint that the probe must have.</param>
public sealed record PacketRequest(VantageName Vantage, RouteName Route, ProbeDepth Depth, string RouteFingerprint);
