using ProbeFleet.Probing.Orders;
using ProbeFleet.Probing.Requests;

namespace ProbeFleet.Probing.Attempts;

/// <summary>
/// Makes the attempt, and another one in the shape that the server asks for where it refuses what the probe chose: the probe must
/// never be the fault. It begins with the shape that worked for the baseline.
/// </summary>
internal sealed class ShapedAttempt(ProbeSurroundings surroundings)
{
    // A server may refuse two things of the probe's own, one after the other; never a third.
    private const int MostRepeats = 2;

    /// <summary>The attempt that counts, when it began and what it was to do.</summary>
    public async Task<(DateTimeOffset StartedAt, AttemptEvidence Attempt, ProbeRequest Order)> RunAsync(
        ProbeRequest request, IProgress<Stage>? progress, CancellationToken cancellationToken)
    {
        var order = request with { Shape = request.Baseline?.Facts<ConfigureFacts>()?.Shape ?? [] };
        var left = request.Budget.Total;
        for (var repeats = 0; ; repeats++)
        {
            var startedAt = surroundings.Clock.GetUtcNow();
            var attempt = await ProbeAttempt.RunAsync(surroundings, order, progress, cancellationToken).ConfigureAwait(false);
            left -= attempt.Duration;
            if (attempt is not { Wanted: { } wanted, State.Plan: { } plan } || repeats == MostRepeats || left <= TimeSpan.Zero)
            {
                return (startedAt, attempt, order);
            }

            order = order with
            {
                Shape = [.. order.Shape.Where(change => !IsOpposite(change, wanted)), wanted],
                Budget = request.Budget with { Total = left },
                Repeated = $"a request with {Asked(wanted, plan)} was answered {attempt.Response?.Status} "
                    + $"after {attempt.Duration.TotalMilliseconds:0.#} ms; this one {Asks(wanted)}",
            };
        }
    }

    private static bool IsOpposite(ShapeChange one, ShapeChange other) =>
        (one, other) is (ShapeChange.MaxTokens, ShapeChange.MaxCompletionTokens)
            or (ShapeChange.MaxCompletionTokens, ShapeChange.MaxTokens);

    private static string Asked(ShapeChange wanted, RequestPlan plan) => wanted switch
    {
        ShapeChange.Stream => "\"stream\" not set",
        ShapeChange.MaxTokens or ShapeChange.MaxCompletionTokens => plan.TokenLimit,
        ShapeChange.MoreTokens => $"a small {plan.TokenLimit}",
        ShapeChange.Responses => "chat/completions",
        ShapeChange.NoModelList => "GET models",
    };

    private static string Asks(ShapeChange wanted) => wanted switch
    {
        ShapeChange.Stream => "asks for a stream",
        ShapeChange.MaxTokens => $"says {RequestPlanner.LegacyTokenLimit}",
        ShapeChange.MaxCompletionTokens => $"says {RequestPlanner.TokenLimit}",
        ShapeChange.MoreTokens => "allows more tokens",
        ShapeChange.Responses => "asks the responses operation",
        ShapeChange.NoModelList => "asks for a completion",
    };
}
