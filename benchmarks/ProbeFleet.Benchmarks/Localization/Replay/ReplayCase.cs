using ProbeFleet.Core.Model;
using ProbeFleet.Core.Topology;

namespace ProbeFleet.Benchmarks.Localization.Replay;

/// <summary>A public incident: who probed what, what they would have seen, and what was published as the cause.</summary>
internal sealed record ReplayCase
{
    public required string Name { get; init; }

    public required string Source { get; init; }

    public required IReadOnlyList<FleetVantage> Vantages { get; init; }

    public required IReadOnlyList<Route> Routes { get; init; }

    /// <summary>What hits which cells; the first that hits a probe decides.</summary>
    public required IReadOnlyList<Hit> Hits { get; init; }

    /// <summary>Any one of these is right: an interaction has two.</summary>
    public required IReadOnlyList<string> Components { get; init; }

    public required Owner Owner { get; init; }

    public double Missing { get; init; } = .05;

    public int Rounds { get; init; } = 10;
}

/// <summary>One effect of an incident.</summary>
/// <param name="Vantages">The vantages' names, space-separated; <c>*</c> for all.</param>
/// <param name="Routes">The routes' names, space-separated; <c>*</c> for all.</param>
/// <param name="Rate">The probability that a probe is hit, by the course of the incident from 0 to 1.</param>
/// <param name="Looks">What a hit probe is diagnosed with, one at random.</param>
internal sealed record Hit(string Vantages, string Routes, Func<double, double> Rate, params Look[] Looks)
{
    public bool Touches(ProbedPath path) =>
        IsAmong(path.Vantage.ToString(), Vantages) && IsAmong(path.Route.ToString(), Routes);

    private static bool IsAmong(string name, string names) => names == "*" || names.Split(' ').Contains(name);
}

/// <summary>What one hit probe looks like.</summary>
internal sealed record Look(Cause Cause, Stage Break, int? Status = null, Responder? Responder = null, bool Slow = false);
