using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ProbeFleet.Core.Localization.Detection;
using ProbeFleet.Probing;
using ProbeFleet.Probing.Orders;

namespace ProbeFleet.Fleet.Vantages;

/// <summary>
/// Probes the routes of a plan and returns each result as soon as it arrives: no route waits for another. The concurrency limit applies to
/// all plans of a runner together.
/// </summary>
public sealed class RoundRunner(ProbeSurroundings surroundings, Vantage vantage, VantageState state)
{
    private static readonly TimeSpan MostJitter = TimeSpan.FromSeconds(3);

    private readonly ProbeGate _gate = new();
    private readonly RouteProber _prober = new(surroundings);
    private readonly TimeProvider _clock = surroundings.Clock;
    private readonly Vantage _vantage = vantage;
    private readonly VantageState _state = state;

    /// <summary>
    /// Runs the plan. It ends when every route is done or the token ends it; a probe that the token cut short is no evidence on its route
    /// and is left out, and so are all of a variant that whoever runs the process forbade. Whatever a route's probe throws
    /// becomes a result of that route (<c>probe.failed</c>) and touches no other.
    /// </summary>
    /// <returns>The results in the order in which they come.</returns>
    public async IAsyncEnumerable<RoundResult> RunAsync(RoundPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (surroundings.Forbids.Contains(plan.Variant))
        {
            yield break;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var results = Channel.CreateUnbounded<RoundResult>(new UnboundedChannelOptions { SingleReader = true });
        var running = Task.WhenAll(plan.Routes.Select(route => new RouteRun(this, plan, route, results.Writer).RunAsync(ending.Token)));
        var closing = running.ContinueWith(
            ended => results.Writer.Complete(ended.Exception), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        finally
        {
            // A reader that leaves early cancels the probes.
            await ending.CancelAsync().ConfigureAwait(false);
            await closing.ConfigureAwait(false);
        }
    }

    /// <summary>One route's part of a plan.</summary>
    private sealed class RouteRun(RoundRunner runner, RoundPlan plan, Route route, ChannelWriter<RoundResult> results)
    {
        public async Task RunAsync(CancellationToken cancellationToken)
        {
            var wasFailing = runner._state.IsFailing(route.Name);
            ProbeResult? last = null;
            for (var attempt = 0; attempt < plan.Attempts; attempt++)
            {
                last = await ProbeAsync(plan.Depth, isConfirmation: false, cancellationToken).ConfigureAwait(false);
                if (last is null)
                {
                    return;
                }

                results.TryWrite(new RoundResult(last, false));
            }

            if (plan.Confirms && !wasFailing && last is not null && BurstRules.IsWorthIt(last))
            {
                var beganAt = runner._clock.GetUtcNow();
                try
                {
                    await ConfirmAsync(last, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception error) when (IsOwn(error, cancellationToken))
                {
                    results.TryWrite(new RoundResult(
                        Failed(BurstRules.DepthFor(last), beganAt, "ran the burst after a failure", error), true));
                }
            }
        }

        private static bool IsOwn(Exception error, CancellationToken cancellationToken) =>
            error is not OperationCanceledException || !cancellationToken.IsCancellationRequested;

        private ProbeResult Failed(ProbeDepth depth, DateTimeOffset startedAt, string part, Exception error)
        {
            var failed = FailedProbe.From(route, runner._vantage, depth, startedAt, runner._clock.GetUtcNow() - startedAt, part, error);
            return failed with { Variant = plan.Variant is ProbeVariant.Full ? null : plan.Variant };
        }

        // The failure that began the burst is why it runs and so no sample; it only decides whether more probes are allowed.
        private async Task ConfirmAsync(ProbeResult failure, CancellationToken cancellationToken)
        {
            var depth = BurstRules.DepthFor(failure);
            var first = BurstTest.Decide([BurstRules.AttemptOf(failure)]);
            var wait = first.Wait;
            List<BurstAttempt> attempts = [];
            for (var verdict = first.Verdict; verdict is BurstVerdict.Continue;)
            {
                if (wait > RoundTiming.LongestRound)
                {
                    // The response asks to wait longer than any round lasts, so no probe would follow.
                    return;
                }

                await PauseAsync(wait, cancellationToken).ConfigureAwait(false);
                if (await ProbeAsync(depth, isConfirmation: true, cancellationToken).ConfigureAwait(false) is not { } result)
                {
                    return;
                }

                attempts.Add(BurstRules.AttemptOf(result));
                (verdict, wait) = BurstTest.Decide(attempts);
                results.TryWrite(new RoundResult(verdict is BurstVerdict.Continue ? result : result with { Burst = verdict }, true));
            }
        }

        private async Task PauseAsync(TimeSpan atLeast, CancellationToken cancellationToken)
        {
            var jitter = MostJitter * Random.Shared.NextDouble();
            await Task.Delay(atLeast + jitter, runner._clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task<ProbeResult?> ProbeAsync(ProbeDepth depth, bool isConfirmation, CancellationToken cancellationToken)
        {
            using var place = await runner._gate.EnterAsync(plan.Concurrency, plan.IsOnDemand, cancellationToken).ConfigureAwait(false);
            if (place is null)
            {
                return null;
            }

            var beganAt = runner._clock.GetUtcNow();
            try
            {
                var known = runner._state.BaselineOf(route.Name);
                var request = new ProbeRequest
                {
                    Route = route,
                    Vantage = runner._vantage,
                    Depth = depth,
                    Variant = plan.Variant,
                    Budget = plan.Budget,
                    Baseline = known?.Healthy,
                    Usual = known?.Usual,
                    Explain = !isConfirmation,
                };
                var result = await runner._prober.ProbeAsync(request, null, cancellationToken).ConfigureAwait(false);
                return result.Diagnosis.Cause is Cause.ProbeCancelled ? null
                    : isConfirmation ? result
                    : result with { Slow = runner._state.Time(result) };
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception error)
            {
                return Failed(depth, beganAt, "compared the result with earlier ones", error);
            }
        }
    }
}
