using ProbeFleet.Cli.Fleets;
using ProbeFleet.Fleet.Contracts;
using ProbeFleet.Fleet.OnDemand;

namespace ProbeFleet.Cli.Commands;

/// <summary>Makes every vantage of a fleet probe now, with the fleet's own configuration.</summary>
internal sealed class FleetProbe : IOptionGroup
{
    private readonly Option<bool> _fleet = new("--fleet")
    {
        Description = "Every vantage of a fleet probes instead of this place, by the fleet's own configuration.",
    };

    private readonly Option<string?> _reason = OptionKinds.Text("--reason", "TEXT", "With --fleet: why, kept with the request.");

    private readonly FleetOptions _target = new();

    public IEnumerable<Option> All => [_fleet, _reason, .. _target.All];

    /// <summary>Whether the command line asks the fleet to probe.</summary>
    /// <exception cref="UsageException">The given options exclude each other.</exception>
    public bool IsAsked(ParseResult parsed, IEnumerable<Option> local)
    {
        if (!parsed.GetValue(_fleet))
        {
            return !_target.IsNamed(parsed) && parsed.GetResult(_reason) is null ? false
                : throw new UsageException("--storage, --url, --key and --reason belong to --fleet: without it, this place probes.");
        }

        return local.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is not { } stranger ? true
            : throw new UsageException(
                $"{stranger.Name} does not go with --fleet: every vantage probes as the fleet's own configuration says.");
    }

    /// <summary>Orders the probes and waits; reports each vantage's answer on standard error as it arrives.</summary>
    /// <param name="routes">The routes to probe; empty means all.</param>
    /// <param name="depth">The depth; null for the configured one.</param>
    /// <exception cref="UsageException">The fleet refuses the order.</exception>
    /// <exception cref="FleetSilentException">The fleet gives no answer.</exception>
    public async Task<RequestStatus> RunAsync(
        ParseResult parsed, IReadOnlyList<string> routes, ProbeDepth? depth, CliSurroundings surroundings,
        CancellationToken cancellationToken)
    {
        using var fleet = _target.OpenApp(parsed, surroundings, "Probing from the whole fleet");
        var order = new ProbeOrderBody
        {
            Routes = routes is [] ? ["*"] : routes,
            Scope = ProbeScope.Fleet,
            Depth = depth,
            Reason = parsed.GetValue(_reason),
        };
        var left = await fleet.ProbeAsync(order, cancellationToken);
        await surroundings.Error.WriteLineAsync(left.Vantages is []
            ? "No vantage probes these routes."
            : $"Asked {string.Join(", ", left.Vantages)}. A vantage that does not answer is absent after two minutes.");
        Dictionary<string, VantageAnswer> told = [];
        var polling = new FleetPolling(left.Deadline, surroundings);
        while (true)
        {
            var status = await polling.AskAsync(() => fleet.ReadRequestAsync(left.Id, CancellationToken.None), cancellationToken);
            await PrintAsync(status, told, surroundings);
            if (status.IsFinished || cancellationToken.IsCancellationRequested)
            {
                if (status.Unreadable > 0)
                {
                    await surroundings.Error.WriteLineAsync(
                        $"{status.Unreadable} of the stored answers cannot be read, being of another version or spoiled: something lacks.");
                }

                return status;
            }

            await polling.PauseAsync(cancellationToken);
        }
    }

    /// <summary>The worst result's exit code; a vantage that did not answer is not healthy, nor is what cannot be read.</summary>
    public static int CodeOf(RequestStatus status) => ExitCodes.Worst(
    [
        .. status.Results.Select(ExitCodes.For),
        .. status.Vantages.Select(part => part.Answer is VantageAnswer.Answered ? ExitCodes.Healthy : ExitCodes.Unknown),
        status is { Vantages: [] } or { Unreadable: > 0 } ? ExitCodes.Unknown : ExitCodes.Healthy,
    ]);

    private static async Task PrintAsync(RequestStatus status, Dictionary<string, VantageAnswer> told, CliSurroundings surroundings)
    {
        foreach (var part in status.Vantages)
        {
            var name = part.Vantage.ToString();
            if (part.Answer is not VantageAnswer.Waiting && (!told.TryGetValue(name, out var before) || before != part.Answer))
            {
                told[name] = part.Answer;
                await surroundings.Error.WriteLineAsync($"{name}: {Words(part, status.Results)}");
            }
        }
    }

    private static string Words(VantagePart part, IReadOnlyList<ProbeResult> results) => part.Answer switch
    {
        VantageAnswer.Waiting => "has not looked yet",
        VantageAnswer.Working => "is probing",
        VantageAnswer.Answered => $"answered, {Counts(part, results)}",
        VantageAnswer.Incomplete => $"did not finish in time, {Counts(part, results)}",
        VantageAnswer.Absent => "is absent: silent, or cut off from storage. No data is not healthy.",
    };

    private static string Counts(VantagePart part, IReadOnlyList<ProbeResult> results)
    {
        ProbeResult[] own = [.. results.Where(result => result.Vantage.Name == part.Vantage)];
        var slow = own.Count(result => result.Slow is not null);
        var failed = own.Count(result => result.Outcome is ProbeOutcome.Failed);
        return $"{failed} of {part.Results} failed{(slow == 0 ? "" : $", {slow} slow")}";
    }
}
