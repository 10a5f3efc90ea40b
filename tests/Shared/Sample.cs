using System.Text.Json;
using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Incidents;
using ProbeFleet.Core.Packets;

namespace ProbeFleet.Tests.Shared;

/// <summary>
/// Hand-made results, and the words that change one: <c>Sample.Result().At(noon).From("eu").To("chat").Taking(Stage.Connect, 380)</c>.
/// </summary>
internal static partial class Sample
{
    public static DateTimeOffset Noon => new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Start => new(2026, 11, 21, 3, 14, 15, 926, TimeSpan.Zero);

    public static Vantage Vantage => new()
    {
        Name = new("prod-swedencentral"),
        Region = "swedencentral",
        Network = "vnet-prod/snet-probe",
        Runtime = new()
        {
            Host = "functions-flex",
            Instance = "i-1",
            Os = "Debian 12",
            Dotnet = "10.0.12",
            Sdk = "OpenAI 2.15.0",
            App = "0.1.0",
        },
    };

    public static ProbedRoute Route =>
        new() { Name = new("openai"), Kind = RouteKind.OpenAI, BaseUrl = "https://api.openai.com/v1", Model = "gpt-4.1-nano" };

    /// <summary>A result that says how it went and nothing else; a failure is a refused connection.</summary>
    public static ProbeResult Result(
        string route = "lab",
        ProbeOutcome outcome = ProbeOutcome.Passed,
        DateTimeOffset? at = null,
        ProbeDepth depth = ProbeDepth.Completion,
        Vantage? vantage = null,
        string? issuer = null) => new()
        {
            Id = Guid.CreateVersion7(at ?? Noon),
            StartedAt = at ?? Noon,
            Duration = Ms(212.407),
            Vantage = vantage ?? Vantage with { Name = new("lab") },
            Route = Route with { Name = new(route), BaseUrl = "https://localhost/v1" },
            Depth = depth,
            Outcome = outcome,
            Break = outcome is ProbeOutcome.Failed ? Stage.Connect : null,
            Stages = issuer is null ? [] : [new SecureEvidence { Outcome = StageOutcome.Passed, Facts = new() { Issuer = issuer } }],
            Diagnosis = new()
            {
                Cause = outcome is ProbeOutcome.Failed ? Cause.TcpRefused : Cause.Ok,
                Owner = outcome is ProbeOutcome.Failed ? Owner.ConnectionPath : Owner.None,
                Confidence = 1,
                Summary = "A sample.",
            },
            Fingerprint = new("sha256:route", "sha256:path"),
        };

    /// <summary>An open incident of the connection path since that instant.</summary>
    public static Incident Incident(DateTimeOffset at, params IReadOnlyList<AffectedRoute> affected) => new()
    {
        Id = Guid.CreateVersion7(at),
        State = IncidentState.Open,
        OpenedAt = at,
        UpdatedAt = at,
        Owner = Owner.ConnectionPath,
        Confidence = .9,
        Summary = "A sample.",
        Affected = affected,
    };

    /// <summary>The result's route at its vantage, as an incident affects it: it has failed once.</summary>
    public static AffectedRoute Affected(this ProbeResult result) => new()
    {
        Vantage = result.Vantage.Name,
        Route = result.Route.Name,
        RouteFingerprint = result.Fingerprint.Route,
        Depth = result.Depth,
        Cause = result.Diagnosis.Cause,
        FirstFailedAt = result.StartedAt,
        LastFailedAt = result.StartedAt,
        Failures = 1,
        LatestProbeId = result.Id,
    };

    public static ProbeResult At(this ProbeResult result, DateTimeOffset at) =>
        result with { Id = Guid.CreateVersion7(at), StartedAt = at };

    public static ProbeResult From(this ProbeResult result, string vantage) =>
        result with { Vantage = result.Vantage with { Name = new(vantage) } };

    public static ProbeResult To(this ProbeResult result, string route) => result with { Route = result.Route with { Name = new(route) } };

    public static ProbeResult Taking(this ProbeResult result, Stage stage, double milliseconds) =>
        result.Changing<StageEvidence>(one => one.Stage == stage ? one with { Duration = Ms(milliseconds) } : one);

    /// <summary>A streamed result with another longest silence between two events.</summary>
    public static ProbeResult WithLongestGap(this ProbeResult result, TimeSpan gap) =>
        result.Changing<AnswerEvidence>(answer => answer.Facts is { Stream: { } stream } facts
            ? answer with { Facts = facts with { Stream = stream with { LongestGap = gap } } }
            : answer);

    /// <summary>The result with the stages of one kind changed.</summary>
    public static ProbeResult Changing<TStage>(this ProbeResult result, Func<TStage, StageEvidence> change)
        where TStage : StageEvidence =>
        result with { Stages = [.. result.Stages.Select(stage => stage is TStage one ? change(one) : stage)] };

    /// <summary>The result that the product makes of this evidence.</summary>
    public static ProbeResult Concluded(this ProbeEvidence evidence) =>
        ProbeJudgement.Conclude(evidence, FingerprintFactory.Create(evidence));

    /// <summary>As it is written: records compare lists by reference, their JSON by content.</summary>
    public static string Json(this ProbeResult result) => JsonSerializer.Serialize(result, ProbeFleetJson.Default.ProbeResult);

    public static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static IEnumerable<StageEvidence> NotReached() =>
    [
        new SendEvidence { Outcome = StageOutcome.Skipped, Reason = "not reached" },
        new RespondEvidence { Outcome = StageOutcome.Skipped, Reason = "not reached" },
        new AnswerEvidence { Outcome = StageOutcome.Skipped, Reason = "not reached" },
    ];
}
