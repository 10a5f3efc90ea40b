namespace ProbeFleet.Core.Model;

/// <summary>The sanitized evidence of one probe, from which the diagnosis is made.</summary>
public record ProbeEvidence
{
    /// <summary>The probe's time-ordered id (UUID version 7).</summary>
    [JsonPropertyOrder(-20)]
    public required Guid Id { get; init; }

    /// <summary>The schema version of this record.</summary>
    [JsonPropertyOrder(-19)]
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>When the probe began.</summary>
    [JsonPropertyOrder(-18)]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long the probe took, excluding the drill-down.</summary>
    [JsonPropertyName("durationMs"), JsonPropertyOrder(-17), JsonConverter(typeof(MillisecondsConverter))]
    public TimeSpan Duration { get; init; }

    /// <summary>The vantage that ran the probe.</summary>
    [JsonPropertyOrder(-16)]
    public required Vantage Vantage { get; init; }

    /// <summary>The route that was probed.</summary>
    [JsonPropertyOrder(-15)]
    public required ProbedRoute Route { get; init; }

    /// <summary>The depth that was asked for.</summary>
    [JsonPropertyOrder(-14)]
    public required ProbeDepth Depth { get; init; }

    /// <summary>The variant that was run; absent for the probe itself.</summary>
    [JsonPropertyOrder(-13)]
    public ProbeVariant? Variant { get; init; }

    /// <summary>The stages, in order.</summary>
    [JsonPropertyOrder(-10)]
    public required IReadOnlyList<StageEvidence> Stages { get; init; }

    /// <summary>The exception chain, outermost first; absent when nothing was thrown.</summary>
    [JsonPropertyOrder(-9)]
    public IReadOnlyList<ExceptionLink>? Exception { get; init; }

    /// <summary>The response; null when none came.</summary>
    [JsonPropertyOrder(-8), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public ResponseEvidence? Response { get; init; }

    /// <summary>The facts that the workload's own runtime reported; absent when ProbeFleet's own process made the call.</summary>
    [JsonPropertyOrder(-7)]
    public WorkloadFacts? Workload { get; init; }

    /// <summary>The findings of the drill-down after the break; absent when none was made.</summary>
    [JsonPropertyOrder(-7)]
    public DrillDown? DrillDown { get; init; }

    /// <summary>What happened to idle connections; absent when none was left idle.</summary>
    [JsonPropertyOrder(-7)]
    public ReuseEvidence? Reuse { get; init; }

    /// <summary>The answer to a browser's preflight; absent when none was sent.</summary>
    [JsonPropertyOrder(-6)]
    public PreflightEvidence? Preflight { get; init; }

    /// <summary>The schema version that this code writes.</summary>
    public static int CurrentSchema => 1;

    /// <summary>The first failed stage with its evidence; null when none failed.</summary>
    [JsonIgnore]
    public StageEvidence? BrokenStage => Stages.FirstOrDefault(stage => stage.Outcome is StageOutcome.Failed);

    /// <summary>The evidence of one kind of stage; null when the probe has none.</summary>
    public T? Find<T>()
        where T : StageEvidence => Stages.OfType<T>().FirstOrDefault();

    /// <summary>The facts of one kind of stage; null when the probe has none.</summary>
    public TFacts? Facts<TFacts>()
        where TFacts : class => Find<StageEvidence<TFacts>>()?.Facts;
}

/// <summary>The route as results show it, without credential and headers.</summary>
public sealed record ProbedRoute
{
    /// <summary>The route's name.</summary>
    public required RouteName Name { get; init; }

    /// <summary>The kind of route.</summary>
    public required RouteKind Kind { get; init; }

    /// <summary>The base URL, sanitized.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>The model or deployment.</summary>
    public required string Model { get; init; }

    /// <summary>The API version; null for routes without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? ApiVersion { get; init; }

    /// <summary>The call that the workload makes; absent for the default, <see cref="RequestKind.Chat"/>.</summary>
    public RequestKind? Request { get; init; }

    /// <summary>The direct route that the gateway fronts; null when none is configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public RouteName? Fronts { get; init; }

    /// <summary>The HTTP version that the client asks for; absent for 1.1.</summary>
    public RouteHttp? Http { get; init; }

    /// <summary>The workload's runtime that made the call; absent for ProbeFleet's own process.</summary>
    public WorkloadRuntime? Runtime { get; init; }

    /// <summary>Whether the route is meant to be on the vantage's own machine or container; absent when it is not.</summary>
    [JsonPropertyName("private"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPrivate { get; init; }
}

/// <summary>One exception in a chain.</summary>
public sealed record ExceptionLink
{
    /// <summary>The full type name.</summary>
    public required string Type { get; init; }

    /// <summary>The message, sanitized.</summary>
    public required string Message { get; init; }

    /// <summary>A portable code: an <c>HttpRequestError</c>, a <c>SocketError</c>, a status.</summary>
    public string? Code { get; init; }
}

/// <summary>The answer to the preflight (<c>OPTIONS</c>) that a browser would send.</summary>
public sealed record PreflightEvidence
{
    /// <summary>The page's origin.</summary>
    public required string Origin { get; init; }

    /// <summary>The request headers that a browser would ask for.</summary>
    public required IReadOnlyList<string> RequestedHeaders { get; init; }

    /// <summary>The status; absent when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>The value of <c>Access-Control-Allow-Origin</c>.</summary>
    public string? AllowOrigin { get; init; }

    /// <summary>The values of <c>Access-Control-Allow-Headers</c>.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init => field = value ?? []; } = [];

    /// <summary>The values of <c>Access-Control-Allow-Methods</c>.</summary>
    public IReadOnlyList<string> AllowMethods { get; init => field = value ?? []; } = [];

    /// <summary>The failure; absent when an answer came.</summary>
    public StageFailure? Failure { get; init; }
}

/// <summary>How far a probe goes along its route.</summary>
[JsonConverter(typeof(WireWordConverter<ProbeDepth>))]
public enum ProbeDepth
{
    /// <summary>Sends no credential: any HTTP answer from the API proves the path.</summary>
    [JsonStringEnumMemberName("path")] Path,

    /// <summary>Lists models with the credential: proves the key and costs no tokens.</summary>
    [JsonStringEnumMemberName("authenticated")] Authenticated,

    /// <summary>Makes one minimal completion call, which proves the whole route with model and quota.</summary>
    [JsonStringEnumMemberName("completion")] Completion,
}
