using ProbeFleet.Cli.Rendering;

namespace ProbeFleet.Cli.Commands;

/// <summary><c>probefleet watch</c>: probes repeatedly and reports changes.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(30);

    public static Command Create(CliSurroundings surroundings)
    {
        var options = new ProbeOptions();
        var interval = OptionKinds.Duration(
            "--interval",
            "From the start of one round to the start of the next. Default: 30s.",
            TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
        var count = OptionKinds.Count("--count", "Stop after so many rounds. Default: at Ctrl+C.");
        return new Command("watch", "Probe again and again: one line per probe, the full text when something changes.")
            { interval, count, options }
            .Does(async (parsed, cancellationToken) =>
            {
                var order = await options.ReadAsync(parsed, surroundings, cancellationToken);
                var watch = new Watch(order, surroundings);
                var (pause, rounds) = (parsed.GetValue(interval) ?? DefaultInterval, parsed.GetValue(count) ?? int.MaxValue);
                await watch.RunAsync(pause, rounds, cancellationToken);
                return watch.Summarize();
            });
    }

    private sealed class Watch(ProbeOrder order, CliSurroundings surroundings)
    {
        // A watch may run for weeks: it keeps no result.
        private readonly OrderedDictionary<RouteName, RouteTally> _tallies = [];
        private readonly Dictionary<RouteName, (ProbeOutcome Outcome, Cause Cause)> _last = [];
        private int _worst = ExitCodes.Healthy;

        public async Task RunAsync(TimeSpan interval, int count, CancellationToken cancellationToken)
        {
            using var timer = new PeriodicTimer(interval, surroundings.Clock);
            try
            {
                do
                {
                    var results = await ProbeRound.RunAsync(order, surroundings, cancellationToken);
                    cancellationToken.ThrowIfCancellationRequested();
                    foreach (var result in results)
                    {
                        Tell(result);
                    }
                }
                while (--count > 0 && await timer.WaitForNextTickAsync(cancellationToken) && !surroundings.IsUnread());
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl+C is the normal end of a watch.
            }
        }

        public int Summarize()
        {
            surroundings.Write(WatchText.Summary(_tallies, surroundings.Glyphs));
            return _worst;
        }

        private void Tell(ProbeResult result)
        {
            if (!_tallies.TryGetValue(result.Route.Name, out var tally))
            {
                _tallies.Add(result.Route.Name, tally = new());
            }

            tally.Add(result);
            _worst = ExitCodes.Worst([_worst, ExitCodes.For(result)]);
            var now = (result.Outcome, result.Diagnosis.Cause);
            var before = _last.TryGetValue(result.Route.Name, out var last) ? last : (ProbeOutcome.Passed, Cause.Ok);
            _last[result.Route.Name] = now;
            var width = order.Requests.Max(request => request.Route.Name.ToString().Length);
            surroundings.Write(WatchText.Line(result, width, surroundings.Glyphs));
            if (now != before)
            {
                surroundings.Write(WatchText.Change(result, surroundings.Glyphs));
            }
        }
    }
}
