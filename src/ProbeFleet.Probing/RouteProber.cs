using ProbeFleet.Core.Diagnosis;
using ProbeFleet.Core.Diagnosis.Baselines;
using ProbeFleet.Core.Packets;
using ProbeFleet.Probing.Attempts;
using ProbeFleet.Probing.DrillDowns;
using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing;

/// <summary>Makes one same-path probe of one route: one SDK call on its own connection, with every stage timed.</summary>
public sealed class RouteProber(ProbeSurroundings surroundings)
{
    private static readonly TimeSpan ShortestControl = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Probes a route. What goes wrong is in the result: also the caller's cancellation (<c>probe.cancelled</c>) and whatever the probe
    /// itself throws, wherever (<c>probe.failed</c>), so that nothing that a route sends can reach another route's probe.
    /// </summary>
    /// <param name="progress">Told of each stage as it begins; null when nobody watches.</param>
    /// <exception cref="OperationCanceledException">The caller stopped it outside the attempt.</exception>
    public async Task<ProbeResult> ProbeAsync(ProbeRequest request, IProgress<Stage>? progress, CancellationToken cancellationToken)
    {
        var clock = surroundings.Clock;
        var (startedAt, began) = (clock.GetUtcNow(), clock.GetTimestamp());
        var parts = new Parts();
        try
        {
            return await ProbeAsync(request, parts, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return FailedProbe.From(
                request.Route, request.Vantage, request.Depth, startedAt, clock.GetElapsedTime(began), parts.Current, error);
        }
    }

    private async Task<ProbeResult> ProbeAsync(
        ProbeRequest request, Parts parts, IProgress<Stage>? progress, CancellationToken cancellationToken)
    {
        var attempting = new ShapedAttempt(surroundings).RunAsync(request, progress, cancellationToken);
        var (startedAt, attempt, order) = await attempting.ConfigureAwait(false);
        parts.Current = "left connections idle";
        var reuse = attempt.State.Idle is { } idle
            ? await new IdleSearch(surroundings).GoOnAsync(order, idle, cancellationToken).ConfigureAwait(false)
            : null;
        parts.Current = "described what it saw";
        var (sanitizer, workload) = (attempt.State.Sanitizer, attempt.State.Workload);
        var evidence = new ProbeEvidence
        {
            Id = Guid.CreateVersion7(startedAt),
            StartedAt = startedAt,
            Duration = attempt.Duration,
            Vantage = request.Vantage with { Runtime = request.Vantage.Runtime with { Sdk = SdkOf(request.Route, workload) } },
            Route = Describe(request.Route, sanitizer.CleanUrl(request.Route.BaseUrl)),
            Depth = attempt.State.Depth,
            Variant = request.Variant is ProbeVariant.Full ? null : request.Variant,
            Stages = reuse is { Dropped: { } dropped } ? BrokenBy(dropped, attempt.Stages) : attempt.Stages,
            Exception = attempt.Exception,
            Response = reuse is { Dropped: not null } ? null : attempt.Response,
            Reuse = reuse,
            Workload = workload,
        };
        parts.Current = "took a closer look";
        var plan = new DrillDownPlan(surroundings, order, attempt);
        // Waits of idle connections do not count.
        var left = order.Budget.Total - attempt.Duration;
        var asking = ControlAsync(request, evidence, left, cancellationToken);
        var (drillDown, preflight, statusPage) = await plan.RunAsync(
            left, evidence.BrokenStage is not null, cancellationToken).ConfigureAwait(false);
        var control = await asking.ConfigureAwait(false);
        workload = workload is null ? null : workload with { Control = control };
        evidence = evidence with { DrillDown = drillDown, Preflight = preflight, Workload = workload };
        parts.Current = "judged what it saw";
        var result = ProbeJudgement.Conclude(evidence, FingerprintFactory.Create(evidence)) with { StatusPage = statusPage };
        var compared = request.Baseline is { } baseline
            ? result with { Baseline = BaselineComparer.Compare(baseline, result, request.Usual) }
            : result;
        parts.Current = "took secrets out of the result";
        return ResultSanitizer.Clean(compared, sanitizer);
    }

    /// <summary>Repeats in this process what failed in the workload's runtime: this tells the runtime's fault from the path's.</summary>
    private async Task<RuntimeControl?> ControlAsync(
        ProbeRequest request, ProbeEvidence evidence, TimeSpan left, CancellationToken cancellationToken)
    {
        var isWorthwhile = request.Explain && evidence is { Workload: not null, BrokenStage: not null } && left >= ShortestControl;
        if (!isWorthwhile || cancellationToken.IsCancellationRequested)
        {
            return null;
        }

        var control = request with
        {
            Route = request.Route with { Runtime = null },
            Budget = request.Budget with { Total = left },
            Explain = false,
            ReadStatusPage = false,
            Origin = null,
            Baseline = null,
        };
        return RuntimeControl.From(await ProbeAsync(control, null, cancellationToken).ConfigureAwait(false));
    }

    // The package of the workload's runtime that made the call, or the library where it has none.
    private static string SdkOf(Route route, WorkloadFacts? workload) => (route.Runtime, workload) switch
    {
        (null, _) => SdkCall.SdkOf(route),
        (var runtime, null) => WireWord.Of(runtime.Value),
        (_, { Client: "openai" }) =>
            $"openai-{WireWord.Of(workload.Runtime)} {workload.Packages?.GetValueOrDefault("openai") ?? "unknown"}",
        (_, { Client: "httpx" }) => $"httpx {workload.Packages?.GetValueOrDefault("httpx") ?? "unknown"}",
        _ => $"{WireWord.Of(workload.Runtime)} {workload.Client} {workload.Version}",
    };

    /// <summary>The running part of a probe, which is named when the probe itself fails.</summary>
    private sealed class Parts
    {
        public string Current { get; set; } = "made the attempt";
    }

    /// <summary>Shows the stages up to the connection, and then the request that the dropped connection did not answer.</summary>
    private static IReadOnlyList<StageEvidence> BrokenBy(IdleWait dropped, IEnumerable<StageEvidence> stages) =>
    [
        .. stages.Select(stage => stage switch
        {
            RespondEvidence respond => respond with
            {
                Outcome = StageOutcome.Failed,
                Duration = dropped.SecondRequest,
                Failure = new(
                    dropped.Sign is IdleSign.Reset ? FailureKind.Reset : FailureKind.TimedOut,
                    $"the second request, after {dropped.Wait.TotalSeconds:0.#} s of silence on the connection"),
            },
            FirstEventEvidence => new FirstEventEvidence { Outcome = StageOutcome.Skipped, Reason = "not reached" },
            AnswerEvidence => new AnswerEvidence { Outcome = StageOutcome.Skipped, Reason = "not reached" },
            _ => stage,
        }),
    ];

    /// <summary>The route as results show it.</summary>
    /// <param name="baseUrl">Its base URL, sanitized.</param>
    internal static ProbedRoute Describe(Route route, string baseUrl) => new()
    {
        Name = route.Name,
        Kind = route.Kind,
        BaseUrl = baseUrl,
        Model = route.Model,
        ApiVersion = route.ApiVersion,
        Request = route.Request is RequestKind.Chat ? null : route.Request,
        Fronts = route.Fronts,
        Http = route.Http is RouteHttp.Http11 ? null : route.Http,
        Runtime = route.Runtime,
        IsPrivate = route.IsPrivate,
    };
}
