namespace ProbeFleet.Cli.Commands;

/// <summary>Probes every route of an order, as many times as the order says.</summary>
internal static class ProbeRound
{
    /// <summary>
    /// Probes with bounded concurrency; attempts of one route run one after the other, as at a vantage. Results keep the order of the
    /// requests. A cancelled probe is a result too.
    /// </summary>
    public static Task<IReadOnlyList<ProbeResult>> RunAsync(
        ProbeOrder order, CliSurroundings surroundings, CancellationToken cancellationToken) =>
        surroundings.Progress is not { } console
            ? RunAsync(order, surroundings.Probe, null, cancellationToken)
            : console.Status().StartAsync("probing", context =>
                RunAsync(order, surroundings.Probe, new Watcher(context, order.Requests.Count * order.Attempts), cancellationToken));

    private static async Task<IReadOnlyList<ProbeResult>> RunAsync(
        ProbeOrder order, Prober probe, Watcher? watcher, CancellationToken cancellationToken)
    {
        var results = new ProbeResult[order.Requests.Count * order.Attempts];
        var bound = new ParallelOptions { MaxDegreeOfParallelism = order.Concurrency };
        await Parallel.ForEachAsync(order.Requests.Index(), bound, async (item, _) =>
        {
            for (var attempt = 0; attempt < order.Attempts; attempt++)
            {
                var result = await probe(item.Item, watcher?.For(item.Item.Route.Name), cancellationToken);
                results[(item.Index * order.Attempts) + attempt] = result;
                watcher?.Finished();
            }
        });
        return results;
    }

    private sealed class Watcher(StatusContext status, int count)
    {
        private readonly Lock _lock = new();
        private int _finished;
        private string _stage = "";

        public IProgress<Stage> For(RouteName route) => new RouteProgress(this, route);

        public void Finished()
        {
            lock (_lock)
            {
                _finished++;
                Show();
            }
        }

        private void Report(RouteName route, Stage stage)
        {
            lock (_lock)
            {
                _stage = $"{route}: {WireWord.Of(stage)}";
                Show();
            }
        }

        private void Show() => status.Status = Markup.Escape(count == 1 ? _stage : $"{_stage} ({_finished} of {count} done)");

        private sealed class RouteProgress(Watcher watcher, RouteName route) : IProgress<Stage>
        {
            public void Report(Stage value) => watcher.Report(route, value);
        }
    }
}
